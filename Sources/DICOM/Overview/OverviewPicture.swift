import Foundation
import Imaging

/// The slices through structures side by side, with their outlines, names and volumes.
///
/// Each tile shows the same part of the plane, widened by 15 mm; rows and columns are those of the
/// images, so they are not turned to a common view.
struct OverviewPicture {
  private static let tileWidth = 220
  private static let columns = 4
  private static let largestCount = 12
  private static let margin = 15.0
  private static let textScale = 2

  private let image: Volume
  private let structures: [SegmentedStructure]
  private let box: BoundingBox
  private let slices: [Int]
  /// Pixels of a tile per mm.
  private let scale: Double
  private let tileHeight: Int
  private let window: ClosedRange<Float>

  /// - Returns: `nil` where no structure has a voxel.
  init?(_ image: Volume, _ structures: [SegmentedStructure]) {
    let grid = image.grid
    var all = Mask(grid: grid, filledWith: false)
    for structure in structures {
      for offset in structure.mask.voxels.indices where structure.mask.voxels[offset] {
        all.voxels[offset] = true
      }
    }
    guard let tight = all.boundingBox() else { return nil }
    let spacing = grid.spacing
    let margin = SIMD3(Int(Self.margin / spacing.x), Int(Self.margin / spacing.y), 0)
    box = tight.widened(by: margin).clipped(to: grid.size)
    let width = Double(box.size.x) * spacing.x
    scale = Double(Self.tileWidth) / width
    tileHeight = Int((Double(box.size.y) * spacing.y * scale).rounded())
    let occupied = all.occupiedSlices
    let count = min(occupied.count, Self.largestCount)
    slices = (0..<count).map { occupied[($0 * 2 + 1) * occupied.count / (2 * count)] }
    let values = image.cropped(to: box, padding: 0).voxels.sorted()
    let low = values[values.count / 100]
    window = low...max(values[values.count - 1 - values.count / 200], low + 1)
    self.image = image
    self.structures = structures
  }

  /// The picture.
  func drawn() -> Canvas {
    let rows = (slices.count + Self.columns - 1) / Self.columns
    let lineHeight = 10 * Self.textScale
    let top = 2 * lineHeight
    var canvas = Canvas(
      width: Self.columns * Self.tileWidth,
      height: top + rows * tileHeight + (structures.count + 1) * lineHeight)
    canvas.text(
      "Research use only - not for diagnosis - not verified", x: 8, y: lineHeight / 2,
      scale: Self.textScale, colour: SIMD3(255, 220, 60))
    for (n, k) in slices.enumerated() {
      drawTile(
        k, x: n % Self.columns * Self.tileWidth, y: top + n / Self.columns * tileHeight,
        on: &canvas)
    }
    for (n, structure) in structures.enumerated() {
      let volume = String(format: "%.0f", structure.mask.volume)
      canvas.text(
        "\(structure.label): \(volume) mm3", x: 8,
        y: top + rows * tileHeight + n * lineHeight + lineHeight / 2, scale: Self.textScale,
        colour: structure.colour)
    }
    return canvas
  }

  private func drawTile(_ k: Int, x: Int, y: Int, on canvas: inout Canvas) {
    let spacing = image.grid.spacing
    let step = SIMD2(1 / (scale * spacing.x), 1 / (scale * spacing.y))
    for row in 0..<tileHeight {
      for column in 0..<Self.tileWidth {
        let i = box.lower.x + min(Int(Double(column) * step.x), box.size.x - 1)
        let j = box.lower.y + min(Int(Double(row) * step.y), box.size.y - 1)
        let value = image.voxels[image.grid.offset(i, j, k)]
        let share = (value - window.lowerBound) / (window.upperBound - window.lowerBound)
        let grey = UInt8(min(max(share, 0), 1) * 255)
        canvas.set(x + column, y + row, SIMD3(repeating: grey))
      }
    }
    let corner = SIMD2(Double(box.lower.x), Double(box.lower.y))
    for structure in structures {
      let values = structure.mask.slice(k).map { $0 ? Float(1) : 0 }
      for loop in IsoContours(of: values, columns: image.grid.size.x).loops {
        // Pixel centres lie half a pixel inside the tile's edge.
        let points = loop.map {
          ($0 - corner + 0.5) / step + SIMD2(Double(x), Double(y)) - 0.5
        }
        for n in points.indices {
          canvas.line(points[n], points[(n + 1) % points.count], structure.colour)
        }
      }
    }
    canvas.text("slice \(k + 1)", x: x + 6, y: y + 6, scale: 1)
  }
}

public import Imaging

/// The slices of an image along one anatomical plane, as square pictures, and label overlays that
/// fit on them.
///
/// Slice `n` passes through the voxel centres of layer `n` of the voxel axis that lies nearest to
/// the plane's normal, so on grids along the body's axes it shows what was measured. Pictures are
/// sampled in world space: any orientation and anisotropic voxels come out upright and in
/// proportion.
public struct SliceStack: Sendable {
  /// The plane that the slices lie in.
  public let plane: AnatomicalPlane
  /// The number of slices.
  public let count: Int
  /// The slice with most voxels of what is looked for; the middle one where there is none.
  public let fullest: Int
  let image: Volume
  /// Each label alone, on the part of the grid that holds all labels; in ascending order.
  let masks: [(label: UInt8, mask: Mask)]
  let sorted: [Float]
  /// The bytes that the image takes; the planes of one image share them.
  public var bytes: Int { image.voxels.count * MemoryLayout<Float>.stride }
  private let axis: Int
  private let isReversed: Bool
  private let centre: SIMD3<Double>

  /// - Parameters:
  ///   - image: the image to show.
  ///   - labels: labels on the image's grid, or `nil`.
  ///   - sought: the labels that ``fullest`` and magnification look for, as the tumour's; all where
  ///     the map holds none of them.
  /// - Throws: ``GridMismatch`` when the labels lie on another grid.
  public init(
    image: Volume, labels: LabelMap?, plane: AnatomicalPlane, sought: Set<UInt8> = []
  ) throws(GridMismatch) {
    if let labels { try GridMismatch.check("slices", image.grid, labels.grid) }
    self.image = image
    self.plane = plane
    let grid = image.grid
    axis = grid.axis(along: plane.normal)
    isReversed = (grid.affine[column: axis] * plane.normal).sum() < 0
    sorted = Self.sortedSample(of: image)
    count = grid.size[axis]
    let labelled = labels?.croppedToForeground()
    let present = Set(labelled?.labels ?? []).subtracting([0])
    masks = present.sorted().compactMap { label in
      labelled.map { (label, $0.mask(of: [label])) }
    }
    var middle = (SIMD3<Double>(grid.size) - 1) / 2
    if let labelled, !present.isEmpty {
      let looked = present.isDisjoint(with: sought) ? present : present.intersection(sought)
      let focus = OverlayFocus(on: looked, of: [labelled], plane: plane, grid: labelled.grid)
      middle = grid.affine.inverse?(focus.centre) ?? middle
    }
    let layer = present.isEmpty ? count / 2 : min(max(Int(middle[axis].rounded()), 0), count - 1)
    fullest = isReversed ? count - 1 - layer : layer
    centre = middle
  }

  /// The world position, in mm RAS+, of a point of a slice's picture.
  ///
  /// - Parameters:
  ///   - x: from 0 at the picture's left edge to 1 at its right edge.
  ///   - y: from 0 at its top edge to 1 at its bottom edge.
  public func world(x: Double, y: Double, slice: Int, zoom: Double) -> SIMD3<Double> {
    let focus = focus(slice: slice, zoom: zoom)
    let side = focus.fieldOfView
    return focus.centre + plane.rightward * ((x - 0.5) * side) + plane.downward * ((y - 0.5) * side)
  }

  /// The slice through a world position, and where the position lies in its picture.
  ///
  /// - Returns: the slice, clamped to 0..<``count``, and `x` and `y` as in
  ///   ``world(x:y:slice:zoom:)``, which lie outside of 0...1 where the picture does not show it.
  public func position(of world: SIMD3<Double>, zoom: Double) -> (slice: Int, x: Double, y: Double)
  {
    let index = image.grid.affine.inverse?(world) ?? centre
    let layer = min(max(index[axis].rounded(), 0), Double(count - 1))
    let slice = slice(ofLayer: Int(layer))
    let focus = focus(slice: slice, zoom: zoom)
    let offset = (world - focus.centre) / focus.fieldOfView
    return (slice, (offset * plane.rightward).sum() + 0.5, (offset * plane.downward).sum() + 0.5)
  }

  /// The layer of voxels, counted along the plane's normal, as a slice and back.
  private func slice(ofLayer layer: Int) -> Int { isReversed ? count - 1 - layer : layer }

  func focus(slice: Int, zoom: Double) -> OverlayFocus {
    let grid = image.grid
    let whole = Self.extent(of: grid, plane: plane)
    var index = zoom > 1 ? centre : (SIMD3<Double>(grid.size) - 1) / 2
    index[axis] = Double(self.slice(ofLayer: min(max(slice, 0), count - 1)))
    return OverlayFocus(centre: grid.world(index), fieldOfView: whole / max(zoom, 1))
  }

  /// The side in mm of the square that holds the whole grid, seen along the plane's normal.
  private static func extent(of grid: VoxelGrid, plane: AnatomicalPlane) -> Double {
    let corners = (0..<8).map { corner in
      grid.world(
        SIMD3(
          corner & 1 == 0 ? -0.5 : Double(grid.size.x) - 0.5,
          corner & 2 == 0 ? -0.5 : Double(grid.size.y) - 0.5,
          corner & 4 == 0 ? -0.5 : Double(grid.size.z) - 0.5))
    }
    return [plane.rightward, plane.downward].map { direction in
      let along = corners.map { ($0 * direction).sum() }
      return (along.max() ?? 0) - (along.min() ?? 0)
    }.max() ?? 1
  }

  /// Some ten thousand finite intensities in ascending order: percentiles of the whole image.
  private static func sortedSample(of image: Volume) -> [Float] {
    let step = max(1, image.voxels.count / 16384)
    return stride(from: 0, to: image.voxels.count, by: step)
      .map { image.voxels[$0] }.filter(\.isFinite).sorted()
  }
}

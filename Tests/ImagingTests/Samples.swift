import Imaging
import TestSupport

/// A grid anywhere in space in any direction, left- or right-handed, with orthogonal axes.
func randomGrid(_ random: inout SplitMix64, sizes: ClosedRange<Int> = 1...6) -> VoxelGrid {
  let a = randomPoint(in: -1...1, &random)
  let b = randomPoint(in: -1...1, &random)
  let x = a / a.length
  let rest = b - x * (x * b).sum()
  let y = rest / rest.length
  let z = x.cross(y) * (Bool.random(using: &random) ? 1 : -1)
  let spacing = randomPoint(in: 0.3...3, &random)
  return VoxelGrid(
    size: SIMD3(
      .random(in: sizes, using: &random), .random(in: sizes, using: &random),
      .random(in: sizes, using: &random)),
    affine: Affine(
      x: x * spacing.x, y: y * spacing.y, z: z * spacing.z,
      translation: randomPoint(in: -150...150, &random)))
}

func randomPoint(
  in range: ClosedRange<Double>, _ random: inout SplitMix64
) -> SIMD3<Double> {
  SIMD3(
    .random(in: range, using: &random), .random(in: range, using: &random),
    .random(in: range, using: &random))
}

/// Whole numbers from 0 to 255: exact in `Float`, also after a sum of a few.
func randomVolume(on grid: VoxelGrid, _ random: inout SplitMix64) -> Volume {
  Volume(grid: grid, voxels: (0..<grid.count).map { _ in Float(random.next() % 256) })
}

func randomMask(on grid: VoxelGrid, oneIn n: UInt64, _ random: inout SplitMix64) -> Mask {
  Mask(grid: grid, voxels: (0..<grid.count).map { _ in random.next() % n == 0 })
}

func randomLabels(on grid: VoxelGrid, _ labels: [UInt8], _ random: inout SplitMix64) -> LabelMap {
  LabelMap(
    grid: grid,
    voxels: (0..<grid.count).map { _ in labels[Int(random.next() % UInt64(labels.count))] })
}

extension VoxelGrid {
  /// All voxel indices in storage order.
  var indices: [SIMD3<Int>] { (0..<count).map { index(at: $0) } }

  /// The world position of a voxel's centre.
  func centre(of index: SIMD3<Int>) -> SIMD3<Double> { world(SIMD3<Double>(index)) }

  func contains(_ index: SIMD3<Int>) -> Bool { contains(index.x, index.y, index.z) }
}

extension VoxelImage {
  /// An image along `i` with 1 mm voxels.
  init(line: [Scalar]) { self.init(grid: VoxelGrid(line.count, 1, 1), voxels: line) }

  subscript(index: SIMD3<Int>) -> Scalar { self[index.x, index.y, index.z] }
}

extension Mask {
  /// The mask of the voxels drawn as `#`, one string per row along `i`, rows along `j`.
  init(picture rows: [String], spacing: SIMD3<Double> = SIMD3(1, 1, 1)) {
    let voxels = rows.joined().map { $0 == "#" }
    self.init(
      grid: VoxelGrid(rows.first?.count ?? 0, rows.count, 1, spacing: spacing), voxels: voxels)
  }

  /// The mask of a grid's listed voxels.
  init(_ grid: VoxelGrid, _ members: [SIMD3<Int>]) {
    self.init(grid: grid, filledWith: false)
    for m in members { self[m.x, m.y, m.z] = true }
  }
}

/// The largest difference of any column or of the translation, in mm.
func difference(_ a: Affine, _ b: Affine) -> Double {
  max(
    (a.x - b.x).length, (a.y - b.y).length, (a.z - b.z).length,
    (a.translation - b.translation).length)
}

/// The largest difference of two images of one length; infinite for two lengths.
func largestDifference(_ a: [Float], _ b: [Float]) -> Float {
  guard a.count == b.count else { return .infinity }
  return zip(a, b).reduce(0) { largest, pair in
    let difference = abs(pair.0 - pair.1)
    return difference.isNaN ? .infinity : max(largest, difference)
  }
}

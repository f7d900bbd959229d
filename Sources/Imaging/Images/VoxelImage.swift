/// What every image has: a grid and one scalar per voxel of it.
///
/// Voxel `(i, j, k)` lies at `i + width * (j + height * k)`: `i` runs fastest, as in NIfTI, so the
/// storage *is* a contiguous `[depth, height, width]` tensor.
public protocol VoxelImage: Sendable {
  /// The scalar of one voxel.
  associatedtype Scalar: Hashable & Sendable

  /// The physical grid of the voxels.
  var grid: VoxelGrid { get }
  /// The voxels, `i` fastest; as many as the grid has.
  var voxels: [Scalar] { get set }

  /// An image from its grid and its voxels; traps when the counts differ.
  init(grid: VoxelGrid, voxels: [Scalar])
}

extension VoxelImage {
  /// An image with one value everywhere.
  public init(grid: VoxelGrid, filledWith value: Scalar) {
    self.init(grid: grid, voxels: [Scalar](repeating: value, count: grid.count))
  }

  /// The voxel at an index; for hot loops take `voxels` out once instead.
  public subscript(i: Int, j: Int, k: Int) -> Scalar {
    get {
      precondition(grid.contains(i, j, k), "voxel (\(i), \(j), \(k)) is outside \(grid.size)")
      return voxels[grid.offset(i, j, k)]
    }
    set {
      precondition(grid.contains(i, j, k), "voxel (\(i), \(j), \(k)) is outside \(grid.size)")
      voxels[grid.offset(i, j, k)] = newValue
    }
  }
}

/// A three-dimensional image of intensities, one `Float` per voxel.
public struct Volume: VoxelImage, Hashable {
  /// The physical grid of the voxels.
  public let grid: VoxelGrid
  /// The voxels, `i` fastest.
  public var voxels: [Float]

  /// An image from its grid and its voxels; traps when the counts differ.
  public init(grid: VoxelGrid, voxels: [Float]) {
    precondition(voxels.count == grid.count, "\(voxels.count) voxels for a grid of \(grid.count)")
    self.grid = grid
    self.voxels = voxels
  }
}

/// A three-dimensional map of labels; 0 is background.
public struct LabelMap: VoxelImage, Hashable {
  /// The physical grid of the voxels.
  public let grid: VoxelGrid
  /// The voxels, `i` fastest.
  public var voxels: [UInt8]

  /// An image from its grid and its voxels; traps when the counts differ.
  public init(grid: VoxelGrid, voxels: [UInt8]) {
    precondition(voxels.count == grid.count, "\(voxels.count) voxels for a grid of \(grid.count)")
    self.grid = grid
    self.voxels = voxels
  }

  /// The voxels that carry one of the labels.
  public func mask(of labels: Set<UInt8>) -> Mask {
    // One label is compared, many voxels at once; several are looked up.
    if labels.count == 1, let label = labels.first {
      return Mask(grid: grid, voxels: voxels.map { $0 == label })
    }
    var isMember = [Bool](repeating: false, count: 256)
    for label in labels { isMember[Int(label)] = true }
    return Mask(grid: grid, voxels: voxels.map { isMember[Int($0)] })
  }

  /// The labels that occur, background included, in ascending order.
  public var labels: [UInt8] {
    var seen = [Bool](repeating: false, count: 256)
    for label in voxels { seen[Int(label)] = true }
    return (0...255).filter { seen[$0] }.map { UInt8($0) }
  }
}

/// A three-dimensional set of voxels.
public struct Mask: VoxelImage, Hashable {
  /// The physical grid of the voxels.
  public let grid: VoxelGrid
  /// The voxels, `i` fastest.
  public var voxels: [Bool]

  /// An image from its grid and its voxels; traps when the counts differ.
  public init(grid: VoxelGrid, voxels: [Bool]) {
    precondition(voxels.count == grid.count, "\(voxels.count) voxels for a grid of \(grid.count)")
    self.grid = grid
    self.voxels = voxels
  }

  /// The number of voxels in the set.
  public var count: Int { voxels.reduce(0) { $0 + ($1 ? 1 : 0) } }

  /// Whether no voxel is in the set.
  public var isEmpty: Bool { !voxels.contains(true) }

  /// The volume of the set in mm3.
  public var volume: Double { Double(count) * grid.voxelVolume }
}

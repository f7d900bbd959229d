import Imaging

/// How much each voxel of a patch counts in the loss: by its class, and more at the border of one.
///
/// The thin part of a tumour inside its canal has few voxels and most of them at its border; a loss that
/// counts voxels hardly sees it.
///
/// - Source: CCC1018, second in crossMoDA 2023: intra-meatal 15, extra-meatal 5, cochlea 5, a ring round
///   the lesion 15, all else 1.
public struct VoxelWeighting: Codable, Hashable, Sendable {
  /// Weights by the name of a class, as in "intra-meatal"; a class that is not named has 1, a name that
  /// the edition does not have counts for nothing.
  public var classes: [String: Double]
  /// The classes, by name, whose borders count more.
  public var borders: [String]
  /// The weight of voxels within ``borderWidth`` of such a border, on both sides.
  public var borderWeight: Double
  /// In voxels, counted over faces.
  public var borderWidth: Int

  /// A weighting.
  public init(
    classes: [String: Double] = [:], borders: [String] = [], borderWeight: Double = 1,
    borderWidth: Int = 1
  ) {
    self.classes = classes
    self.borders = borders
    self.borderWeight = borderWeight
    self.borderWidth = borderWidth
  }

  /// The weight of each voxel of a label map of a given size.
  ///
  /// - Parameters:
  ///   - labels: class `i` of `names` has value `i`; values beyond, such as 255, get 1.
  ///   - names: background first.
  public func weights(_ labels: [UInt8], size: SIMD3<Int>, names: [String]) -> [Float] {
    var byLabel = [Float](repeating: 1, count: 256)
    for (label, name) in names.enumerated().prefix(256) {
      byLabel[label] = Float(classes[name] ?? 1)
    }
    var result = labels.map { byLabel[Int($0)] }
    let grid = VoxelGrid(size.x, size.y, size.z)
    let chosen = Set(names.indices.filter { borders.contains(names[$0]) }.map { UInt8($0) })
    guard !chosen.isEmpty, borderWidth > 0 else { return result }
    let inside = Mask(grid: grid, voxels: labels.map { chosen.contains($0) })
    guard inside.voxels.contains(true) else { return result }
    var outer = inside
    var inner = Mask(grid: grid, voxels: inside.voxels.map { !$0 })
    for _ in 0..<borderWidth {
      outer = outer.dilated(.faces)
      inner = inner.dilated(.faces)
    }
    for offset in result.indices where outer.voxels[offset] && inner.voxels[offset] {
      result[offset] = max(result[offset], Float(borderWeight))
    }
    return result
  }
}

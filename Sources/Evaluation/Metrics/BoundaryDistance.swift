public import Imaging

/// The distance between the predicted and the true interface of two touching parts.
///
/// The interface of extra- and intra-meatal tumour is the porus of the internal auditory canal;
/// where it is drawn decides both volumes. It is the voxels of either part that have a neighbour in
/// the other. The challenge of 2023 published results of such a measure without its construction,
/// so this one is ours.
///
/// - Parameters:
///   - parts: the labels of the two parts.
///   - connectivity: which neighbours touch.
/// - Returns: how the interfaces relate, with their distances where both exist.
/// - Throws: ``GridMismatch``; maps are never resampled behind the caller's back.
public func boundaryDistances(
  prediction: LabelMap, reference: LabelMap, parts: (Set<UInt8>, Set<UInt8>),
  connectivity: Connectivity = .faces, spacing: SIMD3<Double>? = nil
) throws(GridMismatch) -> BoundaryDistances {
  try GridMismatch.check("boundary distance", reference.grid, prediction.grid)
  let predicted = interface(of: prediction, parts, connectivity)
  let expected = interface(of: reference, parts, connectivity)
  guard
    let distances = SurfaceDistances(
      prediction: predicted, reference: expected, spacing: spacing ?? reference.grid.spacing)
  else { return predicted.isEmpty && expected.isEmpty ? .absentInBoth : .absentInOne }
  return .measured(distances)
}

/// What there is to measure between two interfaces.
public enum BoundaryDistances: Hashable, Sendable {
  /// Neither map has an interface: nothing to score.
  case absentInBoth
  /// One map lacks the interface that the other has: a failure.
  case absentInOne
  /// Both have one.
  case measured(SurfaceDistances)

  /// The average symmetric distance in mm; `nil` where neither interface exists.
  public func average(_ definition: ASSDDefinition, penalty: Double) -> Double? {
    switch self {
    case .absentInBoth: nil
    case .absentInOne: penalty
    case .measured(let distances): distances.averageSymmetricSurfaceDistance(definition)
    }
  }
}

/// The voxels of either part with a neighbour in the other, in storage order.
private func interface(
  of map: LabelMap, _ parts: (Set<UInt8>, Set<UInt8>), _ connectivity: Connectivity
) -> [SIMD3<Int32>] {
  let census = LabelCensus(map)
  guard let first = census.box(of: parts.0), let second = census.box(of: parts.1) else { return [] }
  let steps = connectivity.steps
  return map.withBytes(parts.0) { one in
    map.withBytes(parts.1) { other in
      func touching(_ own: VoxelBytes, _ box: BoundingBox, _ far: VoxelBytes) -> [SIMD3<Int32>] {
        var voxels: [SIMD3<Int32>] = []
        own.forEach(in: box) { i, j, k, _ in
          if steps.contains(where: { far.contains(i + $0.x, j + $0.y, k + $0.z) }) {
            voxels.append(SIMD3(Int32(i), Int32(j), Int32(k)))
          }
        }
        return voxels
      }
      return touching(one, first, other) + touching(other, second, one)
    }
  }
}

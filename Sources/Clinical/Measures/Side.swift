import Imaging

/// The patient's right or left.
public enum Side: String, Hashable, Sendable, Codable {
  /// The patient's right.
  case right
  /// The patient's left.
  case left
}

/// The side of a tumour and what it was told from.
public struct TumourSide: Hashable, Sendable, Codable {
  /// What tells the side, the surest first.
  public enum Evidence: String, Hashable, Sendable, Codable {
    /// Both cochleas are labelled; the tumour is at the nearer one.
    case bothCochleas
    /// One cochlea is labelled, which lies lateral to its tumour.
    case oneCochlea
    /// Neither is: the side of the image's middle that the tumour lies on.
    case imageCentre
  }

  /// The side.
  public let side: Side
  /// What it was told from.
  public let evidence: Evidence
}

/// The cochleas of a label map, on the tumour's side and on the other.
struct Cochleas {
  /// The cochlea nearest to the tumour.
  let near: Mask
  /// The centroid of ``near``, in mm RAS+.
  let nearCentroid: SIMD3<Double>
  /// The centroid of the other ear's cochlea, in mm RAS+; `nil` where it is not labelled.
  let farCentroid: SIMD3<Double>?

  /// The largest distance in mm between pieces of one cochlea, which is about 8 mm wide, and the
  /// smallest between two ears.
  private static let reach = 15.0

  /// Sorts the cochleas by their distance to a tumour; `nil` where none is labelled.
  ///
  /// Pieces below a twentieth of the largest are left out: stray voxels, not a cochlea.
  init?(_ cochlea: Mask, tumourCentroid: SIMD3<Double>) {
    let parts = cochlea.connectedComponents()
    guard let largest = parts.components.first else { return nil }
    let pieces = parts.components.enumerated()
      .filter { $0.element.voxelCount * 20 >= largest.voxelCount }
      .map { (number: $0.offset + 1, place: cochlea.grid.world($0.element.centroid)) }
    let nearest = pieces.min {
      ($0.place - tumourCentroid).length < ($1.place - tumourCentroid).length
    }
    guard let nearest else { return nil }
    let own = Set(
      pieces.filter { ($0.place - nearest.place).length <= Self.reach }.map(\.number))
    near = parts.mask(where: own.contains)
    nearCentroid = near.centroid ?? nearest.place
    let others = Set(pieces.map(\.number)).subtracting(own)
    farCentroid = parts.mask(where: others.contains).centroid
  }
}

extension TumourSide {
  /// The side of a tumour, from the cochleas where there are any.
  init(tumourCentroid: SIMD3<Double>, cochleas: Cochleas?, imageCentre: SIMD3<Double>) {
    let x: Double
    if let cochleas {
      evidence = cochleas.farCentroid == nil ? .oneCochlea : .bothCochleas
      x = cochleas.nearCentroid.x - (cochleas.farCentroid ?? tumourCentroid).x
    } else {
      evidence = .imageCentre
      x = tumourCentroid.x - imageCentre.x
    }
    side = x >= 0 ? .right : .left
  }
}

extension Mask {
  /// The mean position of the voxels in mm RAS+; `nil` for an empty mask.
  var centroid: SIMD3<Double>? {
    var sum = SIMD3<Double>.zero
    var count = 0.0
    for o in voxels.indices where voxels[o] {
      sum += SIMD3<Double>(grid.index(at: o))
      count += 1
    }
    return count > 0 ? grid.world(sum / count) : nil
  }
}

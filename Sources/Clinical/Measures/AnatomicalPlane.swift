#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import Imaging

extension PlaneFit {
  /// The meatal plane of a tumour whose parts are not labelled, from anatomy.
  ///
  /// The canal runs along the line through both cochleas, or from left to right where only one is
  /// labelled, and passes within ``neighbourhood`` of the cochlea; its opening lies ``canalLength``
  /// medial to the cochlea, which is beside the fundus, and level with the tumour's lateral end. The
  /// plane is turned ``opening`` from a cross-section of the canal. Within a few millimetres of there
  /// it moves to where the tumour widens most.
  ///
  /// A stand-in that errs by millimetres (Documentation/Results/clinical-measures.md); labelled
  /// parts are better.
  ///
  /// - Source: canal length of adults 9.84 mm: Marques et al., Iran J Radiol 9:71, 2012.
  init?(anatomyOf tumour: Mask, _ cochleas: Cochleas, _ side: Side) {
    var lateral: SIMD3<Double> = side == .right ? [1, 0, 0] : [-1, 0, 0]
    if let far = cochleas.farCentroid, (cochleas.nearCentroid - far).length > 0 {
      lateral = (cochleas.nearCentroid - far) / (cochleas.nearCentroid - far).length
    }
    var anterior = SIMD3<Double>(0, 1, 0)
    anterior -= (anterior * lateral).sum() * lateral
    guard anterior.length > 0.1 else { return nil }
    anterior /= anterior.length
    let normal = cos(Self.opening) * lateral + sin(Self.opening) * anterior

    // Relative to the cochlea: how far towards the fundus, and how far aside of the canal's direction.
    let cochlea = cochleas.nearCentroid
    let points = tumour.voxels.indices.filter { tumour.voxels[$0] }
      .map { tumour.grid.world(SIMD3<Double>(tumour.grid.index(at: $0))) - cochlea }
    let aside = { (p: SIMD3<Double>) in (p - (p * lateral).sum() * lateral).length }
    var near = points.filter { aside($0) <= Self.neighbourhood }
    if near.isEmpty { near = points.min { aside($0) < aside($1) }.map { [$0] } ?? [] }
    guard let deepest = near.map({ ($0 * lateral).sum() }).max() else { return nil }
    // The last millimetres of the tumour towards the fundus show where the canal runs.
    let tip = near.filter { ($0 * lateral).sum() >= deepest - 4 }
    let axis = tip.reduce(SIMD3<Double>.zero, +) / Double(tip.count)
    let porus = axis - (Self.canalLength + (axis * lateral).sum()) * lateral

    let around = points.map { $0 - porus }.filter { aside($0) <= Self.neighbourhood }
    let profile = Profile(
      places: around.map { ($0 * normal).sum() }, voxel: tumour.grid.voxelVolume)
    plane = MeatalPlane(
      point: cochlea + porus + profile.widening * normal, towardsCanal: normal)
    source = .anatomy
    spread = nil
  }

  /// The distance in mm from the fundus to the middle of the opening.
  static let canalLength = 9.84
  /// How far in mm, at right angles to it, the canal's axis runs from the middle of the cochlea at
  /// most: the radii of both and the wall between them.
  static let neighbourhood = 9.0
  /// The angle in radians between the meatal plane and a cross-section of the canal: half of the 45
  /// degrees at which the petrous bone's posterior surface meets the canal.
  static let opening = Double.pi / 8
}

/// How large a tumour's cross-sections are along a line out of the canal.
private struct Profile {
  /// The place of each voxel in mm, positive towards the fundus.
  let places: [Double]
  /// The volume of a voxel in mm3.
  let voxel: Double

  /// The half width in mm of the slab that an area is taken from.
  private static let halfWidth = 1.25
  /// The standard deviation in mm of where the opening is.
  private static let spread = 2.0

  /// The area in mm2 of the cross-section at a place, averaged over a slab.
  private func area(at place: Double) -> Double {
    let sum = places.reduce(0) { $0 + max(0, 1 - abs($1 - place) / Self.halfWidth) }
    return sum * voxel / Self.halfWidth
  }

  /// The place within two standard deviations where the tumour becomes wider out of the canal, by
  /// its relative change times how probable the place is; 0 where it does not.
  var widening: Double {
    var best = (place: 0.0, score: 0.1)
    for step in -16...16 {
      let place = Double(step) / 4
      let outside = area(at: place - Self.halfWidth)
      let inside = area(at: place + Self.halfWidth)
      // Ten square millimetres, less than a canal's section, keep a tip's ratio from counting.
      let contrast = (outside - inside) / (outside + inside + 10)
      let score = contrast * exp(-(place / Self.spread) * (place / Self.spread) / 2)
      if score > best.score { best = (place, score) }
    }
    return best.place
  }
}

import Imaging

/// What in the masks speaks for an operation: a hollow in the part outside the canal.
///
/// Surgeons leave a rind round a cavity of fluid, whereas a tumour that nobody touched is convex but
/// for shallow lobes. The cue says nothing of operations that left no hollow, nor of radiosurgery.
public struct PostOperativeCue: Codable, Hashable, Sendable {
  /// The share of the closed part that is hollow, 0...1.
  ///
  /// The part is closed by a ball 1.3 times as wide as one of its own volume; what lies in brain, where
  /// that is known, or in the canal is no hollow.
  public var hollowShare: Double
  /// The share from which a case counts as operated on.
  public var limit: Double

  /// Whether the case is taken for an operated one.
  public var isOperated: Bool { hollowShare >= limit }
}

extension PostOperativeCue {
  /// The smallest part outside the canal, in mm3, whose form is judged.
  static let smallestVolume = 300.0

  /// Looks for a hollow; `nil` where the part outside the canal is too small to tell.
  public init?(_ masks: KoosMasks) {
    let volume = masks.extraMeatal.volume
    guard volume >= Self.smallestVolume, let box = masks.extraMeatal.boundingBox() else {
      return nil
    }
    let radius = 1.3 * cubeRoot(volume * 3 / (4 * .pi))
    let margin = SIMD3<Int>(((radius + 1) / masks.extraMeatal.grid.spacing).rounded(.up)) &+ 1
    let area = box.widened(by: margin)
    let part = masks.extraMeatal.cropped(to: area, padding: false)
    // Closing: what a ball of that radius outside of the part cannot reach.
    let reach = part.distanceTransform()
    let open = Mask(grid: part.grid, voxels: reach.voxels.map { Double($0) > radius })
    let back = open.distanceTransform()
    let other = [masks.intraMeatal, masks.brainstem, masks.cerebellum].compactMap {
      $0?.cropped(to: area, padding: false)
    }
    var closed = 0
    var hollow = 0
    for n in part.voxels.indices where Double(back.voxels[n]) > radius {
      closed += 1
      if !part.voxels[n], !other.contains(where: { $0.voxels[n] }) { hollow += 1 }
    }
    hollowShare = closed > 0 ? Double(hollow) / Double(closed) : 0
    limit = 0.06
  }
}

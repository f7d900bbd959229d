#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
public import Imaging

/// One tumour in the mask of one visit.
public struct LesionFinding: Hashable, Sendable, Codable {
  /// The volume of its voxels in mm3.
  public let volume: Double
  /// The largest distance in mm between two points of its boundary; of the part outside the canal where
  /// parts are told apart and there is such a part.
  public let diameter: Double
  /// The mean position in mm RAS+, in the visit's own scanner coordinates.
  public let position: SIMD3<Double>
  /// Whether it lies on the patient's right, judged from the cochleas or else from the field of view.
  public let isRightSided: Bool

  /// A finding from its parts.
  public init(
    volume: Double, diameter: Double, position: SIMD3<Double>, isRightSided: Bool
  ) {
    self.volume = volume
    self.diameter = diameter
    self.position = position
    self.isRightSided = isRightSided
  }

  /// The radius in mm of a ball of its volume.
  var radius: Double { pow(3 * volume / (4 * .pi), 1.0 / 3) }
}

/// What the values of a follow-up mask mean.
public struct FollowUpLabels: Hashable, Sendable, Codable {
  /// The values of the tumour, all its parts.
  public var tumour: Set<UInt8>
  /// The value of the part outside the canal; `nil` where parts are not told apart.
  public var extraMeatal: UInt8?
  /// The value of the cochleas; `nil` where they are not labelled.
  public var cochlea: UInt8?

  /// Labels from their values; those of crossMoDA 2023 if not given.
  public init(tumour: Set<UInt8> = [1, 2], extraMeatal: UInt8? = 1, cochlea: UInt8? = 3) {
    self.tumour = tumour
    self.extraMeatal = extraMeatal
    self.cochlea = cochlea
  }
}

extension LabelMap {
  /// The tumours of a mask, the largest first.
  ///
  /// Pieces up to 3 mm apart are one tumour, as a mask may break where the canal is narrow. Tumours
  /// below 20 mm3 are stray voxels, unless there is no larger one.
  public func lesionFindings(_ labels: FollowUpLabels = .init()) -> [LesionFinding] {
    let midline = midline(cochlea: labels.cochlea)
    // The box of the tumours: components of the rest of the grid are none.
    let whole = mask(of: labels.tumour)
    guard let box = whole.boundingBox()?.widened(by: SIMD3(1, 1, 1)) else { return [] }
    let part = cropped(to: box, padding: 0)
    let parts = part.mask(of: labels.tumour).connectedComponents()
    let groups = grouped(parts)
    let found = groups.map { numbers -> LesionFinding in
      let own = parts.mask(where: numbers.contains)
      let outside = labels.extraMeatal.map { value in
        Mask(grid: part.grid, voxels: zip(own.voxels, part.voxels).map { $0 && $1 == value })
      }
      let measured = outside.flatMap { $0.isEmpty ? nil : $0 } ?? own
      let pieces = numbers.map { parts.components[$0 - 1] }
      let count = pieces.reduce(0) { $0 + $1.voxelCount }
      let sum = pieces.reduce(SIMD3<Double>.zero) { $0 + $1.centroid * Double($1.voxelCount) }
      let position = part.grid.world(sum / Double(count))
      return LesionFinding(
        volume: pieces.reduce(0) { $0 + $1.volume }, diameter: measured.longestDiameter ?? 0,
        position: position, isRightSided: position.x > midline)
    }.sorted { $0.volume > $1.volume }
    let tumours = found.filter { $0.volume >= 20 }
    return tumours.isEmpty ? Array(found.prefix(1)) : tumours
  }

  /// The pieces that lie within 3 mm of each other, by their numbers.
  private func grouped(_ parts: ConnectedComponents) -> [Set<Int>] {
    var groups = parts.components.indices.map { Set([$0 + 1]) }
    guard groups.count > 1 else { return groups }
    let masks = parts.components.indices.map { parts.mask(of: $0 + 1) }
    for a in masks.indices {
      for b in masks.indices where b > a {
        guard let first = groups.firstIndex(where: { $0.contains(a + 1) }),
          let second = groups.firstIndex(where: { $0.contains(b + 1) }), first != second,
          (masks[a].distance(to: masks[b]) ?? .infinity) <= 3
        else { continue }
        groups[first].formUnion(groups[second])
        groups.remove(at: second)
      }
    }
    return groups
  }

  /// The midline's x in mm: between two labelled cochleas, else the middle of the field of view.
  private func midline(cochlea: UInt8?) -> Double {
    guard let cochlea else { return grid.centre.x }
    let parts = mask(of: [cochlea]).connectedComponents().components
    let places = parts.map { grid.world($0.centroid).x }
    guard let low = places.min(), let high = places.max(), high - low > 30 else {
      return grid.centre.x
    }
    return (low + high) / 2
  }
}

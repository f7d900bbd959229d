public import Imaging

/// Removes what cannot be: stray tumour components and more than one cochlea an ear.
///
/// Stray components cost little Dice and much surface distance (in 2022 the one team without
/// clean-up had 66 of 271 cases above 2 mm ASSD), so every podium entry had such a step.
public struct AnatomicalCleanup: Codable, Hashable, Sendable {
  /// The labels whose union is one tumour.
  public var tumour: [UInt8]
  /// The label of both cochleas.
  public var cochlea: UInt8
  /// Components of cochlea below this many mm3 are dropped.
  public var minimumCochleaVolume: Double
  /// Two cochlea components closer than this many mm are one ear's; the smaller is dropped.
  public var minimumEarDistance: Double
  /// A tumour component that comes within this many mm of a cochlea goes before larger ones that
  /// do not.
  public var tumourDistance: Double

  /// No tumour of 165 expert contours lies further from its cochlea than 9.1 mm
  /// (Documentation/Results/shapes.md), so 10 mm it is where tumours are looked for.
  public static let usualTumourDistance = 10.0

  /// A clean-up for the given labels.
  public init(
    tumour: [UInt8], cochlea: UInt8, minimumCochleaVolume: Double = 10,
    minimumEarDistance: Double = 40, tumourDistance: Double = usualTumourDistance
  ) {
    self.tumour = tumour
    self.cochlea = cochlea
    self.minimumCochleaVolume = minimumCochleaVolume
    self.minimumEarDistance = minimumEarDistance
    self.tumourDistance = tumourDistance
  }

  /// The labels with every cochlea component beyond one an ear, and every tumour voxel outside one
  /// component, set to background.
  ///
  /// That component is the largest of those near a cochlea; where none is, the largest of all.
  /// Only the box around all labels is looked at, which is a small part of a scan.
  public func callAsFunction(_ labels: LabelMap) -> LabelMap {
    guard let box = labels.boundingBox() else { return labels }
    var part = labels.cropped(to: box, padding: 0)
    keepOneCochleaAnEar(&part)
    keepOneTumour(&part)
    var result = labels
    result.replace(box, with: part)
    return result
  }

  private func keepOneCochleaAnEar(_ labels: inout LabelMap) {
    let components = labels.mask(of: [cochlea]).connectedComponents(.corners)
    var kept: Set<Int32> = []
    var centres: [SIMD3<Double>] = []
    for (index, component) in components.components.enumerated() {
      let centre = labels.grid.world(component.centroid)
      let isFar = centres.allSatisfy { ($0 - centre).length >= minimumEarDistance }
      guard kept.count < 2, isFar, component.volume >= minimumCochleaVolume else { continue }
      kept.insert(Int32(index + 1))
      centres.append(centre)
    }
    labels.clear(components.labels) { !kept.contains($0) }
  }

  private func keepOneTumour(_ labels: inout LabelMap) {
    let components = labels.mask(of: Set(tumour)).connectedComponents(.corners)
    guard components.components.count > 1 else { return }
    let numbers = components.labels
    // Components come largest first.
    var kept: Int32 = 1
    let cochleas = labels.mask(of: [cochlea])
    if !cochleas.isEmpty {
      let distance = cochleas.distanceTransform()
      kept =
        zip(numbers, distance.voxels)
        .filter { $0.0 != 0 && Double($0.1) <= tumourDistance }
        .map(\.0).min() ?? kept
    }
    labels.clear(numbers) { $0 != kept }
  }
}

extension LabelMap {
  /// Sets the voxels of the components that meet a condition to background.
  fileprivate mutating func clear(_ components: [Int32], where isDropped: (Int32) -> Bool) {
    for (offset, component) in components.enumerated() where component != 0 && isDropped(component)
    {
      voxels[offset] = 0
    }
  }
}

/// The content of a measurement report after template TID 1500.
struct MeasurementReportTree {
  let source: SourceSeries
  let segmentation: WrittenObject
  let algorithm: DICOMAlgorithm

  /// The root, with a group (TID 1411) for each structure.
  func root(_ groups: [MeasurementGroup], segments: [String: Int]) -> ContentItem {
    ContentItem(
      nil, dcm("126000", "Imaging Measurement Report"), .container(template: "1500"),
      [
        ContentItem(
          .concept, dcm("121049", "Language of Content Item and Descendants"),
          .code(CodedConcept("en-US", "RFC5646", "English (United States)"))),
        ContentItem(.context, dcm("121005", "Observer Type"), .code(dcm("121007", "Device"))),
        ContentItem(
          .context, dcm("121012", "Device Observer UID"),
          .uid(uniqueIdentifier(of: "device \(algorithm.name) \(algorithm.version)"))),
        ContentItem(.context, dcm("121013", "Device Observer Name"), .text(algorithm.name)),
        ContentItem(.context, dcm("121014", "Device Observer Manufacturer"), .text("Kakehashi")),
        ContentItem(
          .context, dcm("121015", "Device Observer Model Name"), .text(algorithm.version)),
        ContentItem(
          .concept, dcm("121058", "Procedure reported"),
          .code(CodedConcept("24590-2", "LN", "MR Brain"))),
        ContentItem(
          .contains, dcm("126010", "Imaging Measurements"), .container(template: nil),
          groups.map { group($0, segment: segments[$0.structure.label] ?? 0) }),
      ])
  }

  private func group(_ group: MeasurementGroup, segment: Int) -> ContentItem {
    let structure = group.structure
    var children = [
      ContentItem(
        .context, dcm("112039", "Tracking Identifier"), .text(structure.trackingID)),
      ContentItem(
        .context, dcm("112040", "Tracking Unique Identifier"), .uid(structure.trackingUID ?? "")),
      ContentItem(.contains, dcm("121071", "Finding"), .code(structure.type)),
      ContentItem(
        .contains, dcm("121191", "Referenced Segment"),
        .image(
          sopClass: segmentation.sopClassUID, instance: segmentation.sopInstanceUID,
          segment: segment)),
      ContentItem(
        .contains, dcm("121232", "Source series for segmentation"),
        .uid(source.series.identity.seriesUID)),
    ]
    children.append(site(of: structure))
    for measurement in group.measurements {
      children.append(
        ContentItem(
          .contains, measurement.quantity,
          .number(decimalString(measurement.value), unit: measurement.unit),
          [
            ContentItem(.concept, dcm("111001", "Algorithm Name"), .text(algorithm.name)),
            ContentItem(.concept, dcm("111003", "Algorithm Version"), .text(algorithm.version)),
          ]))
    }
    if let grade = group.koosGrade {
      children.append(ContentItem(.contains, .koosGrade, .code(.koos(grade))))
    }
    children += group.flags.map { ContentItem(.contains, dcm("121106", "Comment"), .text($0)) }
    return ContentItem(
      .contains, dcm("125007", "Measurement Group"), .container(template: "1411"), children)
  }

  /// Where the structure lies: its region, or itself if it is anatomy, else the head.
  private func site(of structure: SegmentedStructure) -> ContentItem {
    let isAnatomy = structure.category.isSame(as: .anatomicalStructure)
    let place = structure.region ?? (isAnatomy ? structure.type : .internalAuditoryMeatus)
    let side = structure.side.map {
      [ContentItem(.concept, CodedConcept("272741003", "SCT", "Laterality"), .code($0.code))]
    }
    return ContentItem(
      .contains, CodedConcept("363698007", "SCT", "Finding Site"), .code(place), side ?? [])
  }

  private func dcm(_ value: String, _ meaning: String) -> CodedConcept {
    CodedConcept(value, "DCM", meaning)
  }
}

import Clinical
import DataSets
import Foundation
import Imaging
import NIfTI
import Reporting

/// What is known of a case beside its measures: grade, flags and growth.
struct PatientFindings: Encodable {
  /// `nil` where the labels do not tell the tumour's parts apart.
  var koos: KoosAssessment?
  /// `nil` without the scan.
  var flags: [QualityFlag]?
  /// The lesions of the patient whose visit this is; `nil` without a table of visits.
  var growth: [LesionFollowUp]?
  /// What is to be known of all visits together, such as that their positions were not compared.
  var growthNotes: [GrowthReason]?

  /// The sections of a page, in the order in which a reader wants them.
  var sections: [PatientSection] {
    (koos.map { [.koos($0)] } ?? []) + (flags.map { [.flags($0)] } ?? [])
      + (growth ?? []).map(PatientSection.growth)
      + (growthNotes ?? []).sections
  }
}

/// Where findings of cases come from.
struct PatientSources {
  let edition: Edition
  let structures: StructureFiles?
  let visits: VisitManifest?
  private let classifiers: KoosClassifiers

  /// The sources of a command line.
  ///
  /// - Throws: `CommandError` for a folder of structures or a table of visits that makes no sense.
  init(edition: Edition, structures: String?, visits: String?) throws {
    self.edition = edition
    self.structures = try structures.map { try StructureFiles(fileURL($0)) }
    self.visits = try visits.map { try VisitManifest(path: $0) }
    classifiers = try .shipped()
  }

  /// What is known of one case.
  func findings(
    of input: MeasureInput, labels: LabelMap, scan: NIfTIImage?
  ) throws -> PatientFindings {
    var found = PatientFindings()
    if edition.hasTumourParts {
      let masks = try KoosMasks(labels, edition, structures?.masks(of: input.name))
      found.koos = KoosAssessment(masks, with: classifiers)
    }
    found.flags = try scan.map { scan in
      var quality = try QualityInput(scan, labels: labels, edition)
      // The challenge's files say in their names which sequence they are.
      quality.expectsT2 = input.image?.lastPathComponent.contains("ceT1") != true
      return qualityFlags(quality)
    }
    if let visits {
      let course = try followUp(of: input, in: visits)
      (found.growth, found.growthNotes) = (course.lesions, course.notes)
    }
    return found
  }

  /// The follow-up of the patient one of whose visits has this label map.
  private func followUp(
    of input: MeasureInput, in visits: VisitManifest
  ) throws -> PatientFollowUp {
    let file = input.labels.resolvingSymlinksInPath().standardizedFileURL
    let patient = visits.patients.first { patient in
      patient.visits.contains { $0.mask.resolvingSymlinksInPath().standardizedFileURL == file }
    }
    guard let patient else {
      throw CommandError("expected \(input.labels.path) as a mask in the table of visits")
    }
    let series = try VisitSeries(patient, edition: edition, keepsImages: false)
    return PatientFollowUp(
      patient: patient.name, visits: series.findings, treatments: patient.treatments)
  }
}

extension [GrowthReason] {
  /// A section of remarks on all visits; none without a remark.
  fileprivate var sections: [PatientSection] {
    guard !isEmpty else { return [] }
    let remarks = map { BilingualText($0.english, $0.japanese) }
    return [PatientSection(BilingualText("About the visits", "検査全般について"), [.remarks(remarks)])]
  }
}

extension KoosMasks {
  /// The masks of a label map that tells the tumour's parts apart, with the neighbours that are given
  /// or, else, those of the edition.
  init(
    _ labels: LabelMap, _ edition: Edition, _ given: (brainstem: Mask?, cerebellum: Mask?)?
  ) throws(GridMismatch) {
    let mask = { (name: Structure.Name) in
      edition.labelledStructures.first { $0.name == name.rawValue }.map {
        labels.mask(of: $0.labels)
      }
    }
    let none = Mask(grid: labels.grid, filledWith: false)
    try self.init(
      extraMeatal: mask(.extraMeatal) ?? none, intraMeatal: mask(.intraMeatal) ?? none,
      cochleas: mask(.cochlea) ?? none, brainstem: given?.brainstem ?? mask(.brainstem),
      cerebellum: given?.cerebellum ?? mask(.cerebellum))
  }
}

extension QualityInput {
  /// A scan with what was segmented on it.
  init(
    _ scan: NIfTIImage, labels: LabelMap?, second: LabelMap? = nil, _ edition: Edition
  ) throws(GridMismatch) {
    let roles = edition.flagRoles
    try self.init(
      image: scan.volume, tumour: labels?.mask(of: roles.tumour),
      cochleas: labels?.mask(of: roles.cochlea), secondTumour: second?.mask(of: roles.tumour))
    statesOrientation = scan.header.affineSource != .spacing
    contradictsOrientation = scan.header.formsContradict
  }
}

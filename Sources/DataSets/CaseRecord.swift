/// What a case is for; patients never straddle roles.
public enum Role: String, Hashable, Sendable, Codable, CaseIterable {
  /// Learnt from with its label: contrast-enhanced T1 in the challenge.
  case sourceLabelled = "source-labelled"
  /// Learnt from without a label: T2.
  case targetUnlabelled = "target-unlabelled"
  /// Never learnt from; predicted and, where there is truth, scored.
  case targetHeldout = "target-heldout"
}

/// The kind of MR image.
public enum Modality: String, Hashable, Sendable, Codable, CaseIterable {
  /// Contrast-enhanced T1.
  case ceT1
  /// High-resolution T2.
  case T2
}

/// One image of a data set with its label, if any, and its place in the study.
public struct CaseRecord: Hashable, Sendable, Codable, Identifiable {
  /// The name of the case, unique in its data set, as in "crossmoda2023_ldn_1".
  public let id: String
  /// What the case is for.
  public let role: Role
  /// The site's code, as in "ldn", "etz" or "ukm"; "unknown" where names do not tell.
  public let site: String
  /// The kind of image.
  public let modality: Modality
  /// The image file, ready to be opened.
  public let imagePath: String
  /// The label file, ready to be opened; `nil` where there is none, as for all target cases
  /// unless truth was asked for.
  public let labelPath: String?
  /// The patient's pseudonym; the case's own name where nothing is stated.
  public let patient: String
  /// Which visit of the patient it is; `nil` where nothing is stated.
  public let timePoint: String?

  /// A case from its parts; the patient is the case itself unless stated.
  public init(
    id: String, role: Role, site: String, modality: Modality, imagePath: String,
    labelPath: String? = nil, patient: String? = nil, timePoint: String? = nil
  ) {
    self.id = id
    self.role = role
    self.site = site
    self.modality = modality
    self.imagePath = imagePath
    self.labelPath = labelPath
    self.patient = patient ?? id
    self.timePoint = timePoint
  }

  func labelled(by path: String?) -> CaseRecord {
    CaseRecord(
      id: id, role: role, site: site, modality: modality, imagePath: imagePath, labelPath: path,
      patient: patient, timePoint: timePoint)
  }
}

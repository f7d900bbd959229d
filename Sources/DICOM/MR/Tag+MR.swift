// Attributes of MR images that are written and not needed to read a series.
extension Tag {
  static let patientIdentityRemoved = Tag(0x0012_0062)
  static let deidentificationMethod = Tag(0x0012_0063)
  static let contrastBolusAgent = Tag(0x0018_0010)
  static let scanningSequence = Tag(0x0018_0020)
  static let sequenceVariant = Tag(0x0018_0021)
  static let scanOptions = Tag(0x0018_0022)
  static let mrAcquisitionType = Tag(0x0018_0023)
  static let echoTrainLength = Tag(0x0018_0091)
  static let bodyPartExamined = Tag(0x0018_0015)

  // Enhanced images.
  static let pixelPresentation = Tag(0x0008_9205)
  static let volumetricProperties = Tag(0x0008_9206)
  static let volumeBasedCalculationTechnique = Tag(0x0008_9207)
  static let complexImageComponent = Tag(0x0008_9208)
  static let acquisitionContrast = Tag(0x0008_9209)
  static let resonantNucleus = Tag(0x0018_9100)
  static let contentQualification = Tag(0x0018_9004)
  static let applicableSafetyStandardAgency = Tag(0x0018_9174)
  static let frameAnatomySequence = Tag(0x0020_9071)
  static let frameLaterality = Tag(0x0020_9072)
  static let anatomicRegionSequence = Tag(0x0008_2218)
  static let frameVOILUTSequence = Tag(0x0028_9132)
  static let acquisitionContextSequence = Tag(0x0040_0555)
  static let frameAcquisitionNumber = Tag(0x0020_9156)
}

/// SOP classes of MR images.
enum MRSOPClass {
  static let classic = "1.2.840.10008.5.1.4.1.1.4"
  static let enhanced = "1.2.840.10008.5.1.4.1.1.4.1"
}

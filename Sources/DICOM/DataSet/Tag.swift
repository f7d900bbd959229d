/// The number of an attribute: group * 65536 + element.
///
/// Names are those of PS3.6.
struct Tag: RawRepresentable, Hashable, Sendable {
  let rawValue: UInt32

  init(rawValue: UInt32) { self.rawValue = rawValue }

  init(_ rawValue: UInt32) { self.rawValue = rawValue }
}

// What the object is and whom it belongs to.
extension Tag {
  static let specificCharacterSet = Tag(0x0008_0005)
  static let imageType = Tag(0x0008_0008)
  static let sopClassUID = Tag(0x0008_0016)
  static let sopInstanceUID = Tag(0x0008_0018)
  static let modality = Tag(0x0008_0060)
  static let manufacturer = Tag(0x0008_0070)
  static let seriesDescription = Tag(0x0008_103E)
  static let patientID = Tag(0x0010_0020)
  static let studyInstanceUID = Tag(0x0020_000D)
  static let seriesInstanceUID = Tag(0x0020_000E)
  static let seriesNumber = Tag(0x0020_0011)
  static let acquisitionNumber = Tag(0x0020_0012)
  static let instanceNumber = Tag(0x0020_0013)
  static let frameOfReferenceUID = Tag(0x0020_0052)
}

// Where a slice lies.
extension Tag {
  static let sliceThickness = Tag(0x0018_0050)
  static let spacingBetweenSlices = Tag(0x0018_0088)
  static let imagePosition = Tag(0x0020_0032)
  static let imageOrientation = Tag(0x0020_0037)
  static let stackID = Tag(0x0020_9056)
  static let pixelSpacing = Tag(0x0028_0030)
  static let pixelMeasuresSequence = Tag(0x0028_9110)
  static let planePositionSequence = Tag(0x0020_9113)
  static let planeOrientationSequence = Tag(0x0020_9116)
  static let frameContentSequence = Tag(0x0020_9111)
  static let sharedFunctionalGroups = Tag(0x5200_9229)
  static let perFrameFunctionalGroups = Tag(0x5200_9230)
}

// How a slice was taken.
extension Tag {
  static let repetitionTime = Tag(0x0018_0080)
  static let echoTime = Tag(0x0018_0081)
  static let inversionTime = Tag(0x0018_0082)
  static let echoNumbers = Tag(0x0018_0086)
  static let fieldStrength = Tag(0x0018_0087)
  static let flipAngle = Tag(0x0018_1314)
  static let temporalPosition = Tag(0x0020_0100)
  static let temporalPositionIndex = Tag(0x0020_9128)
  static let diffusionBValue = Tag(0x0018_9087)
  static let diffusionGradientOrientation = Tag(0x0018_9089)
  static let effectiveEchoTime = Tag(0x0018_9082)
  static let frameType = Tag(0x0008_9007)
  static let mrEchoSequence = Tag(0x0018_9114)
  static let mrDiffusionSequence = Tag(0x0018_9117)
  static let mrImageFrameTypeSequence = Tag(0x0018_9226)
}

// Its pixels.
extension Tag {
  static let samplesPerPixel = Tag(0x0028_0002)
  static let photometricInterpretation = Tag(0x0028_0004)
  static let numberOfFrames = Tag(0x0028_0008)
  static let rows = Tag(0x0028_0010)
  static let columns = Tag(0x0028_0011)
  static let bitsAllocated = Tag(0x0028_0100)
  static let bitsStored = Tag(0x0028_0101)
  static let highBit = Tag(0x0028_0102)
  static let pixelRepresentation = Tag(0x0028_0103)
  static let rescaleIntercept = Tag(0x0028_1052)
  static let rescaleSlope = Tag(0x0028_1053)
  static let pixelValueTransformationSequence = Tag(0x0028_9145)
  static let pixelData = Tag(0x7FE0_0010)
}

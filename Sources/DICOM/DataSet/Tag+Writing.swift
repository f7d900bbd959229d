// Attributes that are written, and read back, beyond those that reading a series needs.

// Identification of objects, patients and studies.
extension Tag {
  static let instanceCreationDate = Tag(0x0008_0012)
  static let instanceCreationTime = Tag(0x0008_0013)
  static let studyDate = Tag(0x0008_0020)
  static let seriesDate = Tag(0x0008_0021)
  static let acquisitionDate = Tag(0x0008_0022)
  static let contentDate = Tag(0x0008_0023)
  static let acquisitionDateTime = Tag(0x0008_002A)
  static let studyTime = Tag(0x0008_0030)
  static let seriesTime = Tag(0x0008_0031)
  static let acquisitionTime = Tag(0x0008_0032)
  static let contentTime = Tag(0x0008_0033)
  static let accessionNumber = Tag(0x0008_0050)
  static let conversionType = Tag(0x0008_0064)
  static let referringPhysicianName = Tag(0x0008_0090)
  static let studyDescription = Tag(0x0008_1030)
  static let operatorsName = Tag(0x0008_1070)
  static let patientName = Tag(0x0010_0010)
  static let issuerOfPatientID = Tag(0x0010_0021)
  static let patientBirthDate = Tag(0x0010_0030)
  static let patientSex = Tag(0x0010_0040)
  static let patientAge = Tag(0x0010_1010)
  static let patientSize = Tag(0x0010_1020)
  static let patientWeight = Tag(0x0010_1030)
  static let patientPosition = Tag(0x0018_5100)
  static let studyID = Tag(0x0020_0010)
  static let positionReferenceIndicator = Tag(0x0020_1040)
  static let imageComments = Tag(0x0020_4000)
}

// The maker of an object.
extension Tag {
  static let manufacturerModelName = Tag(0x0008_1090)
  static let deviceSerialNumber = Tag(0x0018_1000)
  static let softwareVersions = Tag(0x0018_1020)
}

// References to other objects.
extension Tag {
  static let referencedSeriesSequence = Tag(0x0008_1115)
  static let referencedImageSequence = Tag(0x0008_1140)
  static let referencedInstanceSequence = Tag(0x0008_114A)
  static let referencedSOPClassUID = Tag(0x0008_1150)
  static let referencedSOPInstanceUID = Tag(0x0008_1155)
  static let referencedFrameNumber = Tag(0x0008_1160)
  static let sourceImageSequence = Tag(0x0008_2112)
  static let derivationImageSequence = Tag(0x0008_9124)
  static let derivationCodeSequence = Tag(0x0008_9215)
  static let purposeOfReferenceCodeSequence = Tag(0x0040_A170)
}

// Codes.
extension Tag {
  static let codeValue = Tag(0x0008_0100)
  static let codingSchemeDesignator = Tag(0x0008_0102)
  static let codeMeaning = Tag(0x0008_0104)
  static let codingSchemeIdentificationSequence = Tag(0x0008_0110)
  static let codingSchemeUID = Tag(0x0008_010C)
  static let codingSchemeName = Tag(0x0008_0115)
  static let codingSchemeResponsibleOrganization = Tag(0x0008_0116)
}

// Dimensions of objects of many frames.
extension Tag {
  static let inStackPositionNumber = Tag(0x0020_9057)
  static let dimensionIndexValues = Tag(0x0020_9157)
  static let dimensionOrganizationUID = Tag(0x0020_9164)
  static let dimensionIndexPointer = Tag(0x0020_9165)
  static let functionalGroupPointer = Tag(0x0020_9167)
  static let dimensionOrganizationSequence = Tag(0x0020_9221)
  static let dimensionIndexSequence = Tag(0x0020_9222)
  static let dimensionOrganizationType = Tag(0x0020_9311)
  static let dimensionDescriptionLabel = Tag(0x0020_9421)
}

// Display of grey values.
extension Tag {
  static let burnedInAnnotation = Tag(0x0028_0301)
  static let windowCenter = Tag(0x0028_1050)
  static let windowWidth = Tag(0x0028_1051)
  static let rescaleType = Tag(0x0028_1054)
  static let lossyImageCompression = Tag(0x0028_2110)
  static let contentLabel = Tag(0x0070_0080)
  static let contentDescription = Tag(0x0070_0081)
  static let contentCreatorName = Tag(0x0070_0084)
  static let presentationLUTShape = Tag(0x2050_0020)
}

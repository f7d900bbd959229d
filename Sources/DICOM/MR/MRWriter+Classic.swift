import Imaging

extension MRWriter {
  /// Writes one slice as an MR Image Storage object.
  func writeClassic(_ k: Int, to path: String) throws(DICOMError) -> String {
    let file = try DICOMFile.create(path: path)
    let root = file.root
    let plane = try plane(k, path: path)
    try writeCommon(
      root, sopClass: MRSOPClass.classic,
      instance: uniqueIdentifier(of: "\(seriesUID) slice \(k)"))
    try root.set(.imageType, "\(pixelOrigin)\\PRIMARY\\OTHER")
    try root.set(.acquisitionNumber, 1)
    try root.set(.instanceNumber, k + 1)
    try root.set(.scanningSequence, description.isGradientEcho ? "GR" : "SE")
    try root.set(.sequenceVariant, "NONE")
    try root.set(.scanOptions, nil)
    try root.set(.mrAcquisitionType, "3D")
    try root.set(.repetitionTime, decimal: description.repetitionTime)
    try root.set(.echoTime, decimal: description.echoTime)
    try root.set(.echoTrainLength, nil)
    if let time = description.inversionTime { try root.set(.inversionTime, decimal: time) }
    if let angle = description.flipAngle { try root.set(.flipAngle, decimal: angle) }
    if let field = description.fieldStrength { try root.set(.fieldStrength, decimal: field) }
    if let agent = description.contrastAgent { try root.set(.contrastBolusAgent, agent) }
    let thickness = grid.spacing.z
    try root.set(.sliceThickness, decimal: thickness)
    try root.set(.spacingBetweenSlices, decimal: thickness)
    try root.set(.imagePosition, decimals: plane.positionLPS)
    try root.set(.imageOrientation, decimals: plane.orientationLPS)
    try root.set(.pixelSpacing, decimals: plane.pixelSpacing)
    try root.set(.windowCenter, decimal: window.centre)
    try root.set(.windowWidth, decimal: window.width)
    if stored.slope != 1 || stored.intercept != 0 {
      try root.set(.rescaleIntercept, decimal: stored.intercept)
      try root.set(.rescaleSlope, decimal: stored.slope)
      try root.set(.rescaleType, "US")
    }
    try root.setPixels(bytes(ofSlice: k), isWords: true)
    try file.write()
    return path
  }
}

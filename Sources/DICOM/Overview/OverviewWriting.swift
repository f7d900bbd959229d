/// Writes slices through structures with their outlines as a picture that every viewer shows.
///
/// A secondary capture in colour, for people: up to twelve slices, each structure's outline, name
/// and volume, and the words that it is for research and not verified. It holds nothing of the
/// patient besides the images themselves. It is read back and compared.
///
/// - Throws: ``DICOMError``: another grid, no voxel at all, images that cannot be read, or a path
///   that cannot be written.
/// - Source: PS3.3 A.8.1.
public func writeOverview(
  _ structures: [SegmentedStructure], of series: DICOMSeries, by algorithm: DICOMAlgorithm,
  to path: String, at moment: ObjectMoment = ObjectMoment()
) throws(DICOMError) -> WrittenObject {
  let source = try SourceSeries(series)
  let placed = try source.placed(structures, path: path)
  guard let canvas = OverviewPicture(try series.volume(), placed)?.drawn() else {
    throw DICOMError(.unwritable, path: path, "expected a structure with voxels, found none")
  }
  let content = placed.map(\.digest).joined(separator: "; ")
  let object = WrittenObject(
    path: path, sopClassUID: "1.2.840.10008.5.1.4.1.1.7",
    sopInstanceUID: source.uid("SC instance", algorithm, content: content),
    seriesUID: source.uid("SC series", algorithm, content: content))
  let file = try DICOMFile.create(path: path)
  let root = file.root
  try root.copyPatientAndStudy(from: source.root)
  try ObjectHeader(
    sopClassUID: object.sopClassUID, sopInstanceUID: object.sopInstanceUID, modality: "OT",
    seriesUID: object.seriesUID, seriesNumber: 9004,
    seriesDescription: "Overview, research use only", moment: moment, version: algorithm.version
  ).write(to: root)
  try root.set(.conversionType, "WSD")
  try root.set(.imageType, "DERIVED\\SECONDARY")
  try root.set(.instanceNumber, 1)
  // Slices of any direction side by side: neither has a value.
  try root.set(.laterality, nil)
  try root.set(.patientOrientation, nil)
  try root.set(.contentDate, moment.date)
  try root.set(.contentTime, moment.time)
  try root.set(.burnedInAnnotation, "NO")
  try root.set(.samplesPerPixel, 3)
  try root.set(.photometricInterpretation, "RGB")
  try root.set(.planarConfiguration, 0)
  try root.set(.rows, canvas.height)
  try root.set(.columns, canvas.width)
  try root.set(.bitsAllocated, 8)
  try root.set(.bitsStored, 8)
  try root.set(.highBit, 7)
  try root.set(.pixelRepresentation, 0)
  try root.setPixels(canvas.bytes, isWords: false)
  try file.write()
  guard try DICOMFile.read(path).pixels(byteCount: canvas.bytes.count) == canvas.bytes else {
    throw DICOMError(.readBack, path: path, "expected the picture that was written, found another")
  }
  return object
}

extension Tag {
  static let patientOrientation = Tag(0x0020_0020)
  static let laterality = Tag(0x0020_0060)
  static let planarConfiguration = Tag(0x0028_0006)
}

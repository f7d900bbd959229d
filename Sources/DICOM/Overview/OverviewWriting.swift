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
  let object = try DerivedObject(
    .overview, of: source, by: algorithm, content: placed.content, to: path, at: moment)
  let root = object.root
  try root.set(.conversionType, "WSD")
  try root.set(.imageType, "DERIVED\\SECONDARY")
  // Slices of any direction side by side: neither has a value.
  try root.set(.laterality, nil)
  try root.set(.patientOrientation, nil)
  try root.setContentMoment(moment)
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
  try object.file.write()
  guard try DICOMFile.read(path).pixels(byteCount: canvas.bytes.count) == canvas.bytes else {
    throw DICOMError(.readBack, path: path, "expected the picture that was written, found another")
  }
  return object.written
}

extension Tag {
  static let patientOrientation = Tag(0x0020_0020)
  static let laterality = Tag(0x0020_0060)
  static let planarConfiguration = Tag(0x0028_0006)
}

public import Imaging

/// Writes a volume as a single-file NIfTI image, gzip where the name ends in `.gz`.
///
/// With `header` the geometry fields, both form codes, the units and the note are those of that
/// header, bit for bit, so the file opens on the same grid in every tool; extensions are not
/// copied. Without it the sform and, where a rotation can express the grid, the qform are written
/// with code 1. Integer types round to the nearest whole number; no scaling is written. The file
/// appears under its name only when complete. Compression is libdeflate's level 1, of labels level 6.
///
/// - Throws: ``NIfTIError``: the folder is missing or refuses, `header` has another grid, or a
///   voxel is NaN or outside the range of an integer type.
/// - Complexity: O(*n*) in voxels.
public func writeNIfTI(
  _ volume: Volume, to path: String, as dataType: NIfTIDataType = .float32,
  like header: NIfTIHeader? = nil
) throws(NIfTIError) {
  let opening = try openingBytes(volume.grid, dataType, like: header, path: path)
  let (bytes, refused) = VoxelEncoding.bytes(volume.voxels, as: dataType, after: opening)
  if let refused {
    let voxel = volume.grid.index(at: refused)
    throw NIfTIError(
      .unwritable, path: path,
      "\(dataType.name) cannot hold the value \(volume.voxels[refused]) of voxel "
        + "(\(voxel.x), \(voxel.y), \(voxel.z))")
  }
  try write(bytes, .intensities, to: path)
}

/// Writes labels as a uint8 NIfTI image, gzip where the name ends in `.gz`.
///
/// Geometry, compression and renaming are as for volumes.
///
/// - Throws: ``NIfTIError``: the folder is missing or refuses, or `header` has another grid.
public func writeNIfTI(
  _ labels: LabelMap, to path: String, like header: NIfTIHeader? = nil
) throws(NIfTIError) {
  let opening = try openingBytes(labels.grid, .uint8, like: header, path: path)
  try write(opening + labels.voxels, .labels, to: path)
}

private func openingBytes(
  _ grid: VoxelGrid, _ dataType: NIfTIDataType, like header: NIfTIHeader?, path: String
) throws(NIfTIError) -> [UInt8] {
  guard let header else { return NIfTIHeader(grid, dataType: dataType).encoded(as: dataType) }
  do {
    try GridMismatch.check("writing like a header", header.grid, grid)
  } catch {
    throw NIfTIError(.unwritable, path: path, error.description)
  }
  return header.encoded(as: dataType)
}

private func write(
  _ bytes: [UInt8], _ level: Gzip.Level, to path: String
) throws(NIfTIError) {
  let isCompressed = path.hasSuffix(".gz")
  try FileBytes.write(
    isCompressed ? Gzip.deflate(bytes, level: level, path: path) : bytes, to: path)
}

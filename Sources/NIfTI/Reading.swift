public import Imaging

/// Reads a single-file NIfTI-1 or NIfTI-2 image, plain or gzip, as intensities.
///
/// Compression is recognised by content, not by name. Stored values become
/// `stored * scl_slope + scl_inter`, computed in double precision and narrowed to `Float`; slope 0
/// or NaN means no scaling. The affine is the sform's if its code is above 0, else the qform's,
/// else nibabel's centred default; `header.warnings` says what was doubtful. Trailing dimensions
/// of size 1 are dropped; other series, pairs, complex numbers and colours are refused.
///
/// - Throws: ``NIfTIError`` in one sentence; no input makes it trap.
/// - Complexity: O(*n*) in voxels; the file, its inflated bytes and the voxels are in memory at
///   once.
/// - Source: `nifti1.h`, `nifti2.h`; choice of the affine as nibabel 5.
public func readNIfTI(_ path: String) throws(NIfTIError) -> NIfTIImage {
  let stored = try StoredVoxels(reading: path)
  let header = stored.header
  let output = stored.visit(
    IntensityReading(
      count: stored.count, isBigEndian: header.isBigEndian, scaling: header.scaling))
  return NIfTIImage(
    header: header, volume: Volume(grid: header.grid, voxels: output.voxels),
    nanCount: output.nanCount, infinityCount: output.infinityCount)
}

/// Reads a NIfTI image of labels, rounding scaled values to the nearest whole number.
///
/// Rounding, not truncation, because scaling decodes label 1 as 0.9999999998 in public data sets.
///
/// - Parameter limit: bytes that a compressed file may hold; a larger one is refused before they are
///   in memory. For files from strangers: a few megabytes may hold gigabytes.
/// - Throws: ``NIfTIError``; a value more than 0.01 from a whole number, below 0, above 255 or
///   NaN is refused with the value and the voxel.
public func readNIfTILabels(
  _ path: String, limit: Int = .max
) throws(NIfTIError) -> (labels: LabelMap, header: NIfTIHeader) {
  var stored = try StoredVoxels(reading: path, limit: limit)
  let header = stored.header
  if let labels = stored.takePlainBytes() {
    return (LabelMap(grid: header.grid, voxels: labels), header)
  }
  let output = stored.visit(
    LabelReading(count: stored.count, isBigEndian: header.isBigEndian, scaling: header.scaling))
  if let refused = output.refused {
    let voxel = header.grid.index(at: refused.offset)
    throw NIfTIError(
      .badLabel, path: path,
      "expected whole numbers from 0 to 255 as labels, found \(refused.value) at voxel "
        + "(\(voxel.x), \(voxel.y), \(voxel.z))")
  }
  return (LabelMap(grid: header.grid, voxels: output.voxels), header)
}

/// Reads the header of a NIfTI image without its voxels.
///
/// Of a compressed file only the first 64 KiB are read and as much inflated as the header needs,
/// so a damaged end goes unnoticed here. Only where that fails is the whole stream inflated.
///
/// - Throws: ``NIfTIError``, also where a plain file is too short for its voxels.
public func readNIfTIHeader(_ path: String) throws(NIfTIError) -> NIfTIHeader {
  let (bytes, fileByteCount) = try FileBytes.read(path, limit: 1 << 16)
  let longest = NIfTIHeader.longestByteCount
  guard Gzip.isCompressed(bytes) else {
    let header = try NIfTIHeader(parsing: bytes.prefix(longest), path: path)
    try header.checkLength(fileByteCount, path: path)
    return header
  }
  if let beginning = Gzip.beginning(of: bytes, count: longest) {
    return try NIfTIHeader(parsing: beginning[...], path: path)
  }
  return try StoredVoxels(reading: path).header
}

extension StoredVoxels {
  /// Reads, inflates and checks a file up to, but not including, its voxel values.
  init(reading path: String, limit: Int = .max) throws(NIfTIError) {
    let file = try FileBytes.read(path).bytes
    let bytes = Gzip.isCompressed(file) ? try Gzip.inflate(file, path: path, limit: limit) : file
    let header = try NIfTIHeader(
      parsing: bytes.prefix(NIfTIHeader.longestByteCount), path: path)
    try header.checkLength(bytes.count, path: path)
    self.init(bytes: bytes, header: header)
  }
}

extension NIfTIHeader {
  /// Throws unless an uncompressed image of that many bytes can hold the voxels.
  func checkLength(_ byteCount: Int, path: String) throws(NIfTIError) {
    // Offset and product are each below 2^46, so the sum cannot overflow.
    guard voxelOffset + voxelByteCount <= byteCount else {
      throw NIfTIError(
        .truncated, path: path,
        "the header promises \(voxelByteCount) bytes of voxels from byte \(voxelOffset), but the "
          + "image has \(byteCount) bytes in all")
    }
  }
}

import Imaging

extension NIfTIHeader {
  /// The most bytes any header needs.
  static let longestByteCount = HeaderLayout.nifti2.byteCount

  /// Reads and checks a header from the first bytes of an uncompressed image.
  init(parsing bytes: ArraySlice<UInt8>, path: String) throws(NIfTIError) {
    let (layout, fields) = try Self.recognise(bytes, path: path)
    let (size, mended) = try Self.size(fields, layout, path: path)
    var warnings = mended
    let dataType = try Self.dataType(fields, layout, path: path)
    let bits = fields.integer(at: layout.bitsPerVoxel, width: 2)
    if bits != dataType.byteCount * 8 {
      warnings.append(
        "the header says \(bits) bits a voxel, but \(dataType.name) has "
          + "\(dataType.byteCount * 8), which was used")
    }
    let (total, tooMany) = (size.x * size.y * size.z).multipliedReportingOverflow(
      by: dataType.byteCount)
    guard !tooMany, total < 1 << 46 else {
      throw NIfTIError(
        .badHeader, path: path,
        "\(size.x)x\(size.y)x\(size.z) voxels of "
          + "\(dataType.name) are more than any machine holds")
    }
    let orientation = Self.orientation(fields, layout)
    let (affine, source, remarks) = try Self.affine(orientation, size: size, path: path)
    warnings += remarks
    let units = fields.integer(at: layout.units, width: layout.unitsWidth) & 0xFF
    if units & 7 == 1 || units & 7 == 3 {
      warnings.append(
        "the header's unit of length is "
          + "\(units & 7 == 1 ? "metres" : "micrometres"), but its numbers were taken as mm")
    }

    version = layout.version
    isBigEndian = fields.isBigEndian
    self.dataType = dataType
    voxelOffset = try Self.voxelOffset(fields, layout, path: path)
    scaling = try Self.scaling(fields, layout, path: path)
    self.units = units
    note = fields.text(at: layout.note, count: HeaderLayout.noteByteCount)
    self.orientation = orientation
    affineSource = source
    grid = VoxelGrid(size: size, affine: affine)
    self.warnings = warnings
  }

  private static func recognise(
    _ bytes: ArraySlice<UInt8>, path: String
  ) throws(NIfTIError) -> (HeaderLayout, HeaderBytes) {
    guard bytes.count >= HeaderLayout.nifti1.byteCount else {
      throw NIfTIError(
        .notNIfTI, path: path,
        "a NIfTI header has at least 348 bytes, this file has \(bytes.count)")
    }
    for isBigEndian in [false, true] {
      let fields = HeaderBytes(
        bytes: Array(bytes.prefix(longestByteCount)), isBigEndian: isBigEndian)
      let stated = fields.integer(at: 0, width: 4)
      for layout in [HeaderLayout.nifti1, .nifti2] where stated == layout.byteCount {
        guard bytes.count >= layout.byteCount else {
          throw NIfTIError(
            .truncated, path: path,
            "the header has \(layout.byteCount) bytes, the file has \(bytes.count)")
        }
        let start = layout.magicOffset
        let magic = Array(fields.bytes[start..<start + layout.magic.count])
        if magic == layout.magic { return (layout, fields) }
        if magic.starts(with: [0x6E, 0x69]) {  // "ni": voxels in a second file
          throw NIfTIError(
            .unsupported, path: path,
            "this is the header of a .hdr/.img pair; convert it to one .nii file first")
        }
        throw NIfTIError(
          .notNIfTI, path: path,
          "the header's magic is \(magic), expected \(layout.magic); Analyze 7.5 files are not read"
        )
      }
    }
    let found = HeaderBytes(bytes: Array(bytes.prefix(4)), isBigEndian: false)
    throw NIfTIError(
      .notNIfTI, path: path,
      "a NIfTI file begins with 348 or 540 as a 32-bit "
        + "number, this one with \(found.integer(at: 0, width: 4))")
  }

  private static func size(
    _ fields: HeaderBytes, _ layout: HeaderLayout, path: String
  ) throws(NIfTIError) -> (SIMD3<Int>, [String]) {
    let dims = (0..<8).map {
      fields.integer(at: layout.dim + $0 * layout.dimWidth, width: layout.dimWidth)
    }
    let rank = dims[0]
    guard (1...7).contains(rank) else {
      throw NIfTIError(.badHeader, path: path, "an image has 1 to 7 dimensions, not \(rank)")
    }
    let used = dims[1...rank]
    guard used.allSatisfy({ $0 >= 1 }) else {
      throw NIfTIError(
        .badHeader, path: path,
        "every dimension has at least 1 voxel, but the header says \(text(used))")
    }
    guard rank >= 3, used.dropFirst(3).allSatisfy({ $0 == 1 }) else {
      throw NIfTIError(
        .unsupported, path: path,
        "expected one three-dimensional image, found \(rank) dimensions of \(text(used)) voxels")
    }
    let plane = dims[1].multipliedReportingOverflow(by: dims[2])
    let (count, tooMany) = plane.partialValue.multipliedReportingOverflow(by: dims[3])
    guard !plane.overflow, !tooMany, count > 0 else {
      throw NIfTIError(
        .badHeader, path: path,
        "\(text(used)) voxels are more than any machine holds")
    }
    let size = SIMD3(dims[1], dims[2], dims[3])
    return (size, rank > 3 ? ["\(rank) dimensions of \(text(used)) were read as three"] : [])
  }

  private static func text(_ dims: ArraySlice<Int>) -> String {
    dims.map { "\($0)" }.joined(separator: "x")
  }

  private static func dataType(
    _ fields: HeaderBytes, _ layout: HeaderLayout, path: String
  ) throws(NIfTIError) -> NIfTIDataType {
    let code = fields.integer(at: layout.dataType, width: 2)
    if let dataType = NIfTIDataType(rawValue: code) { return dataType }
    if let name = NIfTIDataType.unsupportedName(code) {
      throw NIfTIError(
        .unsupported, path: path,
        "expected integers or float32 or float64 voxels, found \(name)")
    }
    throw NIfTIError(.badHeader, path: path, "there is no NIfTI data type \(code)")
  }

  private static func voxelOffset(
    _ fields: HeaderBytes, _ layout: HeaderLayout, path: String
  ) throws(NIfTIError) -> Int {
    // NIfTI-1 stores the offset as a float.
    let stored =
      layout.version == .nifti1
      ? fields.real(at: layout.voxelOffset, width: 4)
      : Double(fields.integer(at: layout.voxelOffset, width: 8))
    guard let offset = Int(exactly: stored), offset >= layout.firstVoxelOffset,
      offset < 1 << 46
    else {
      throw NIfTIError(
        .badHeader, path: path,
        "the voxels begin at byte "
          + "\(layout.firstVoxelOffset) or later, but the header says \(stored)")
    }
    return offset
  }

  private static func scaling(
    _ fields: HeaderBytes, _ layout: HeaderLayout, path: String
  ) throws(NIfTIError) -> NIfTIScaling? {
    let slope = fields.real(at: layout.slope, width: layout.realWidth)
    let intercept = fields.real(at: layout.intercept, width: layout.realWidth)
    guard slope == 0 || !slope.isFinite || intercept.isFinite else {
      throw NIfTIError(
        .badHeader, path: path,
        "the intensity scaling is \(slope) * stored + \(intercept), which is not a number")
    }
    return NIfTIScaling(slope: slope, intercept: intercept)
  }

  private static func orientation(
    _ fields: HeaderBytes, _ layout: HeaderLayout
  ) -> NIfTIOrientation {
    let width = layout.realWidth
    func reals(_ offset: Int, _ count: Int) -> [Double] {
      (0..<count).map { fields.real(at: offset + $0 * width, width: width) }
    }
    let q = reals(layout.quaternion, 3)
    let o = reals(layout.quaternionOffset, 3)
    let rows = reals(layout.rows, 12)
    let codeWidth = layout.formCodeWidth
    return NIfTIOrientation(
      pixdim: reals(layout.pixdim, 8),
      qformCode: fields.integer(at: layout.formCodes, width: codeWidth),
      sformCode: fields.integer(at: layout.formCodes + codeWidth, width: codeWidth),
      quaternion: SIMD3(q[0], q[1], q[2]), quaternionOffset: SIMD3(o[0], o[1], o[2]),
      rows: (0..<3).map {
        SIMD4(rows[$0 * 4], rows[$0 * 4 + 1], rows[$0 * 4 + 2], rows[$0 * 4 + 3])
      }
    )
  }
}

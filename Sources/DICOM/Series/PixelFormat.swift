/// How grey values are stored.
struct PixelFormat: Hashable, Sendable {
  let columns: Int
  let rows: Int
  let bitsAllocated: Int
  let bitsStored: Int
  let highBit: Int
  let isSigned: Bool

  var bytesPerFrame: Int { columns * rows * bitsAllocated / 8 }

  /// Reads and checks the image's pixel module.
  ///
  /// - Throws: ``DICOMError``: colour, or a format other than 8 or 16 bits of grey.
  init(_ item: DICOMItem) throws(DICOMError) {
    let path = item.file.path
    let samples = item.integer(.samplesPerPixel) ?? 1
    let photometric = item.text(.photometricInterpretation) ?? "MONOCHROME2"
    guard samples == 1, photometric.hasPrefix("MONOCHROME") else {
      throw DICOMError(
        .colour, path: path,
        "expected one grey value per pixel, found \(samples) samples of \(photometric)")
    }
    columns = try item.requiredInteger(.columns, "Columns", in: 1...65535)
    rows = try item.requiredInteger(.rows, "Rows", in: 1...65535)
    bitsAllocated = try item.requiredInteger(.bitsAllocated, "Bits Allocated", in: 8...16)
    guard bitsAllocated % 8 == 0 else {
      throw DICOMError(
        .badHeader, path: path, "expected 8 or 16 Bits Allocated, found \(bitsAllocated)")
    }
    bitsStored = try item.requiredInteger(.bitsStored, "Bits Stored", in: 1...bitsAllocated)
    highBit = item.integer(.highBit) ?? bitsStored - 1
    guard highBit >= bitsStored - 1, highBit < bitsAllocated else {
      throw DICOMError(
        .badHeader, path: path,
        "expected a High Bit from \(bitsStored - 1) to \(bitsAllocated - 1), found \(highBit)")
    }
    isSigned = item.integer(.pixelRepresentation) == 1
  }
}

extension PixelFormat {
  /// Appends one frame's intensities: stored value * slope + intercept.
  ///
  /// - Parameter bytes: the stored values of the frame, little-endian.
  func append(
    _ bytes: ArraySlice<UInt8>, slope: Double, intercept: Double, to voxels: inout [Float]
  ) {
    let shift = highBit + 1 - bitsStored
    let mask = (1 << bitsStored) - 1
    let sign = isSigned ? 1 << (bitsStored - 1) : 0
    let count = columns * rows
    bytes.withUnsafeBufferPointer { bytes in
      for n in 0..<count {
        let raw =
          bitsAllocated == 8 ? Int(bytes[n]) : Int(bytes[2 * n]) | Int(bytes[2 * n + 1]) << 8
        // Bits above the high bit may hold overlays, so they are cut off before the sign counts.
        let value = ((raw >> shift & mask) ^ sign) - sign
        voxels.append(Float(Double(value) * slope + intercept))
      }
    }
  }
}

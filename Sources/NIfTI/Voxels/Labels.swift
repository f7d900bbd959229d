/// Stored voxels as labels: scaled, then rounded to the nearest whole number.
///
/// Never truncated: scaled label images decode 1 as 0.9999999998, which a cast would turn into
/// background.
struct LabelReading: StoredVisitor {
  struct Output {
    var voxels: [UInt8]
    /// The first voxel that is no label, with its value.
    var refused: (offset: Int, value: Double)?
  }

  /// How far from a whole number a label may lie.
  static let tolerance = 0.01

  let count: Int
  let isBigEndian: Bool
  let scaling: NIfTIScaling?

  func read<Stored: StoredScalar>(
    _ type: Stored.Type, _ source: UnsafeRawBufferPointer
  ) -> Output {
    var output = Output(voxels: [])
    guard let base = source.baseAddress else { return output }
    let count = count
    let swap = isBigEndian == (1.bigEndian != 1)
    let slope = scaling?.slope ?? 1
    let intercept = scaling?.intercept ?? 0
    var refused: (Int, Double)?
    output.voxels = [UInt8](unsafeUninitializedCapacity: count) { out, initialised in
      for n in 0..<count {
        let value = load(type, base, n, swap: swap).double * slope + intercept
        let label = value.rounded()
        // Written so that NaN fails it.
        guard abs(value - label) <= Self.tolerance, label >= 0, label <= 255 else {
          refused = (n, value)
          return
        }
        out[n] = UInt8(label)
        initialised = n + 1
      }
    }
    output.refused = refused
    return output
  }
}

/// Stored voxels as `Float` intensities, with the scaling applied in double precision.
struct IntensityReading: StoredVisitor {
  struct Output {
    var voxels: [Float]
    var nanCount = 0
    var infinityCount = 0
  }

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
    output.voxels = [Float](unsafeUninitializedCapacity: count) { out, initialised in
      // Four plain loops, so that each is vectorised on its own.
      switch (scaling, swap) {
      case (nil, false):
        for n in 0..<count { out[n] = load(type, base, n, swap: false).float }
      case (nil, true):
        for n in 0..<count { out[n] = load(type, base, n, swap: true).float }
      case (let scaling?, false):
        let (slope, intercept) = (scaling.slope, scaling.intercept)
        for n in 0..<count {
          out[n] = Float(load(type, base, n, swap: false).double * slope + intercept)
        }
      case (let scaling?, true):
        let (slope, intercept) = (scaling.slope, scaling.intercept)
        for n in 0..<count {
          out[n] = Float(load(type, base, n, swap: true).double * slope + intercept)
        }
      }
      initialised = count
    }
    guard scaling != nil || type.mayBeNonFinite else { return output }
    output.voxels.withUnsafeBufferPointer { voxels in
      var (nans, infinities) = (0, 0)
      for value in voxels {
        nans &+= value != value ? 1 : 0
        infinities &+= abs(value) == .infinity ? 1 : 0
      }
      (output.nanCount, output.infinityCount) = (nans, infinities)
    }
    return output
  }
}

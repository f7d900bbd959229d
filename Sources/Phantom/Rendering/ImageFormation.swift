import Imaging

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Everything between the magnetisation and what a scanner stores, fixed for one scan.
///
/// In this order for each slice: slice profile, fat's displacement and phase, receive field, ghosts of
/// motion, noise of each channel, point spread, magnitude, rounding. All but the last two are linear.
struct ImageFormation {
  var profile = SliceProfile(overlap: 0)
  var fat = FatShift(voxels: 0, axis: 1, phase: 0)
  var field: ReceiveField
  var ghost = MotionGhost(amplitude: 0, distance: 0, phase: 0)
  /// The phase-encoded axis, 0 or 1.
  var phaseAxis = 0
  var spread = PointSpread(interpolation: 1, apodisation: 0)
  /// The standard deviation of one channel's noise in the image.
  var deviation: Float
  var channels = 1
  var seed: UInt64

  /// The image, slice after slice; whole numbers from 0 to 32767.
  ///
  /// Every slice has a generator of its own, so the number of workers changes nothing.
  func image(_ source: Magnetisation, workers: Int? = nil) -> [Float] {
    let slice = source.size.x * source.size.y
    var result = [Float](repeating: 0, count: source.water.count)
    source.water.withUnsafeBufferPointer { water in
      source.fat.withUnsafeBufferPointer { fat in
        result.withUnsafeMutableBufferPointer { out in
          guard let w = water.baseAddress, let f = fat.baseAddress, let o = out.baseAddress else {
            return
          }
          nonisolated(unsafe) let pointers = (water: w, fat: f, out: o)
          perform(source.size.z, workers: workers) { k in
            form(k, source.size, pointers.water, pointers.fat, into: pointers.out + k * slice)
          }
        }
      }
    }
    return result
  }

  private func form(
    _ k: Int, _ size: SIMD3<Int>, _ water: UnsafePointer<Float>, _ fat: UnsafePointer<Float>,
    into out: UnsafeMutablePointer<Float>
  ) {
    let (width, height) = (size.x, size.y)
    let count = width * height
    let room = spread.scratchCount(width: width, height: height)
    let memory = UnsafeMutablePointer<Float>.allocate(capacity: 2 * count + room)
    defer { memory.deallocate() }
    memory.initialize(repeating: 0, count: 2 * count + room)
    let (real, imaginary, scratch) = (memory, memory + count, memory + 2 * count)
    profile.apply(fat, k, slices: size.z, count: count, to: out)
    profile.apply(water, k, slices: size.z, count: count, to: real)
    self.fat.add(out, to: real, imaginary, width: width, height: height)
    for j in 0..<height {
      let row = field.row(j, k)
      for i in 0..<width {
        let factor = field.factor(i, row)
        real[i + width * j] *= factor
        imaginary[i + width * j] *= factor
      }
    }
    ghost.apply(real, imaginary, width: width, height: height, axis: phaseAxis, scratch: scratch)
    var generator = SplitMix64(seed: seed, keys: 0x4E4F_4953, UInt64(k))
    let noise = ComplexNoise(deviation: deviation / (spread.noiseFactor * spread.noiseFactor))
    out.update(repeating: 0, count: count)
    for channel in 0..<channels {
      if channel > 0 { memory.update(repeating: 0, count: 2 * count) }
      noise.add(real, imaginary, count: count, using: &generator)
      spread.apply(real, width: width, height: height, scratch: scratch)
      spread.apply(imaginary, width: width, height: height, scratch: scratch)
      for o in 0..<count { out[o] += real[o] * real[o] + imaginary[o] * imaginary[o] }
    }
    for o in 0..<count { out[o] = min(out[o].squareRoot().rounded(), 32767) }
  }
}

extension ImageFormation {
  /// The steps of a scan on a grid.
  init(_ acquisition: Acquisition, size: SIMD3<Int>, spacing: SIMD3<Double>, seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let strengths = acquisition.imperfections
    let axis = acquisition.phaseEncoding.axis
    let tesla = acquisition.fieldStrength
    self.init(
      field: ReceiveField(size, strength: acquisition.shading, using: &generator),
      deviation: Float(acquisition.intensity / acquisition.signalToNoise), seed: generator.next())
    profile = SliceProfile(overlap: Float(strengths.sliceOverlap))
    let shift = fatDisplacement(tesla: tesla, bandwidth: acquisition.bandwidth)
    fat = FatShift(
      voxels: Float(strengths.chemicalShift * shift), axis: acquisition.phaseEncoding.readout,
      phase: Float(strengths.chemicalShift * acquisition.sequence.fatEcho(tesla: tesla).phase))
    ghost = MotionGhost(
      amplitude: Float(strengths.motion / spacing[axis]),
      distance: Int((strengths.ghostSpacing * Double(size[axis])).rounded()),
      phase: Float.random(in: 0..<(2 * .pi), using: &generator))
    phaseAxis = axis
    spread = PointSpread(
      interpolation: acquisition.interpolation, apodisation: strengths.apodisation)
    channels = max(acquisition.coils, 1)
  }
}

/// The image of a patient on any grid.
func image(
  of patient: Patient, _ acquisition: Acquisition, on grid: VoxelGrid, seed: UInt64,
  workers: Int? = nil
) -> [Float] {
  let axis = acquisition.phaseEncoding.axis
  let wrap = WrapAround(
    axis: axis, margin: Int(acquisition.imperfections.wrap * Double(grid.size[axis])))
  let whole = wrap.extended(grid)
  var source = renderSignal(
    patient.anatomy, patient.deformation, on: whole, palette: Palette(patient, acquisition),
    workers: workers)
  source.water = wrap.folded(source.water, whole.size)
  source.fat = wrap.folded(source.fat, whole.size)
  source.size = grid.size
  var generator = SplitMix64(
    seed: seed, keys: 0x4649_454C, UInt64(bitPattern: Int64(patient.index)))
  let formation = ImageFormation(
    acquisition, size: grid.size, spacing: grid.spacing, seed: generator.next())
  return formation.image(source, workers: workers)
}

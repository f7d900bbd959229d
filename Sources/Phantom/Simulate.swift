public import Imaging

/// An image with its exact labels on the same grid.
public struct SimulatedScan: Sendable {
  /// The intensities: whole numbers of a scanner's scale, from 0.
  public let image: Volume
  /// 0 elsewhere, 1 tumour outside the canal, 2 tumour inside it, 3 cochleas.
  public let labels: LabelMap
}

/// Takes an image of a patient.
///
/// The stack is centred on the patient's inner ears, as a technician would place it. The seed fixes
/// noise and shading only; the same arguments give the same image on any number of workers.
///
/// - Complexity: about a microsecond per voxel and core, less in air.
public func simulate(
  _ patient: Patient, _ acquisition: Acquisition, seed: UInt64
) -> SimulatedScan {
  simulate(
    patient, acquisition, on: acquisition.grid(around: patient.innerEarMidpoint), seed: seed)
}

/// The same on any grid, such as a small one around an ear.
func simulate(
  _ patient: Patient, _ acquisition: Acquisition, on grid: VoxelGrid, seed: UInt64
) -> SimulatedScan {
  let signals = signalTable(patient, acquisition)
  let clean = renderSignal(patient.anatomy, patient.deformation, on: grid, signals: signals)
  var generator = SplitMix64(
    seed: seed, keys: 0x4649_454C, UInt64(bitPattern: Int64(patient.index)))
  let field = ReceiveField(grid.size, strength: acquisition.shading, using: &generator)
  let image = formImage(
    clean, grid.size, field: field, interpolation: acquisition.interpolation,
    deviation: Float(acquisition.intensity / acquisition.signalToNoise), seed: generator.next())
  return SimulatedScan(
    image: Volume(grid: grid, voxels: image), labels: labels(of: patient, on: grid))
}

/// The exact labels of a patient on any grid: 1 extra-meatal, 2 intra-meatal, 3 cochlea.
public func labels(of patient: Patient, on grid: VoxelGrid) -> LabelMap {
  LabelMap(
    grid: grid,
    voxels: renderLabels(patient.anatomy, patient.deformation, patient.meatalPlane, on: grid))
}

/// The intensity of each tissue of the patient, by raw value of ``Tissue``.
///
/// The scale puts typical white matter at the acquisition's intensity.
func signalTable(_ patient: Patient, _ acquisition: Acquisition) -> [Float] {
  let agent = acquisition.contrast == .ceT1
  let tesla = acquisition.fieldStrength
  let reference = acquisition.sequence.signal(
    .whiteMatter, Tissue.whiteMatter.relaxation(tesla: tesla), agent: agent)
  let scale = acquisition.intensity / max(reference, 1e-9)
  return Tissue.allCases.map { tissue in
    let relaxation = patient.tissues.relaxation(tissue, tesla: tesla)
    return Float(scale * acquisition.sequence.signal(tissue, relaxation, agent: agent))
  }
}

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
  let image = image(of: patient, acquisition, on: grid, seed: seed)
  return SimulatedScan(
    image: Volume(grid: grid, voxels: image), labels: labels(of: patient, on: grid))
}

/// The exact labels of a patient on any grid: 1 extra-meatal, 2 intra-meatal, 3 cochlea.
public func labels(of patient: Patient, on grid: VoxelGrid) -> LabelMap {
  LabelMap(
    grid: grid,
    voxels: renderLabels(patient.anatomy, patient.deformation, patient.meatalPlane, on: grid))
}

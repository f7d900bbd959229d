import Clinical
import Imaging
import Phantom

/// A fault that is planted in a clean simulated case, and the flags of which one must be raised.
enum PlantedFault: String, CaseIterable, Encodable {
  case cutField = "field of view cut at the midline"
  case wrongContrast = "contrast-enhanced T1 instead of T2"
  case frontBack = "header mirrored front to back"
  case leftRight = "header mirrored left to right, side stated"
  case thickSlices = "slices 5 mm or more apart"
  case missingSlices = "8 mm of slices lost in the stack"
  case noise = "five times the noise"
  case motion = "motion of 1.5 mm"
  case lostCochlea = "one cochlea not segmented"
  case tinyTumour = "a tumour of a few voxels"
  case misplacedTumour = "the tumour's mask 40 mm too far forward"
  case disagreement = "a second mask moved by its own radius"

  /// The kinds of flag that count as finding it.
  var kinds: Set<QualityFlag.Kind> {
    switch self {
    case .cutField: [.fieldOfView, .cochleas]
    case .wrongContrast: [.contrast]
    case .frontBack: [.orientation]
    case .leftRight: [.side]
    case .thickSlices: [.thickSlices]
    case .missingSlices: [.missingSlices]
    case .noise: [.noise]
    case .motion: [.motion]
    case .lostCochlea: [.cochleas]
    case .tinyTumour: [.volume]
    case .misplacedTumour: [.position, .orientation]
    case .disagreement: [.disagreement]
    }
  }
}

/// A clean simulated case that faults can be planted in.
struct CleanCase {
  let patient: Patient
  let acquisition: Acquisition
  let scan: SimulatedScan
  let seed: UInt64

  /// A T2 scan of a patient, with exact masks.
  init(site: String, seed: UInt64, index: Int, coarsening: Double) throws {
    patient = Patient(seed: seed, index: index)
    acquisition = try Acquisition.preset(
      site: site, contrast: .T2, seed: seed, index: index
    ).scaled(inPlane: coarsening)
    scan = simulate(patient, acquisition, seed: seed)
    self.seed = seed
  }

  /// What is checked of a scan and its labels.
  private func input(_ image: Volume, _ labels: LabelMap) throws -> QualityInput {
    var input = try QualityInput(
      image: image, tumour: labels.mask(of: [1, 2]), cochleas: labels.mask(of: [3]))
    input.isStatedRightSided = patient.isRightSided
    return input
  }

  /// The case without a fault.
  func input() throws -> QualityInput { try input(scan.image, scan.labels) }

  /// The case with one fault.
  func input(with fault: PlantedFault) throws -> QualityInput {
    switch fault {
    case .cutField: return try cut()
    case .wrongContrast:
      var other = try Acquisition.preset(
        site: acquisition.site, contrast: .ceT1, seed: seed, index: patient.index)
      // On the T2 scan's stack, so that nothing but the contrast tells.
      (other.spacing, other.matrix, other.axes) = (
        acquisition.spacing, acquisition.matrix, acquisition.axes
      )
      (other.offset, other.angulation) = (acquisition.offset, acquisition.angulation)
      return try input(simulate(patient, other, seed: seed).image, scan.labels)
    case .frontBack: return try mirrored(axis: 1)
    case .leftRight: return try mirrored(axis: 0)
    case .thickSlices:
      let spacing = scan.image.grid.spacing.z
      let step = Int((5 / spacing).rounded(.up))
      return try keepingSlices {
        $0 % step == 0
      } spacing: {
        $0 * Double(step)
      }
    case .missingSlices:
      let count = scan.image.grid.size.z
      let lost = max(Int((8 / scan.image.grid.spacing.z).rounded()), 2)
      let first = count / 2 - lost / 2
      return try keepingSlices {
        !(first..<(first + lost)).contains($0)
      } spacing: {
        $0
      }
    case .noise:
      var noisy = acquisition
      noisy.signalToNoise /= 5
      return try input(simulate(patient, noisy, seed: seed).image, scan.labels)
    case .motion:
      var moving = acquisition
      moving.imperfections.motion = 1.5
      return try input(simulate(patient, moving, seed: seed).image, scan.labels)
    case .lostCochlea:
      var result = try input()
      result.cochleas = scan.labels.mask(of: [3]).largestComponent()
      return result
    case .tinyTumour:
      var result = try input()
      // Below the smallest plausible volume, whatever the voxels.
      var left = max(Int(15 / scan.labels.grid.voxelVolume), 1)
      for n in scan.labels.voxels.indices where result.tumour?.voxels[n] == true {
        if left == 0 { result.tumour?.voxels[n] = false }
        left = max(left - 1, 0)
      }
      return result
    case .misplacedTumour:
      var result = try input()
      result.tumour = result.tumour?.moved(by: SIMD3(0, 40, 0))
      return result
    case .disagreement:
      var result = try input()
      let radius = cubeRoot((result.tumour?.volume ?? 0) * 0.75 / .pi)
      result.secondTumour = result.tumour?.moved(by: SIMD3(0, radius, 0))
      return result
    }
  }

  /// Everything beyond the midline on the healthy side is cut off.
  private func cut() throws -> QualityInput {
    let grid = scan.image.grid
    guard let inverse = grid.affine.inverse else { return try input() }
    let axis = Orientation(of: grid.affine).worldAxes[0] == 0 ? 0 : 1
    let middle = Int(inverse(patient.innerEarMidpoint)[axis].rounded())
    let runsRight = grid.affine[column: axis].x > 0
    var box = BoundingBox(lower: .zero, upper: grid.size)
    if patient.isRightSided == runsRight {
      box.lower[axis] = middle
    } else {
      box.upper[axis] = middle
    }
    return try input(
      scan.image.cropped(to: box, padding: 0), scan.labels.cropped(to: box, padding: 0))
  }

  /// The same voxels under a header whose world axis has the other sign.
  private func mirrored(axis: Int) throws -> QualityInput {
    var affine = scan.image.grid.affine
    for column in 0..<3 { affine[column: column][axis] *= -1 }
    affine.translation[axis] *= -1
    let grid = VoxelGrid(size: scan.image.grid.size, affine: affine)
    return try input(
      Volume(grid: grid, voxels: scan.image.voxels),
      LabelMap(grid: grid, voxels: scan.labels.voxels))
  }

  /// The slices for which `isKept` holds, as a stack without gaps.
  private func keepingSlices(
    _ isKept: (Int) -> Bool, spacing change: (Double) -> Double
  ) throws -> QualityInput {
    let old = scan.image.grid
    let kept = (0..<old.size.z).filter(isKept)
    var affine = old.affine
    affine.z *= change(old.spacing.z) / old.spacing.z
    let grid = VoxelGrid(size: SIMD3(old.size.x, old.size.y, kept.count), affine: affine)
    let area = old.size.x * old.size.y
    func stacked<T>(_ voxels: [T]) -> [T] {
      kept.flatMap { voxels[($0 * area)..<(($0 + 1) * area)] }
    }
    return try input(
      Volume(grid: grid, voxels: stacked(scan.image.voxels)),
      LabelMap(grid: grid, voxels: stacked(scan.labels.voxels)))
  }
}

extension Mask {
  /// The mask moved by whole voxels nearest to a step of the world in mm; what leaves the grid is lost.
  func moved(by world: SIMD3<Double>) -> Mask {
    guard let inverse = grid.affine.inverse else { return self }
    let step = SIMD3<Int>((inverse(world) - inverse(.zero)).rounded(.toNearestOrEven))
    var result = Mask(grid: grid, filledWith: false)
    for n in voxels.indices where voxels[n] {
      let p = grid.index(at: n) &+ step
      if grid.contains(p.x, p.y, p.z) { result.voxels[grid.offset(p.x, p.y, p.z)] = true }
    }
    return result
  }
}

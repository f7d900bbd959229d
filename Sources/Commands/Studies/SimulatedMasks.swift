import Clinical
import Imaging
import Phantom

/// Label maps of simulated patients without any image, for studies that need only masks.
struct SimulatedMasks {
  /// Where cases come from, in turn: the three sites and two that nobody trains on.
  static let sites = Acquisition.sites + Acquisition.unseenSites

  let patient: Patient
  let site: String
  let labels: LabelMap
  let neighbours: LabelMap

  /// The masks of a patient on the T2 grid of the site whose turn it is.
  ///
  /// - Parameter coarsening: in-plane voxels are so many times as long; it saves time.
  init(seed: UInt64, index: Int, options: PatientOptions, coarsening: Double) throws {
    patient = Patient(seed: seed, index: index, options: options)
    site = Self.sites[index % Self.sites.count]
    let acquisition = try Acquisition.preset(
      site: site, contrast: .T2, seed: seed, index: index
    ).scaled(inPlane: coarsening)
    let whole = acquisition.grid(around: patient.innerEarMidpoint)
    // Nothing that is measured lies farther than this from the point between the ears.
    let grid = whole.part(around: patient.innerEarMidpoint, reach: 62)
    labels = Phantom.labels(of: patient, on: grid)
    neighbours = neighbouringStructures(of: patient, on: grid)
  }

  /// The exact masks.
  func masks() throws -> KoosMasks {
    try KoosMasks(
      extraMeatal: labels.mask(of: [1]), intraMeatal: labels.mask(of: [2]),
      cochleas: labels.mask(of: [3]),
      brainstem: neighbours.mask(of: [NeighbouringStructure.brainstem.rawValue]),
      cerebellum: neighbours.mask(of: [NeighbouringStructure.cerebellum.rawValue]))
  }

  /// The masks as a network with errors might draw them: every surface moved by a smooth random
  /// amount, the tumour's, its parts' border, the brainstem's and the cerebellum's each for itself.
  func degradedMasks(deviation: Double) throws -> KoosMasks {
    var generator = SplitMix64(
      seed: patient.seed, keys: 0x4B4F_4F53, UInt64(bitPattern: Int64(patient.index)))
    let exact = try masks()
    func moved(_ mask: Mask) -> Mask {
      mask.withSurfaceMoved(deviation: deviation, using: &generator)
    }
    let tumour = moved(labels.mask(of: [1, 2]))
    let inner = moved(exact.intraMeatal)
    let brainstem = moved(neighbours.mask(of: [NeighbouringStructure.brainstem.rawValue]))
    let cerebellum = moved(neighbours.mask(of: [NeighbouringStructure.cerebellum.rawValue]))
    // Labels of a map exclude each other, the tumour first.
    func joined(_ rule: (Int) -> Bool) -> Mask {
      Mask(grid: tumour.grid, voxels: tumour.voxels.indices.map(rule))
    }
    return try KoosMasks(
      extraMeatal: joined { tumour.voxels[$0] && !inner.voxels[$0] },
      intraMeatal: joined { tumour.voxels[$0] && inner.voxels[$0] }, cochleas: exact.cochleas,
      brainstem: joined { brainstem.voxels[$0] && !tumour.voxels[$0] },
      cerebellum: joined {
        cerebellum.voxels[$0] && !tumour.voxels[$0] && !brainstem.voxels[$0]
      })
  }
}

extension VoxelGrid {
  /// The part of the grid within so many mm of a position, along each axis.
  func part(around world: SIMD3<Double>, reach: Double) -> VoxelGrid {
    guard let inverse = affine.inverse else { return self }
    let centre = inverse(world)
    let half = SIMD3(repeating: reach) / spacing
    let box = BoundingBox(
      lower: SIMD3<Int>((centre - half).rounded(.down)),
      upper: SIMD3<Int>((centre + half).rounded(.up)) &+ 1
    ).clipped(to: size)
    return box.size.min() > 0 ? cropped(to: box) : self
  }
}

extension Mask {
  /// The mask with its surface moved by a smooth random field: out where it is negative, in where it
  /// is positive.
  ///
  /// - Parameters:
  ///   - deviation: the field's standard deviation in mm.
  ///   - length: the standard deviation in mm of the Gaussian that makes it smooth.
  func withSurfaceMoved(
    deviation: Double, length: Double = 3, using generator: inout SplitMix64
  ) -> Mask {
    guard deviation > 0, let box = boundingBox() else { return self }
    let reach = SIMD3<Int>(((3 * deviation + 1) / grid.spacing).rounded(.up))
    let area = box.widened(by: reach).clipped(to: grid.size)
    let part = cropped(to: area, padding: false)
    let outside = part.distanceTransform()
    let inside = Mask(grid: part.grid, voxels: part.voxels.map { !$0 }).distanceTransform()
    // The field is smooth, so a coarse lattice holds it.
    let coarse = part.grid.resampled(spacing: SIMD3(repeating: length / 2))
    let noise = Volume(
      grid: coarse, voxels: (0..<coarse.count).map { _ in Float(generator.nextNormal()) }
    ).smoothed(sigma: SIMD3(repeating: length))
    let power = noise.voxels.reduce(0.0) { $0 + Double($1 * $1) } / Double(coarse.count)
    let scale = Float(deviation / max(power, 1e-12).squareRoot())
    let field = noise.resampled(to: part.grid)
    let half = Float(part.grid.spacing.min() / 2)
    var result = Mask(grid: grid, filledWith: false)
    for n in part.voxels.indices {
      // The surface runs half a voxel before the nearest centre of the other kind.
      let distance = part.voxels[n] ? half - min(inside.voxels[n], 1000) : outside.voxels[n] - half
      guard distance + scale * field.voxels[n] < 0 else { continue }
      let p = part.grid.index(at: n) &+ area.lower
      result.voxels[grid.offset(p.x, p.y, p.z)] = true
    }
    return result
  }
}

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

  /// The masks of a patient on the T2 grid of a site.
  ///
  /// - Parameter coarsening: in-plane voxels are so many times as long; it saves time.
  init(of patient: Patient, site: String, coarsening: Double) throws {
    self.patient = patient
    self.site = site
    let acquisition = try Acquisition.preset(
      site: site, contrast: .T2, seed: patient.seed, index: patient.index
    ).scaled(inPlane: coarsening)
    let whole = acquisition.grid(around: patient.innerEarMidpoint)
    // Nothing that is measured lies farther than this from the point between the ears.
    let grid = whole.cropped(
      to: whole.box(around: patient.innerEarMidpoint, reach: SIMD3(repeating: 62)))
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
  ///
  /// What the moved surface adds to the tumour belongs to the part that is nearest, so a tumour wholly
  /// inside the canal stays inside.
  func degradedMasks(deviation: Double) throws -> KoosMasks {
    var generator = SplitMix64(
      seed: patient.seed, keys: 0x4B4F_4F53, UInt64(bitPattern: Int64(patient.index)))
    let exact = try masks()
    func moved(_ mask: Mask) -> Mask {
      mask.withSurfaceMoved(deviation: deviation, using: &generator)
    }
    let tumour = moved(labels.mask(of: [1, 2]))
    let isInside = exact.intraMeatal.isNearer(
      than: exact.extraMeatal, within: tumour, deviation: deviation, using: &generator)
    let brainstem = moved(neighbours.mask(of: [NeighbouringStructure.brainstem.rawValue]))
    let cerebellum = moved(neighbours.mask(of: [NeighbouringStructure.cerebellum.rawValue]))
    // Labels of a map exclude each other, the tumour first.
    func joined(_ rule: (Int) -> Bool) -> Mask {
      Mask(grid: tumour.grid, voxels: tumour.voxels.indices.map(rule))
    }
    return try KoosMasks(
      extraMeatal: joined { tumour.voxels[$0] && !isInside.voxels[$0] },
      intraMeatal: isInside, cochleas: exact.cochleas,
      brainstem: joined { brainstem.voxels[$0] && !tumour.voxels[$0] },
      cerebellum: joined {
        cerebellum.voxels[$0] && !tumour.voxels[$0] && !brainstem.voxels[$0]
      })
  }
}

extension VoxelGrid {
  /// The voxels within a reach in mm, along each of the grid's axes as they lie in the world, of a
  /// position; all of them where the affine is singular.
  func box(around world: SIMD3<Double>, reach: SIMD3<Double>) -> BoundingBox {
    let axes = Orientation(of: affine).worldAxes
    guard let centre = affine.inverse?(world) else { return BoundingBox(lower: .zero, upper: size) }
    var half = reach / spacing
    for axis in 0..<3 { half[axis] = reach[axes[axis]] / spacing[axis] }
    return BoundingBox(
      lower: SIMD3<Int>((centre - half).rounded(.down)),
      upper: SIMD3<Int>((centre + half).rounded(.up)) &+ 1
    ).clipped(to: size)
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
    let field = part.grid.smoothField(deviation: deviation, length: length, using: &generator)
    let half = Float(part.grid.spacing.min() / 2)
    var result = Mask(grid: grid, filledWith: false)
    for n in part.voxels.indices {
      // The surface runs half a voxel before the nearest centre of the other kind.
      let distance = part.voxels[n] ? half - min(inside.voxels[n], 1000) : outside.voxels[n] - half
      guard distance + field.voxels[n] < 0 else { continue }
      let p = part.grid.index(at: n) &+ area.lower
      result.voxels[grid.offset(p.x, p.y, p.z)] = true
    }
    return result
  }

  /// The voxels of `region` that lie nearer to this mask than to the other one, with the border between
  /// both moved by a smooth random field.
  fileprivate func isNearer(
    than other: Mask, within region: Mask, deviation: Double, using generator: inout SplitMix64
  ) -> Mask {
    var result = Mask(grid: grid, filledWith: false)
    guard let area = region.boundingBox() else { return result }
    let (own, others) = (
      cropped(to: area, padding: false).distanceTransform(),
      other.cropped(to: area, padding: false).distanceTransform()
    )
    let field = own.grid.smoothField(deviation: deviation, length: 3, using: &generator)
    for n in own.voxels.indices where own.voxels[n] < .infinity {
      // Half a voxel on either side of the border this is plus or minus half a voxel.
      guard (own.voxels[n] - others.voxels[n]) / 2 + field.voxels[n] < 0 else { continue }
      let p = own.grid.index(at: n) &+ area.lower
      let place = grid.offset(p.x, p.y, p.z)
      result.voxels[place] = region.voxels[place]
    }
    return result
  }
}

extension VoxelGrid {
  /// A random field that is alike over `length` mm and has the standard deviation `deviation`.
  fileprivate func smoothField(
    deviation: Double, length: Double, using generator: inout SplitMix64
  ) -> Volume {
    // The field is smooth, so a coarse lattice holds it.
    let coarse = resampled(spacing: SIMD3(repeating: length / 2))
    var noise = Volume(
      grid: coarse, voxels: (0..<coarse.count).map { _ in Float(generator.nextNormal()) }
    ).smoothed(sigma: SIMD3(repeating: length))
    let power = noise.voxels.reduce(0.0) { $0 + Double($1 * $1) } / Double(coarse.count)
    let scale = Float(deviation / max(power, 1e-12).squareRoot())
    for n in noise.voxels.indices { noise.voxels[n] *= scale }
    return noise.resampled(to: self)
  }
}

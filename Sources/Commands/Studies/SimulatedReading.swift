import Clinical
import Foundation
import Imaging
import Phantom

/// A simulated tumour as it is, and as readers and models would outline it on one site's scans.
struct SimulatedReading {
  /// The labels of the scan, as exact as its voxels allow.
  let exact: LabelMap
  /// The labels of a reader, whose border and meatal plane are a little off.
  let read: LabelMap
  /// A model's probability of the tumour on the same grid, unsure over about a millimetre.
  let probability: Volume
  /// The share of each voxel that the tumour fills: the exact partial volume.
  let coverage: Volume
  /// The true labels on voxels of about a quarter of a millimetre, aligned with the scan's.
  let fine: LabelMap
  /// The true meatal plane.
  let plane: Phantom.MeatalPlane

  /// Takes the labels of one patient on one site's T2 grid.
  ///
  /// - Parameters:
  ///   - error: how far the reader's outline is off.
  ///   - seed: fixes the reader's errors.
  /// - Returns: `nil` for a tumour outside of the scan.
  init?(
    of patient: Patient, _ acquisition: Acquisition, error: SimulatedReadingError, seed: UInt64
  ) {
    let whole = acquisition.grid(around: patient.innerEarMidpoint)
    let scan = whole.cropped(to: whole.box(around: patient.innerEarMidpoint, reach: [58, 50, 42]))
    let exact = labels(of: patient, on: scan)
    plane = patient.meatalPlane
    guard let ear = exact.ear(isRight: patient.isRightSided, of: patient.innerEarMidpoint) else {
      return nil
    }
    let box = ear.widened(by: SIMD3<Int>((4 / scan.spacing).rounded(.up)))
    let near = scan.cropped(to: box)
    let factor = SIMD3<Int>((near.spacing / 0.26).rounded(.up))
    fine = labels(of: patient, on: near.divided(by: factor))
    var random = SplitMix64(seed: seed, keys: UInt64(bitPattern: Int64(patient.index)), 0x5245_4144)
    let reading = error.reading(of: fine, plane, using: &random)
    let shares = reading.probability.blockMeans(factor, on: near)
    let inside = reading.isIntraMeatal.blockMeans(factor, on: near)
    var read = exact.cropped(to: box, padding: 0)
    for o in read.voxels.indices {
      let isTumour = shares.voxels[o] >= 0.5
      if isTumour { read.voxels[o] = inside.voxels[o] >= 0.5 ? 2 : 1 }
      if !isTumour, read.voxels[o] != 3 { read.voxels[o] = 0 }
    }
    self.exact = exact
    // Back on the whole grid, so that the other ear's cochlea tells the side.
    self.read = read.placed(in: exact)
    probability = shares.placed(in: Volume(grid: scan, filledWith: 0))
    let filled = Volume(grid: fine.grid, voxels: fine.voxels.map { $0 == 1 || $0 == 2 ? 1 : 0 })
    coverage = filled.blockMeans(factor, on: near).placed(in: Volume(grid: scan, filledWith: 0))
  }
}

/// How far a reader's outline of a tumour is off.
///
/// Two such readers of a simulated tumour differ by about the published limits of agreement, which
/// ``ObserverAgreement`` cites; the errors of the meatal plane are assumed.
struct SimulatedReadingError: Codable {
  /// The standard deviation in mm of the border's place from one spot to another.
  var border = 0.4
  /// The standard deviation in mm of the whole border, outwards or inwards, from case to case.
  var shift = 0.15
  /// The distance in mm over which the border's error is alike.
  var correlation = 2.5
  /// The standard deviation in mm of the meatal plane's place.
  var planeShift = 0.5
  /// The standard deviation in degrees of the meatal plane's tilt about each of two axes.
  var planeTilt = 5.0
  /// The distance in mm over which a model's probability falls from 3/4 to 1/4.
  var softness = 0.8

  /// A reading on fine voxels: the probability of the tumour, and 1 where it is inside the canal.
  func reading(
    of truth: LabelMap, _ plane: Phantom.MeatalPlane, using random: inout SplitMix64
  ) -> (probability: Volume, isIntraMeatal: Volume) {
    let tumour = truth.mask(of: [1, 2])
    let outside = tumour.distanceTransform()
    let inside = Mask(grid: tumour.grid, voxels: tumour.voxels.map { !$0 }).distanceTransform()
    let wobble = smoothNoise(on: truth.grid, using: &random)
    let offset = Float(shift * random.nextNormal())
    // The probability at a distance d is a logistic curve that has 3/4 and 1/4 at the quartiles.
    let scale = Float(softness / (2 * log(3)))
    var probability = outside
    for o in probability.voxels.indices {
      let distance = outside.voxels[o] - inside.voxels[o]
      let error = offset + Float(border) * wobble.voxels[o]
      probability.voxels[o] = 1 / (1 + exp((distance - error) / scale))
    }
    let tilted = tilted(plane, using: &random)
    var part = probability
    for o in part.voxels.indices {
      let place = tilted.distance(truth.grid.world(SIMD3<Double>(truth.grid.index(at: o))))
      part.voxels[o] = place + border * Double(wobble.voxels[o]) >= 0 ? 1 : 0
    }
    return (probability, part)
  }

  private func tilted(
    _ plane: Phantom.MeatalPlane, using random: inout SplitMix64
  ) -> Phantom.MeatalPlane {
    var result = plane
    result.point += plane.normal * (planeShift * random.nextNormal())
    let helper: SIMD3<Double> = abs(plane.normal.z) < 0.9 ? [0, 0, 1] : [1, 0, 0]
    let u = plane.normal.cross(helper)
    let v = plane.normal.cross(u / u.length)
    let scale = tan(planeTilt * .pi / 180)
    result.normal += scale * (random.nextNormal() * u / u.length + random.nextNormal() * v)
    result.normal /= result.normal.length
    return result
  }

  /// Noise of standard deviation 1 that is alike over ``correlation``.
  private func smoothNoise(on grid: VoxelGrid, using random: inout SplitMix64) -> Volume {
    let step = correlation / 2
    let extent = SIMD3<Double>(grid.size) * grid.spacing
    let margin = 3 * correlation
    let size = ((extent + 2 * margin) / step).rounded(.up)
    var affine = grid.affine
    for axis in 0..<3 { affine[column: axis] *= step / grid.spacing[axis] }
    let linear = Affine(x: affine.x, y: affine.y, z: affine.z)
    affine.translation = grid.centre - linear((size - 1) / 2)
    let coarse = VoxelGrid(size: SIMD3<Int>(size), affine: affine)
    let noise = Volume(
      grid: coarse, voxels: (0..<coarse.count).map { _ in Float(random.nextNormal()) }
    ).smoothed(sigma: SIMD3(repeating: correlation))
    let square = noise.voxels.reduce(0.0) { $0 + Double($1 * $1) } / Double(noise.voxels.count)
    var result = noise.resampled(to: grid)
    let scale = Float(1 / max(square, 1e-12).squareRoot())
    for o in result.voxels.indices { result.voxels[o] *= scale }
    return result
  }
}

extension VoxelGrid {
  /// The same field of view with each voxel cut into `factor` along each axis.
  fileprivate func divided(by factor: SIMD3<Int>) -> VoxelGrid {
    var affine = affine
    let f = SIMD3<Double>(factor)
    for axis in 0..<3 { affine[column: axis] /= f[axis] }
    affine.translation = world((1 / f - 1) / 2)
    return VoxelGrid(size: size &* factor, affine: affine)
  }
}

extension LabelMap {
  /// The box of all labels on one side of a point; `nil` without any.
  fileprivate func ear(isRight: Bool, of middle: SIMD3<Double>) -> BoundingBox? {
    let mask = Mask(
      grid: grid,
      voxels: voxels.indices.map { o in
        voxels[o] != 0
          && (voxels[o] != 3
            || (grid.world(SIMD3<Double>(grid.index(at: o))).x > middle.x) == isRight)
      })
    return mask.boundingBox()
  }
}

extension Volume {
  /// The means over blocks of voxels, each of which is one voxel of a coarser grid.
  fileprivate func blockMeans(_ factor: SIMD3<Int>, on coarse: VoxelGrid) -> Volume {
    var sums = [Float](repeating: 0, count: coarse.count)
    for o in voxels.indices {
      let index = grid.index(at: o)
      sums[coarse.offset(index.x / factor.x, index.y / factor.y, index.z / factor.z)] += voxels[o]
    }
    let count = Float(factor.x * factor.y * factor.z)
    return Volume(grid: coarse, voxels: sums.map { $0 / count })
  }
}

extension VoxelImage {
  /// A larger image with the voxels of this one, which lies within it on the same lattice, in place.
  fileprivate func placed(in larger: Self) -> Self {
    var result = larger
    guard let toIndex = larger.grid.affine.inverse else { return result }
    let start = SIMD3<Int>(
      toIndex(grid.world(.zero)).rounded(.toNearestOrAwayFromZero))
    for o in voxels.indices {
      let index = grid.index(at: o) &+ start
      if larger.grid.contains(index.x, index.y, index.z) {
        result.voxels[larger.grid.offset(index.x, index.y, index.z)] = voxels[o]
      }
    }
    return result
  }
}

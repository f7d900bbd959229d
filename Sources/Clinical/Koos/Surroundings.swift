import Imaging

/// A tumour and one structure beside it, in a box that holds the tumour and its neighbourhood.
struct Surroundings {
  /// The distance to the tumour's surface.
  let tumour: SignedDistance
  /// The distance to the structure's surface.
  let structure: SignedDistance
  private let part: Mask
  private let tumourPart: Mask

  /// The surroundings of a tumour up to `reach` mm around its box; `nil` where the structure has no
  /// voxel there.
  init?(of mask: Mask, around tumour: Mask, _ box: BoundingBox, reach: Double) {
    let voxels = { (mm: Double) in
      SIMD3<Int>((SIMD3(repeating: mm) / mask.grid.spacing).rounded(.up))
    }
    let near = box.widened(by: voxels(reach)).clipped(to: mask.grid.size)
    guard let inner = mask.cropped(to: near, padding: false).boundingBox() else { return nil }
    // Neither mask's surroundings beyond a centimetre count.
    let both = BoundingBox(
      lower: pointwiseMin(inner.lower &+ near.lower, box.lower),
      upper: pointwiseMax(inner.upper &+ near.lower, box.upper))
    let wide = both.widened(by: voxels(10))
    let area = BoundingBox(
      lower: pointwiseMax(wide.lower, near.lower), upper: pointwiseMin(wide.upper, near.upper))
    part = mask.cropped(to: area, padding: false)
    tumourPart = tumour.cropped(to: area, padding: false)
    guard let structure = SignedDistance(part), let distance = SignedDistance(tumourPart) else {
      return nil
    }
    self.structure = structure
    self.tumour = distance
  }

  /// The smallest width in mm of the gap between both; 0 where they touch.
  var gap: Double {
    let nearest = tumourPart.surface().points.map { structure($0) }.min() ?? 0
    // From centre to centre of touching voxels is one voxel; a gap begins beyond that.
    return max(nearest - part.grid.spacing.min(), 0)
  }

  /// The area in mm2 of the structure's surface that lies within so many mm of the tumour's.
  ///
  /// Faces of voxels, divided by 1.5: the mean, over all directions of a plane, of the area of its
  /// faces over its own.
  func contact(within limit: Double) -> Double {
    let size = part.grid.size
    let spacing = part.grid.spacing
    let areas = SIMD3(spacing.y * spacing.z, spacing.x * spacing.z, spacing.x * spacing.y)
    let strides = SIMD3(1, size.x, size.x * size.y)
    var sum = 0.0
    for o in part.voxels.indices where part.voxels[o] {
      let index = part.grid.index(at: o)
      let p = part.grid.world(SIMD3<Double>(index))
      for axis in 0..<3 {
        for sign in [-1, 1] {
          let place = index[axis] + sign
          guard (0..<size[axis]).contains(place), !part.voxels[o + sign * strides[axis]] else {
            continue
          }
          let face = p + part.grid.affine[column: axis] * (Double(sign) / 2)
          if tumour(face) <= limit { sum += areas[axis] }
        }
      }
    }
    return sum / 1.5
  }

  /// Positions on the structure's surface at most so many mm above or below a position, without the
  /// outermost voxels of the grid, where the structure is cut and not bounded.
  func surfacePoints(towards centre: SIMD3<Double>, within reach: Double) -> [SIMD3<Double>] {
    let surface = part.surface()
    let last = part.grid.size &- 1
    var points: [SIMD3<Double>] = []
    for o in surface.voxels.indices where surface.voxels[o] {
      let index = part.grid.index(at: o)
      guard index.min() > 0, !any(index .== last) else { continue }
      let p = part.grid.world(SIMD3<Double>(index))
      if abs(p.z - centre.z) < reach { points.append(p) }
    }
    // A few thousand are enough; a step that divides no row spreads them.
    let step = (points.count / 3000) | 1
    return stride(from: 0, to: points.count, by: step).map { points[$0] }
  }
}

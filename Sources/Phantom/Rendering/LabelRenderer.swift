import Imaging

/// The true labels on a grid: 1 extra-meatal, 2 intra-meatal, 3 cochlea.
///
/// A voxel carries a label when the structure covers at least half of it; the tumour's two parts
/// are told apart by the side of the meatal plane that the voxel's centre is on.
func renderLabels(
  _ anatomy: Anatomy, _ deformation: Deformation, _ plane: MeatalPlane, on grid: VoxelGrid,
  workers: Int? = nil
) -> [UInt8] {
  let lattice = Lattice(grid, deformation, workers: workers)
  let samples = SubSamples(grid.spacing)
  var result = [UInt8](repeating: 0, count: grid.count)
  let labelled = anatomy.cochleas + anatomy.tumour
  let firstTumour = anatomy.cochleas.count
  withPainter(anatomy, []) { painter in
    result.withUnsafeMutableBufferPointer { buffer in
      nonisolated(unsafe) let out = buffer
      nonisolated(unsafe) let painter = painter
      perform(lattice.blocks.z, workers: workers) { bk in
        let block = lattice.block
        for bj in 0..<lattice.blocks.y {
          for bi in 0..<lattice.blocks.x {
            let cell = lattice.cell(bi, bj, bk)
            let (centre, radius) = cell.sphere
            for (number, index) in labelled.enumerated() {
              let s = painter.structures[index]
              if painter.presence(s, centre, radius, softness: samples.softness) == .absent {
                continue
              }
              let lower = SIMD3(bi, bj, bk) &* block
              let upper = (lower &+ block).clamped(lowerBound: .zero, upperBound: grid.size)
              for k in lower.z..<upper.z {
                for j in lower.y..<upper.y {
                  let cover = coverage(
                    s, painter, cell, samples, j - lower.y, k - lower.z, block)
                  let o = grid.offset(lower.x, j, k)
                  for lane in 0..<(upper.x - lower.x) where cover[lane] >= 0.5 {
                    guard number >= firstTumour else {
                      out[o + lane] = 3
                      continue
                    }
                    let p = grid.world(SIMD3(Double(lower.x + lane), Double(j), Double(k)))
                    out[o + lane] = plane.distance(p) >= 0 ? 2 : 1
                  }
                }
              }
            }
          }
        }
      }
    }
  }
  return result
}

/// The covered share of a row of eight voxels.
private func coverage(
  _ s: Structure, _ painter: Painter, _ cell: Cell, _ samples: SubSamples, _ j: Int, _ k: Int,
  _ block: SIMD3<Int>
) -> Lanes {
  let n = samples.count
  var sum = Lanes.zero
  for c in 0..<n.z {
    let w = (Float(k) + 0.5 + SubSamples.offset(c, of: n.z)) / Float(block.z)
    for b in 0..<n.y {
      let v = (Float(j) + 0.5 + SubSamples.offset(b, of: n.y)) / Float(block.y)
      for a in 0..<n.x {
        let d = painter.distance(s, cell.row(v, w, shift: SubSamples.offset(a, of: n.x)))
        sum += lanesUnit(0.5 - d * (1 / samples.softness))
      }
    }
  }
  return sum / Float(n.x * n.y * n.z)
}

/// The volumes in mm3 of world space of the tumour's two parts, counted at 0.5 mm.
func tumourVolumes(
  _ anatomy: Anatomy, _ deformation: Deformation, _ plane: MeatalPlane, _ side: Float
) -> (extra: Double, intra: Double) {
  guard let number = anatomy.tumour.first else { return (0, 0) }
  let s = anatomy.structures[number]
  var lower = SIMD3<Double>(repeating: .infinity)
  var upper = -lower
  for corner in 0..<8 {
    let p = deformation.world(
      SIMD3<Double>(
        SIMD3(
          corner & 1 == 0 ? s.lower.x : s.upper.x, corner & 2 == 0 ? s.lower.y : s.upper.y,
          corner & 4 == 0 ? s.lower.z : s.upper.z)))
    lower = pointwiseMin(lower, p)
    upper = pointwiseMax(upper, p)
  }
  let step = 0.5
  let size = ((upper - lower) / step).rounded(.up)
  let grid = VoxelGrid(
    max(Int(size.x), 1), max(Int(size.y), 1), max(Int(size.z), 1),
    spacing: SIMD3(repeating: step), origin: lower + step / 2)
  var counts = (0, 0)
  for label in renderLabels(anatomy, deformation, plane, on: grid) {
    if label == 1 { counts.0 += 1 }
    if label == 2 { counts.1 += 1 }
  }
  return (Double(counts.0) * step * step * step, Double(counts.1) * step * step * step)
}

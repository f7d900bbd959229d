public import Imaging

/// The exact labels of the structures beside a patient's tumour, on any grid.
///
/// A voxel carries the ``NeighbouringStructure/rawValue`` of the structure that fills at least half of
/// its sub-samples; where the tumour, bone, a vessel or a nerve covers it, it is 0.
///
/// - Complexity: as ``labels(of:on:)`` around the posterior fossa; nothing elsewhere.
public func neighbouringStructures(of patient: Patient, on grid: VoxelGrid) -> LabelMap {
  LabelMap(
    grid: grid, voxels: renderNeighbours(patient.anatomy, patient.deformation, on: grid))
}

func renderNeighbours(
  _ anatomy: Anatomy, _ deformation: Deformation, on grid: VoxelGrid, workers: Int? = nil
) -> [UInt8] {
  let lattice = Lattice(grid, deformation, workers: workers)
  let samples = SubSamples(grid.spacing)
  var result = [UInt8](repeating: 0, count: grid.count)
  // Only what is painted after the first neighbour can hide one.
  let first = anatomy.structures.firstIndex { $0.neighbour != nil } ?? anatomy.structures.count
  // Other outlines, such as the cochleas', are labels of their own and hide nothing.
  let candidates = (first..<anatomy.structures.count).filter {
    anatomy.structures[$0].neighbour != nil || anatomy.structures[$0].isVisible
  }
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
            let near = candidates.map { painter.structures[$0] }.filter {
              painter.presence($0, centre, radius, softness: samples.softness) != .absent
            }
            guard near.contains(where: { $0.neighbour != nil }) else { continue }
            let lower = SIMD3(bi, bj, bk) &* block
            let upper = (lower &+ block).clamped(lowerBound: .zero, upperBound: grid.size)
            for k in lower.z..<upper.z {
              for j in lower.y..<upper.y {
                let row = topmost(near, painter, cell, samples, j - lower.y, k - lower.z, block)
                let o = grid.offset(lower.x, j, k)
                for lane in 0..<(upper.x - lower.x) { out[o + lane] = row[lane] }
              }
            }
          }
        }
      }
    }
  }
  return result
}

/// The neighbour that fills at least half of each voxel of a row of eight, or 0.
private func topmost(
  _ near: [Structure], _ painter: Painter, _ cell: Cell, _ samples: SubSamples, _ j: Int, _ k: Int,
  _ block: SIMD3<Int>
) -> SIMD8<UInt8> {
  let n = samples.count
  // The sub-samples of each structure, by raw value.
  var votes = [SIMD8<Int32>](repeating: .zero, count: NeighbouringStructure.allCases.count + 1)
  for c in 0..<n.z {
    let w = (Float(k) + 0.5 + SubSamples.offset(c, of: n.z)) / Float(block.z)
    for b in 0..<n.y {
      let v = (Float(j) + 0.5 + SubSamples.offset(b, of: n.y)) / Float(block.y)
      for a in 0..<n.x {
        let p = cell.row(v, w, shift: SubSamples.offset(a, of: n.x))
        var top = SIMD8<Int32>.zero
        for s in near {
          let value = Int32(s.neighbour?.rawValue ?? 0)
          top.replace(with: value, where: painter.distance(s, p) .< s.outermost)
        }
        for value in votes.indices {
          votes[value].replace(with: votes[value] &+ 1, where: top .== Int32(value))
        }
      }
    }
  }
  let total = Int32(n.x * n.y * n.z)
  var result = SIMD8<Int32>.zero
  for value in votes.indices.dropFirst() {
    result.replace(with: Int32(value), where: 2 &* votes[value] .>= total)
  }
  return SIMD8<UInt8>(truncatingIfNeeded: result)
}

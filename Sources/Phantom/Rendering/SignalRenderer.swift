import Dispatch
import Imaging

/// The mean signal in every voxel of a grid, without noise or blur.
///
/// Space is walked in blocks. A block that lies wholly inside one tissue is filled; in the others
/// only the structures whose surface passes nearby are evaluated, at sub-samples of each voxel.
/// `signals` has one value per ``Tissue``.
func renderSignal(
  _ anatomy: Anatomy, _ deformation: Deformation, on grid: VoxelGrid, signals: [Float],
  culling: Bool = true
) -> [Float] {
  let lattice = Lattice(grid, deformation)
  let samples = SubSamples(grid.spacing)
  var result = [Float](repeating: 0, count: grid.count)
  withPainter(anatomy, signals) { painter in
    result.withUnsafeMutableBufferPointer { buffer in
      nonisolated(unsafe) let out = buffer
      nonisolated(unsafe) let painter = painter
      DispatchQueue.concurrentPerform(iterations: lattice.blocks.z) { k in
        renderSlab(k, painter, lattice, samples, grid.size, culling: culling, into: out)
      }
    }
  }
  return result
}

/// One layer of blocks.
private func renderSlab(
  _ bk: Int, _ painter: Painter, _ lattice: Lattice, _ samples: SubSamples, _ size: SIMD3<Int>,
  culling: Bool, into out: UnsafeMutableBufferPointer<Float>
) {
  var active = [Int](repeating: 0, count: painter.structures.count)
  let inverse = 1 / samples.softness
  let n = samples.count
  let weight = 1 / Float(n.x * n.y * n.z)
  let block = lattice.block
  let kEnd = min((bk + 1) * block.z, size.z)
  active.withUnsafeMutableBufferPointer { active in
    for bj in 0..<lattice.blocks.y {
      let jEnd = min((bj + 1) * block.y, size.y)
      for bi in 0..<lattice.blocks.x {
        let cell = lattice.cell(bi, bj, bk)
        let (centre, radius) = cell.sphere
        var base = painter.signals[Int(Tissue.air.rawValue)]
        var activeCount = 0
        for number in 0..<painter.structures.count {
          let s = painter.structures[number]
          let presence =
            culling
            ? painter.presence(s, centre, radius, softness: samples.softness) : .partial
          if presence == .absent { continue }
          if presence == .full {
            activeCount = 0
            if painter.isPlain(s) {
              base = painter.signals[Int(s.tissues[s.layerCount - 1])]
              continue
            }
          }
          active[activeCount] = number
          activeCount += 1
        }
        let i0 = bi * 8
        let lanes = min(8, size.x - i0)
        for k in (bk * block.z)..<kEnd {
          for j in (bj * block.y)..<jEnd {
            let o = i0 + size.x * (j + size.y * k)
            if activeCount == 0 {
              for lane in 0..<lanes { out[o + lane] = base }
              continue
            }
            var sum = Lanes.zero
            for c in 0..<n.z {
              let w =
                (Float(k - bk * block.z) + 0.5 + SubSamples.offset(c, of: n.z)) / Float(block.z)
              for b in 0..<n.y {
                let v =
                  (Float(j - bj * block.y) + 0.5 + SubSamples.offset(b, of: n.y)) / Float(block.y)
                for a in 0..<n.x {
                  let p = cell.row(v, w, shift: SubSamples.offset(a, of: n.x))
                  var value = Lanes(repeating: base)
                  for entry in 0..<activeCount {
                    painter.paint(
                      painter.structures[active[entry]], p, inverseSoftness: inverse, over: &value)
                  }
                  sum += value
                }
              }
            }
            sum *= weight
            for lane in 0..<lanes { out[o + lane] = sum[lane] }
          }
        }
      }
    }
  }
}

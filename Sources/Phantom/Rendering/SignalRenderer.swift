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

/// The structures to evaluate in a region, over a base signal.
private struct Shortlist {
  var base: Float
  var numbers: [Int32]

  /// The structures of `candidates` that a ball of template space needs.
  @inline(__always)
  mutating func fill(
    from candidates: [Int32], base start: Float, _ painter: Painter, _ centre: SIMD3<Float>,
    _ radius: Float, softness: Float, culling: Bool
  ) {
    base = start
    numbers.removeAll(keepingCapacity: true)
    for number in candidates {
      let s = painter.structures[Int(number)]
      let presence =
        culling ? painter.presence(s, centre, radius, softness: softness) : .partial
      if presence == .absent { continue }
      if presence == .full {
        numbers.removeAll(keepingCapacity: true)
        if painter.isPlain(s) {
          base = painter.signals[Int(s.tissues[s.layerCount - 1])]
          continue
        }
      }
      numbers.append(number)
    }
  }
}

/// One layer of blocks.
private func renderSlab(
  _ bk: Int, _ painter: Painter, _ lattice: Lattice, _ samples: SubSamples, _ size: SIMD3<Int>,
  culling: Bool, into out: UnsafeMutableBufferPointer<Float>
) {
  let air = painter.signals[Int(Tissue.air.rawValue)]
  let visible = painter.structures.indices.filter { painter.structures[$0].isVisible }
    .map { Int32($0) }
  var blockList = Shortlist(base: air, numbers: [])
  var rowList = Shortlist(base: air, numbers: [])
  blockList.numbers.reserveCapacity(visible.count)
  rowList.numbers.reserveCapacity(visible.count)
  let inverse = 1 / samples.softness
  let n = samples.count
  let total = n.x * n.y * n.z
  let block = lattice.block
  let kEnd = min((bk + 1) * block.z, size.z)
  for bj in 0..<lattice.blocks.y {
    let jEnd = min((bj + 1) * block.y, size.y)
    for bi in 0..<lattice.blocks.x {
      let cell = lattice.cell(bi, bj, bk)
      let (centre, radius) = cell.sphere
      blockList.fill(
        from: visible, base: air, painter, centre, radius, softness: samples.softness,
        culling: culling)
      let i0 = bi * 8
      let lanes = min(8, size.x - i0)
      for k in (bk * block.z)..<kEnd {
        let w0 = Float(k - bk * block.z) + 0.5
        for j in (bj * block.y)..<jEnd {
          let v0 = Float(j - bj * block.y) + 0.5
          let o = i0 + size.x * (j + size.y * k)
          if blockList.numbers.isEmpty {
            for lane in 0..<lanes { out[o + lane] = blockList.base }
            continue
          }
          // With many sub-samples per voxel it pays to judge each row of the block again.
          if total > 2, blockList.numbers.count > 1 {
            let (rowCentre, rowRadius) = cell.rowSphere(
              v0 / Float(block.y), w0 / Float(block.z), 0.5 / Float(block.y),
              0.5 / Float(block.z))
            rowList.fill(
              from: blockList.numbers, base: blockList.base, painter, rowCentre, rowRadius,
              softness: samples.softness, culling: culling)
          } else {
            rowList.base = blockList.base
            rowList.numbers.removeAll(keepingCapacity: true)
            rowList.numbers.append(contentsOf: blockList.numbers)
          }
          var sum = Lanes.zero
          for c in 0..<n.z {
            let w = (w0 + SubSamples.offset(c, of: n.z)) / Float(block.z)
            for b in 0..<n.y {
              let v = (v0 + SubSamples.offset(b, of: n.y)) / Float(block.y)
              for a in 0..<n.x {
                let p = cell.row(v, w, shift: SubSamples.offset(a, of: n.x))
                var value = Lanes(repeating: rowList.base)
                for number in rowList.numbers {
                  painter.paint(
                    painter.structures[Int(number)], p, inverseSoftness: inverse, over: &value)
                }
                sum += value
              }
            }
          }
          sum *= 1 / Float(total)
          for lane in 0..<lanes { out[o + lane] = sum[lane] }
        }
      }
    }
  }
}

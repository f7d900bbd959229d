import Imaging

/// The mean signal of water and of fat in every voxel of a grid, without noise or blur.
///
/// Space is walked in blocks. A block that lies wholly inside one tissue is filled; in the others
/// only the structures whose surface passes nearby are evaluated, at sub-samples of each voxel.
func renderSignal(
  _ anatomy: Anatomy, _ deformation: Deformation, on grid: VoxelGrid, palette: Palette,
  culling: Bool = true, workers: Int? = nil
) -> Magnetisation {
  let lattice = Lattice(grid, deformation, palette.offResonance, workers: workers)
  let samples = SubSamples(grid.spacing)
  var result = Magnetisation(size: grid.size)
  withPainter(anatomy, palette.signals) { painter in
    result.water.withUnsafeMutableBufferPointer { water in
      result.fat.withUnsafeMutableBufferPointer { fat in
        nonisolated(unsafe) let out = (water: water, fat: fat)
        nonisolated(unsafe) let painter = painter
        perform(lattice.blocks.z, workers: workers) { k in
          renderSlab(
            k, painter, palette.banding, lattice, samples, grid.size, culling: culling, into: out)
        }
      }
    }
  }
  return result
}

/// What the receiver could measure in each voxel of a grid, before anything goes wrong.
struct Magnetisation: Equatable {
  var size: SIMD3<Int>
  var water: [Float]
  var fat: [Float]

  /// Nothing anywhere.
  init(size: SIMD3<Int>) {
    self.size = size
    water = [Float](repeating: 0, count: size.x * size.y * size.z)
    fat = water
  }
}

/// The structures to evaluate in a region, over a base tissue.
private struct Shortlist {
  var base: UInt8
  var numbers: [Int32]

  /// The structures of `candidates` that a ball of template space needs.
  @inline(__always)
  mutating func fill(
    from candidates: [Int32], base start: UInt8, _ painter: Painter, _ centre: SIMD3<Float>,
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
          base = s.tissues[s.layerCount - 1]
          continue
        }
      }
      numbers.append(number)
    }
  }
}

/// One layer of blocks.
private func renderSlab(
  _ bk: Int, _ painter: Painter, _ banding: Banding?, _ lattice: Lattice, _ samples: SubSamples,
  _ size: SIMD3<Int>, culling: Bool,
  into out: (water: UnsafeMutableBufferPointer<Float>, fat: UnsafeMutableBufferPointer<Float>)
) {
  let air = Tissue.air.rawValue
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
          if blockList.numbers.isEmpty, blockList.base == air { continue }
          var tint = Tint.none
          if let banding {
            let hertz = lattice.hertz(
              bi, bj, bk, v0 / Float(block.y), w0 / Float(block.z))
            tint = Tint(banding, hertz: hertz)
          }
          if blockList.numbers.isEmpty {
            let ink = painter.ink(blockList.base, tint)
            for lane in 0..<lanes {
              out.water[o + lane] = ink.water[lane]
              out.fat[o + lane] = ink.fat[lane]
            }
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
          var sum = Ink.none
          let base = painter.ink(rowList.base, tint)
          for c in 0..<n.z {
            let w = (w0 + SubSamples.offset(c, of: n.z)) / Float(block.z)
            for b in 0..<n.y {
              let v = (v0 + SubSamples.offset(b, of: n.y)) / Float(block.y)
              for a in 0..<n.x {
                let p = cell.row(v, w, shift: SubSamples.offset(a, of: n.x))
                var value = base
                for number in rowList.numbers {
                  painter.paint(
                    painter.structures[Int(number)], p, tint, inverseSoftness: inverse,
                    over: &value)
                }
                sum.water += value.water
                sum.fat += value.fat
              }
            }
          }
          let share = 1 / Float(total)
          for lane in 0..<lanes {
            out.water[o + lane] = sum.water[lane] * share
            out.fat[o + lane] = sum.fat[lane] * share
          }
        }
      }
    }
  }
}

import Imaging

extension HeadImage {
  /// See ``ScanMeasures/sliceJump``.
  ///
  /// Slices are compared as means of blocks about 5 mm wide: those change evenly with the distance of
  /// slices, whereas fine structures and noise differ as much between near slices as between far ones.
  var sliceJump: Double? {
    let spacing = image.grid.spacing
    // Slices are along the one axis whose spacing is wider than the others', else head to foot.
    let order = [0, 1, 2].sorted { spacing[$0] < spacing[$1] }
    let axis = spacing[order[2]] > 1.2 * spacing[order[1]] ? order[2] : 2
    let count = size[axis]
    guard count >= 8 else { return nil }
    let blocks = slices(along: axis, blockWidth: 5)
    let changes = (0..<(count - 1)).map { n in
      zip(blocks[n], blocks[n + 1]).reduce(0) { $0 + abs($1.0 - $1.1) }
    }
    return changes.indices.dropFirst().dropLast().compactMap { n -> Double? in
      let beside = max(changes[n - 1], changes[n + 1])
      return beside > 0 ? changes[n] / beside : nil
    }.max()
  }

  /// The means of blocks of every slice, within the middle half of the image.
  private func slices(along axis: Int, blockWidth: Double) -> [[Double]] {
    let others = (0..<3).filter { $0 != axis }
    let widths = others.map { max(Int((blockWidth / image.grid.spacing[$0]).rounded()), 1) }
    // The stack's own axis stays whole; of the other two the outer quarters are left out.
    let starts = others.map { $0 == 2 ? 0 : size[$0] / 4 }
    let counts = (0..<2).map { n in max((size[others[n]] - 2 * starts[n]) / widths[n], 1) }
    let strides = SIMD3(1, size.x, size.x * size.y)
    return (0..<size[axis]).map { slice in
      var sums = [Double](repeating: 0, count: counts[0] * counts[1])
      for b in 0..<min(counts[1] * widths[1], size[others[1]] - starts[1]) {
        for a in 0..<min(counts[0] * widths[0], size[others[0]] - starts[0]) {
          let o =
            slice * strides[axis] + (starts[0] + a) * strides[others[0]]
            + (starts[1] + b) * strides[others[1]]
          sums[a / widths[0] + counts[0] * (b / widths[1])] += Double(image.voxels[o])
        }
      }
      return sums
    }
  }
}

extension IsoContours {
  /// The curves with each hole joined to the curve around it by a channel of no width.
  ///
  /// So a set of single polygons means the same to readers that fill each curve and to those that
  /// count crossings: the two sides of a channel cancel.
  ///
  /// - Source: the keyhole technique of DICOM PS3.3 C.8.8.6.3.
  public var withKeyholes: [[SIMD2<Double>]] {
    var outer = loops.filter { Self.signedArea($0) > 0 }
    var holes: [[[SIMD2<Double>]]] = Array(repeating: [], count: outer.count)
    for hole in loops where Self.signedArea(hole) <= 0 {
      // The smallest curve around it: another one may lie around both.
      let around = outer.indices.filter { Self.isInside(hole[0], outer[$0]) }
      let owner = around.min { Self.signedArea(outer[$0]) < Self.signedArea(outer[$1]) }
      if let owner { holes[owner].append(hole) }
    }
    for n in outer.indices {
      while !holes[n].isEmpty {
        let (h, from, to) = Self.shortestLink(outer[n], holes[n])
        let hole = holes[n].remove(at: h)
        // There along the channel, once around the hole, and back.
        let around = Array(hole[to...] + hole[...to])
        outer[n].insert(contentsOf: around + [outer[n][from]], at: from + 1)
      }
    }
    return outer
  }

  private static func shortestLink(
    _ outer: [SIMD2<Double>], _ holes: [[SIMD2<Double>]]
  ) -> (hole: Int, from: Int, to: Int) {
    var best = (Double.infinity, 0, 0, 0)
    for (h, hole) in holes.enumerated() {
      for (from, p) in outer.enumerated() {
        for (to, q) in hole.enumerated() {
          let d = ((p - q) * (p - q)).sum()
          if d < best.0 { best = (d, h, from, to) }
        }
      }
    }
    return (best.1, best.2, best.3)
  }

  /// Whether a ray from the point meets the curve an odd number of times.
  private static func isInside(_ p: SIMD2<Double>, _ loop: [SIMD2<Double>]) -> Bool {
    loop.indices.count { n in
      let (a, b) = (loop[n], loop[(n + 1) % loop.count])
      return (a.y <= p.y) != (b.y <= p.y)
        && p.x < a.x + (p.y - a.y) / (b.y - a.y) * (b.x - a.x)
    } % 2 == 1
  }
}

/// What the intensities of the training scans' regions were like, to tell a scan unlike them.
public struct IntensityFingerprint: Codable, Hashable, Sendable {
  /// For each training scan the quantiles of its normalised region at ``fractions``.
  public var scans: [[Double]]

  /// The fractions from 0.05 in steps of 0.05 to 0.95.
  public static let fractions = (1...19).map { Double($0) / 20 }

  /// A fingerprint of training scans.
  public init(scans: [[Double]]) { self.scans = scans }

  /// The quantiles of a region's voxels; not empty.
  public static func quantiles(_ voxels: [Float]) -> [Double] {
    let sorted = voxels.sorted()
    return fractions.map { fraction in
      Double(sorted[min(sorted.count - 1, Int(fraction * Double(sorted.count)))])
    }
  }

  /// The distance to the nearest training scan, as a part of the largest distance between a training scan
  /// and its nearest other one: above 1 is further from all of them than any of them is.
  ///
  /// The distance of two scans is the mean difference of their quantiles, which is the 1-Wasserstein
  /// distance of their histograms. `nil` with fewer than three training scans, or when all are alike.
  ///
  /// - Parameter quantiles: of the scan's region, from ``quantiles(_:)``.
  public func distance(_ quantiles: [Double]) -> Double? {
    guard scans.count >= 3 else { return nil }
    func between(_ a: [Double], _ b: [Double]) -> Double {
      zip(a, b).reduce(0) { $0 + abs($1.0 - $1.1) } / Double(a.count)
    }
    let own = scans.indices.map { i in
      scans.indices.filter { $0 != i }.map { between(scans[i], scans[$0]) }.min() ?? 0
    }
    guard let largest = own.max(), largest > 0 else { return nil }
    return scans.map { between($0, quantiles) }.min().map { $0 / largest }
  }
}

/// What a plan is made from: the sizes and spacings of a data set's images.
public struct DatasetFingerprint: Hashable, Sendable, Codable {
  /// One image.
  public struct Image: Hashable, Sendable, Codable {
    /// The voxels along left-right, back-front, foot-head.
    public var size: SIMD3<Int>
    /// The spacing in mm along the same axes.
    public var spacing: SIMD3<Double>

    /// An image of axes that run left-right, back-front, foot-head in either direction.
    public init(size: SIMD3<Int>, spacing: SIMD3<Double>) {
      self.size = size
      self.spacing = spacing
    }

    /// An image of axes in any order.
    ///
    /// - Parameter orientation: the direction each axis mostly runs to, as in "LPS"; `nil` is returned for a
    ///   text that does not name each of the three axes once.
    public init?(size: SIMD3<Int>, spacing: SIMD3<Double>, orientation: String) {
      let letters = Array(orientation)
      let order = ["LR", "PA", "IS"].compactMap { pair in
        letters.firstIndex { pair.contains($0) }
      }
      guard letters.count == 3, Set(order).count == 3 else { return nil }
      self.init(
        size: SIMD3(size[order[0]], size[order[1]], size[order[2]]),
        spacing: SIMD3(spacing[order[0]], spacing[order[1]], spacing[order[2]]))
    }
  }

  /// The images.
  public var images: [Image]

  /// A fingerprint.
  public init(images: [Image]) { self.images = images }

  /// The value along an axis below which a percentage (0...100) of images lie, by linear interpolation.
  func percentile(
    _ percentage: Double, axis: Int, of value: (Image) -> SIMD3<Double>
  ) -> Double {
    let sorted = images.map { value($0)[axis] }.sorted()
    let place = percentage / 100 * Double(sorted.count - 1)
    let low = Int(place)
    let high = min(low + 1, sorted.count - 1)
    return sorted[low] + (place - Double(low)) * (sorted[high] - sorted[low])
  }

  func median(of value: (Image) -> SIMD3<Double>) -> SIMD3<Double> {
    SIMD3(
      percentile(50, axis: 0, of: value), percentile(50, axis: 1, of: value),
      percentile(50, axis: 2, of: value))
  }

  /// The median size in voxels once all images have a spacing; each size is rounded to whole voxels.
  func medianSize(at target: SIMD3<Double>) -> SIMD3<Double> {
    median { (SIMD3<Double>($0.size) * $0.spacing / target).rounded(.toNearestOrEven) }
  }
}

extension Mask {
  /// The largest distance in mm between two points of the mask's boundary, in any direction; `nil` when
  /// the mask is empty.
  ///
  /// Points are the middles of voxel faces between mask and background, so one voxel is as long as its
  /// longest edge, and a row of voxels as long as the voxels together.
  ///
  /// - Complexity: far fewer pairs than there are, but all of them for the points of a ball's surface.
  public var longestDiameter: Double? {
    PointBuckets(boundaryFaces(isOutermostOnly: true)).farthestPair().map { ($1 - $0).length }
  }
}

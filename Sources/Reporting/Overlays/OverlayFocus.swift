public import Imaging

/// What an overlay shows: a world point and how many millimetres around it.
public struct OverlayFocus: Hashable, Sendable {
  /// The world position, in mm RAS+, at the picture's centre.
  public let centre: SIMD3<Double>
  /// The side of the square picture in mm.
  public let fieldOfView: Double

  /// A focus from its centre and its field of view, both in mm.
  public init(centre: SIMD3<Double>, fieldOfView: Double) {
    self.centre = centre
    self.fieldOfView = fieldOfView
  }

  /// The slice of a plane that shows most of the given labels, cropped around them.
  ///
  /// The slice is the one with most labelled voxels, so it passes through voxel centres and shows
  /// what was measured rather than a blend of two slices. Reference and prediction count alike.
  /// Without any such voxel the focus is the grid's centre.
  ///
  /// - Parameters:
  ///   - margin: what is shown around the labels, in mm.
  ///   - minimum: the least field of view, in mm.
  public init(
    on labels: Set<UInt8>, of maps: [LabelMap], plane: AnatomicalPlane, grid: VoxelGrid,
    margin: Double = 12, minimum: Double = 44
  ) {
    var isMember = [Bool](repeating: false, count: 256)
    for label in labels { isMember[Int(label)] = true }
    let axis = grid.axis(along: plane.normal)
    var perSlice = [Int](repeating: 0, count: grid.size[axis])
    var found: [SIMD3<Int>] = []
    for map in maps {
      for (n, label) in map.voxels.enumerated() where isMember[Int(label)] {
        let index = grid.index(at: n)
        perSlice[index[axis]] += 1
        found.append(index)
      }
    }
    guard let most = perSlice.max(), most > 0, let slice = perSlice.firstIndex(of: most) else {
      self.init(centre: grid.centre, fieldOfView: minimum)
      return
    }
    var lower = SIMD3(repeating: Double.infinity)
    var upper = -lower
    for index in found where index[axis] == slice {
      let world = grid.world(SIMD3<Double>(index))
      lower = pointwiseMin(lower, world)
      upper = pointwiseMax(upper, world)
    }
    self.init(
      centre: (lower + upper) / 2,
      fieldOfView: max(minimum, (upper - lower).max() + 2 * margin))
  }
}

extension VoxelGrid {
  /// The voxel axis that runs most nearly along a world direction.
  func axis(along direction: SIMD3<Double>) -> Int {
    let alignment = (0..<3).map { axis in
      let column = affine[column: axis]
      return abs((column * direction).sum()) / column.length
    }
    return (0..<3).max { alignment[$0] < alignment[$1] } ?? 2
  }
}

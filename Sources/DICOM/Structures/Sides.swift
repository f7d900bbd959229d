public import Imaging

extension Mask {
  /// The mask's voxels on each side of the body; a side without any is left out.
  ///
  /// Connected pieces stay whole: each lies where its centroid is from the grid's middle.
  ///
  /// - Parameter given: the side of all of them, where it is known.
  public func bySide(given: Laterality? = nil) -> [(side: Laterality, mask: Mask)] {
    guard !isEmpty else { return [] }
    if let given { return [(given, self)] }
    let middle = grid.centre.x
    let found = connectedComponents()
    let isRight = found.components.map { grid.world($0.centroid).x > middle }
    return [(Laterality.left, false), (.right, true)].compactMap { side, wanted in
      let part = found.mask { isRight[$0 - 1] == wanted }
      return part.isEmpty ? nil : (side, part)
    }
  }
}

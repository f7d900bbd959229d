/// Where the attributes of one frame are found: in the data set of a classic image; in the frame's
/// own or the shared functional groups of an enhanced one.
struct FrameGroups {
  let root: DICOMItem
  private let shared: DICOMItem?
  private let frame: DICOMItem?

  /// A classic image.
  init(_ root: DICOMItem) {
    self.root = root
    shared = nil
    frame = nil
  }

  /// A frame of an enhanced image.
  init(_ root: DICOMItem, shared: DICOMItem?, frame: DICOMItem) {
    self.root = root
    self.shared = shared
    self.frame = frame
  }

  /// The item that holds the attributes of a functional group.
  func item(_ tag: Tag) -> DICOMItem { frame?.item(tag) ?? shared?.item(tag) ?? root }

  /// What tells stacks of one series apart.
  var key: StackKey {
    var key = StackKey()
    if frame == nil {
      key.echoTime = root.number(.echoTime)
      key.echoNumber = root.integer(.echoNumbers)
      key.inversionTime = root.number(.inversionTime)
      key.kind = Array(root.texts(.imageType).dropFirst(2))
      key.temporalPosition = root.integer(.temporalPosition)
      key.bValue = root.number(.diffusionBValue)
      key.diffusionDirection = root.numbers(.diffusionGradientOrientation)
      return key
    }
    let content = item(.frameContentSequence)
    key.echoTime = item(.mrEchoSequence).number(.effectiveEchoTime)
    key.kind = Array(item(.mrImageFrameTypeSequence).texts(.frameType).dropFirst(2))
    key.temporalPosition = content.integer(.temporalPositionIndex)
    key.stackID = content.text(.stackID)
    key.bValue = item(.mrDiffusionSequence).number(.diffusionBValue)
    return key
  }
}

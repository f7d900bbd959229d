public import Imaging
import Preprocessing

/// One labelled image that a segmentation network learns from.
public struct TrainingSample: Sendable {
  /// The name of the image.
  public let id: String
  /// The grid of image and labels.
  public let grid: VoxelGrid
  /// How often the sample is drawn, relative to the others.
  public let weight: Double
  /// Whether the intensities of its labelled structures are changed at random; not those of real target
  /// images, whose own appearance is to be learned, nor where labels are guessed.
  public let variesStructures: Bool
  /// Where each foreground class lies.
  let foreground: ForegroundIndex
  /// The image, normalised, and the labels, of which 255 marks voxels to ignore.
  let contents: @Sendable () -> (image: Volume, labels: LabelMap)

  /// A sample that stays in memory; traps when image and labels differ in size.
  public init(
    id: String, image: Volume, labels: LabelMap, weight: Double = 1, variesStructures: Bool = true
  ) {
    self.init(id: id, weight: weight, variesStructures: variesStructures) { (image, labels) }
  }

  /// A sample that is read whenever a patch of it is drawn, as from a file that is mapped into memory;
  /// traps when image and labels differ in size.
  ///
  /// - Parameter contents: the image, normalised, and the labels, the same at every call.
  public init(
    id: String, weight: Double = 1, variesStructures: Bool = true,
    contents: @escaping @Sendable () -> (image: Volume, labels: LabelMap)
  ) {
    let (image, labels) = contents()
    precondition(image.grid.size == labels.grid.size, "\(id): image and labels differ in size")
    self.id = id
    grid = image.grid
    self.weight = weight
    self.variesStructures = variesStructures
    self.contents = contents
    foreground = ForegroundIndex(labels)
  }
}

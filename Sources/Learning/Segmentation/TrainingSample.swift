public import Imaging
import Preprocessing

/// One labelled image that a segmentation network learns from, ready in memory.
public struct TrainingSample: Sendable {
  /// The name of the image.
  public let id: String
  /// The image, normalised.
  public let image: Volume
  /// The labels on the image's grid; 255 marks voxels to ignore.
  public let labels: LabelMap
  /// How often the sample is drawn, relative to the others.
  public let weight: Double
  /// Whether the intensities of its labelled structures are changed at random; not those of real target
  /// images, whose own appearance is to be learned, nor where labels are guessed.
  public let variesStructures: Bool
  /// Where each foreground class lies.
  let foreground: ForegroundIndex

  /// A sample; traps when image and labels differ in size.
  public init(
    id: String, image: Volume, labels: LabelMap, weight: Double = 1, variesStructures: Bool = true
  ) {
    precondition(image.grid.size == labels.grid.size, "\(id): image and labels differ in size")
    self.id = id
    self.image = image
    self.labels = labels
    self.weight = weight
    self.variesStructures = variesStructures
    foreground = ForegroundIndex(labels)
  }
}

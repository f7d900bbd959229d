/// The patches of one step, slot after slot.
struct DrawnBatch: Sendable {
  var images: [Float] = []
  var labels: [UInt8] = []
  /// Empty when all voxels count alike.
  var voxelWeights: [Float] = []
}

/// Draws the next step's patches on another thread while the present step is computed.
///
/// A batch depends on its index alone, so what is drawn ahead is what would be drawn later.
final class PatchLoader {
  private let draw: @Sendable (Int) -> DrawnBatch
  private let steps: Int
  private var ahead: (index: Int, batch: Ahead<DrawnBatch>)?

  /// A loader of the batches 0..<steps.
  init(steps: Int, draw: @escaping @Sendable (Int) -> DrawnBatch) {
    self.steps = steps
    self.draw = draw
  }

  /// The batch of a step; the next step's is begun.
  func batch(_ index: Int) -> DrawnBatch {
    let batch = ahead.flatMap { $0.index == index ? $0.batch.take() : nil } ?? draw(index)
    let next = index + 1
    if next < steps, ahead?.index != next {
      ahead = (next, Ahead { [draw] in draw(next) })
    }
    return batch
  }
}

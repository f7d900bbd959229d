import Dispatch
import Imaging
import Preprocessing
import Synchronization

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
  private var ahead: (index: Int, batch: Pending)?

  /// A loader of the batches 0..<steps.
  init(steps: Int, draw: @escaping @Sendable (Int) -> DrawnBatch) {
    self.steps = steps
    self.draw = draw
  }

  /// The batch of a step; the next step's is begun.
  func batch(_ index: Int) -> DrawnBatch {
    let batch = ahead.flatMap { $0.index == index ? $0.batch.wait() : nil } ?? draw(index)
    let next = index + 1
    if next < steps, ahead?.index != next {
      let pending = Pending()
      ahead = (next, pending)
      let draw = draw
      DispatchQueue.global(qos: .userInitiated).async { pending.fulfil(draw(next)) }
    }
    return batch
  }

  /// A batch that another thread makes.
  private final class Pending: Sendable {
    private let value = Mutex<DrawnBatch?>(nil)
    private let isMade = DispatchSemaphore(value: 0)

    func fulfil(_ batch: DrawnBatch) {
      value.withLock { $0 = batch }
      isMade.signal()
    }

    func wait() -> DrawnBatch? {
      isMade.wait()
      // So that it may be waited for again.
      isMade.signal()
      return value.withLock { $0 }
    }
  }
}

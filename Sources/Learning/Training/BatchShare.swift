public import Networks
public import Torch

/// The slots of every batch that this process learns from, beside the others of its group.
///
/// Each process takes the loss of its own slots, scaled as if they were the whole batch; gradients and
/// figures are then averaged over the processes, weighted by their slots. What is a mean over slots is so
/// the mean over the whole batch. A loss that is no such mean, as the Dice of a batch, takes ``sums``.
///
/// The result equals one process's with the same batch but for the order in which floats are added,
/// since instance normalisation looks at one image at a time; batch normalisation would not allow it.
public struct BatchShare {
  /// The slots of this process.
  public let slots: Range<Int>
  /// The slots of the whole batch.
  public let batch: Int
  /// The other processes; `nil` for one alone.
  public let group: ProcessGroup?

  /// The share of a batch that is dealt in order and as evenly as can be.
  ///
  /// - Throws: ``BatchTooSmall`` when there are more processes than slots.
  public init(of batch: Int, in group: ProcessGroup? = nil) throws(BatchTooSmall) {
    let (rank, size) = (group?.rank ?? 0, group?.size ?? 1)
    guard size == 1 || size <= batch else { throw BatchTooSmall(batch: batch, processes: size) }
    self.batch = batch
    self.group = group
    slots = (rank * batch / size)..<((rank + 1) * batch / size)
  }

  /// The part of the batch that is this process's, in 0...1.
  public var weight: Double { Double(slots.count) / Double(batch) }

  /// The whole batch's sums from this process's; `nil` for one process alone.
  ///
  /// Gradients flow into this process's part, scaled so that the weighted average of them over the
  /// processes is the whole batch's gradient.
  public var sums: BatchSums? {
    guard let group else { return nil }
    let factor = 1 / weight
    return { (parts) throws(TorchError) in
      var totals: [Tensor] = []
      for part in parts { totals.append(try part.detached().cloned()) }
      try group.sum(totals)
      var result: [Tensor] = []
      for (part, total) in zip(parts, totals) {
        let own = try part * factor
        result.append(try own + (total - own.detached()))
      }
      return result
    }
  }

  /// This process's rows of a tensor whose first axis is the whole batch.
  public func own(_ x: Tensor) throws(TorchError) -> Tensor {
    guard group != nil else { return x }
    return try x.narrow(dim: 0, start: slots.lowerBound, length: slots.count)
  }

  /// Replaces the gradients of an optimiser's parameters by their average over the processes.
  public func averageGradients(_ optimizer: some Optimizer) throws(TorchError) {
    try group?.sum(optimizer.parameters.compactMap(\.gradient), scale: weight)
  }

  /// Figures that are means over slots, averaged over the processes.
  public func average(
    _ figures: [(name: String, value: Double)]
  ) throws(TorchError) -> [(name: String, value: Double)] {
    guard let group else { return figures }
    let means = try group.sum(numbers: figures.map { $0.value * weight })
    return zip(figures, means).map { ($0.name, $1) }
  }
}

/// More processes were started than a batch has slots.
public struct BatchTooSmall: Error, Hashable, Sendable, CustomStringConvertible {
  /// The slots of the batch.
  public let batch: Int
  /// The processes.
  public let processes: Int
  /// The setting that says how large the batch is, as in "segmentation.batch".
  public let setting: String

  /// An error of a setting.
  public init(batch: Int, processes: Int, setting: String = "batch") {
    self.batch = batch
    self.processes = processes
    self.setting = setting
  }

  /// One sentence with both numbers.
  public var description: String {
    "\(setting) is \(batch), which is less than one for each of \(processes) processes; "
      + "start fewer or set a larger batch"
  }
}

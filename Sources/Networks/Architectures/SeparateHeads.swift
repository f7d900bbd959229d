public import Torch

// Separate decoders for groups of classes that do not compete for features: the challenge's cochlea
// became worse when the tumour was split in parts, and LaTIM (third in 2022) trained two networks.

extension UNet.Configuration {
  /// Foreground classes with a decoder of their own.
  public struct Head: Codable, Hashable, Sendable {
    /// Their label values, 1 or more.
    public var labels: [UInt8]

    /// A head of classes.
    public init(labels: [UInt8]) { self.labels = labels }
  }

  /// The classes of each decoder, background not counted: all of them together where ``heads`` is `nil`;
  /// else those that no head names share one more decoder.
  public var groups: [[Int]] {
    let foreground = Array(1..<max(1, classes))
    guard let heads else { return [foreground] }
    let named = heads.map { $0.labels.map { Int($0) } }
    let rest = foreground.filter { label in !named.contains { $0.contains(label) } }
    return rest.isEmpty ? named : named + [rest]
  }

  /// Why ``heads`` cannot be built; `nil` when they can.
  public var headProblem: String? {
    guard let heads else { return nil }
    let labels = heads.flatMap(\.labels).map { Int($0) }
    if heads.contains(where: \.labels.isEmpty) || Set(labels).count < labels.count
      || !labels.allSatisfy({ (1..<classes).contains($0) })
    {
      return "network.heads expects each label from 1 to \(classes - 1) in at most one head "
        + "and no head without labels, found \(heads.map(\.labels))"
    }
    return nil
  }
}

/// One map of logits from those of several decoders, each with its own background first.
///
/// The background's logit becomes 0 and a class's its distance from its own background's. So a softmax over
/// all classes is the product of the decoders' own probabilities, given that no voxel belongs to two of
/// them, and a softmax over the background and one group is that decoder's own again.
///
/// - Parameters:
///   - parts: `[N, 1 + group, D, H, W]` for each group.
///   - groups: the classes of each part, in order.
/// - Returns: `[N, classes, D, H, W]`.
func joinedLogits(_ parts: [Tensor], groups: [[Int]]) throws(TorchError) -> Tensor {
  var byClass: [Int: Tensor] = [:]
  for (part, group) in zip(parts, groups) {
    let background = try part.narrow(dim: 1, start: 0, length: 1)
    for (place, label) in group.enumerated() {
      byClass[label] = try part.narrow(dim: 1, start: place + 1, length: 1) - background
    }
  }
  let first = try parts[0].narrow(dim: 1, start: 0, length: 1)
  let known = byClass.sorted { $0.key < $1.key }.map(\.value)
  return try Tensor.concatenate([first * 0] + known, dim: 1)
}

/// ``deeplySupervisedLoss(_:target:classWeights:voxelWeights:ignoreLabel:)`` of each group of classes
/// against all else, and the mean over the groups; of one group the plain loss.
///
/// To each group the others' classes are background, so that none competes with another.
///
/// - Parameter groups: the foreground classes of each group, as ``UNet/Configuration/groups`` gives them.
public func groupedLoss(
  _ logits: [Tensor], target: Tensor, groups: [[Int]], classWeights: Tensor? = nil,
  voxelWeights: Tensor? = nil, ignoreLabel: Int = 255
) throws(TorchError) -> Tensor {
  guard groups.count > 1 else {
    return try deeplySupervisedLoss(
      logits, target: target, classWeights: classWeights, voxelWeights: voxelWeights,
      ignoreLabel: ignoreLabel)
  }
  var sum: Tensor?
  for group in groups {
    let device = target.device
    let channels = try Tensor(
      [0] + group.map { Int64($0) }, shape: [group.count + 1], device: device)
    var own: [Tensor] = []
    for level in logits { own.append(try level.indexSelect(dim: 1, indices: channels)) }
    var labels = try target.equal(to: Double(ignoreLabel)).to(.int64) * Double(ignoreLabel)
    for (place, label) in group.enumerated() {
      labels = try labels + target.equal(to: Double(label)).to(.int64) * Double(place + 1)
    }
    let term = try deeplySupervisedLoss(
      own, target: labels.to(.int64),
      classWeights: classWeights?.indexSelect(dim: 0, indices: channels),
      voxelWeights: voxelWeights, ignoreLabel: ignoreLabel)
    sum = if let known = sum { try known + term } else { term }
  }
  guard let sum else {
    throw TorchError(operation: "groupedLoss", message: "expected groups of classes, found none")
  }
  return try sum * (1 / Double(groups.count))
}

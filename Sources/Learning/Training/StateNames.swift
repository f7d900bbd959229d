public import Torch

extension Dictionary<String, Tensor> {
  /// The entries whose names start with a prefix, named without it.
  public func removingPrefix(_ prefix: String) -> [String: Tensor] {
    var result: [String: Tensor] = [:]
    for (name, tensor) in self where name.hasPrefix(prefix) {
      result[String(name.dropFirst(prefix.count))] = tensor
    }
    return result
  }
}

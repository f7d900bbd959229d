import Networks
import TestSupport
import Testing
import Torch

@Suite("A parameter store")
struct ParameterStoreTests {
  private func store(seed: UInt64 = 1) throws -> ParameterStore {
    let store = try ParameterStore(seed: seed)
    _ = try store.add("first.weight", shape: [2, 3], .normal(1))
    _ = try store.add("first.bias", shape: [2], .constant(0.5))
    _ = try store.add("second.weight", shape: [4], .normal(0.1))
    return store
  }

  private func scalars(_ store: ParameterStore) throws -> [[Float]] {
    try store.tensors.map { try $0.scalars() }
  }

  @Test("keeps names, shapes and the order of creation; every tensor is a leaf to train")
  func order() throws {
    let store = try store()
    #expect(store.names == ["first.weight", "first.bias", "second.weight"])
    #expect(store.tensors.map(\.shape) == [[2, 3], [2], [4]])
    #expect(store.scalarCount == 12)
    #expect(store.tensors.allSatisfy { $0.requiresGradient })
    try store.tensors[0].sum().backward()
    #expect(try store.tensors[0].gradient?.scalars() == [1, 1, 1, 1, 1, 1])
  }

  @Test("starts with the same values for the same seed, with others for another")
  func seeds() throws {
    #expect(try scalars(store()) == scalars(store()))
    let (one, two) = (try scalars(store()), try scalars(store(seed: 2)))
    #expect(one[0] != two[0])
    #expect(one[1] == [0.5, 0.5])
    #expect(one[0].prefix(4) != one[2].prefix(4))
  }

  @Test("is not disturbed by what others draw, nor by the seed of the process")
  func undisturbed() throws {
    let store = try ParameterStore(seed: 1)
    _ = try store.add("first.weight", shape: [2, 3], .normal(1))
    _ = try Tensor.randn([7])
    _ = try ParameterStore(seed: 5).add("x", shape: [3], .normal(1))
    _ = try store.add("first.bias", shape: [2], .constant(0.5))
    _ = try store.add("second.weight", shape: [4], .normal(0.1))
    #expect(try scalars(store) == scalars(self.store()))
  }

  @Test("draws normal values with the stated deviation")
  func deviation() throws {
    let store = try ParameterStore(seed: 3)
    let values = try store.add("x", shape: [10_000], .normal(0.2))
    // The standard error of a deviation is 0.2 / sqrt(20000) = 0.0014; of the mean 0.002.
    #expect(abs(try values.std().item() - 0.2) < 0.007)
    #expect(abs(try values.mean().item()) < 0.01)
  }

  @Test("gives its tensors by name, behind a prefix where asked, and takes them back")
  func roundTrip() throws {
    let (one, two) = (try store(), try store(seed: 2))
    #expect(Set(one.state().keys) == Set(one.names))
    let state = one.state(prefix: "net.")
    #expect(Set(state.keys) == ["net.first.weight", "net.first.bias", "net.second.weight"])
    let identities = two.tensors.map(ObjectIdentifier.init)
    try two.load(state, prefix: "net.")
    #expect(try scalars(two) == scalars(one))
    #expect(two.tensors.map(ObjectIdentifier.init) == identities)
    #expect(two.tensors.allSatisfy { $0.requiresGradient })
  }

  @Test("loads what belongs to its prefix from a state of several networks")
  func shared() throws {
    let (one, two) = (try store(), try store(seed: 2))
    var state = one.state(prefix: "a.")
    state.merge(two.state(prefix: "b.")) { $1 }
    let loaded = try store(seed: 3)
    try loaded.load(state, prefix: "b.")
    #expect(try scalars(loaded) == scalars(two))
  }

  /// An edit of a sound state and what is said about it.
  static let damage: [(String, [Int]?, String)] = [
    ("second.weight", nil, "the weights lack second.weight, expected with shape [4]"),
    ("first.bias", [3], "the weights hold first.bias with shape [3], expected [2]"),
    ("first.weight", [3, 2], "the weights hold first.weight with shape [3, 2], expected [2, 3]"),
    ("third", [1], "the weights hold third with shape [1], expected no such tensor"),
  ]

  @Test("refuses a missing, a misshapen and an extra tensor and changes nothing", arguments: damage)
  func refusals(_ name: String, _ shape: [Int]?, _ says: String) throws {
    let store = try store()
    let before = try scalars(store)
    for prefix in ["", "net."] {
      var state = try self.store(seed: 2).state(prefix: prefix)
      state[prefix + name] = try shape.map { try Tensor.zeros($0) }
      let error = #expect(throws: WeightsMismatch.self) { try store.load(state, prefix: prefix) }
      #expect(error?.path == prefix + name)
      #expect(error?.description == says.replacing(name, with: prefix + name))
      #expect(try scalars(store) == before)
    }
  }
}

import Testing
import Torch

// Expected gradients are worked by hand.
@Suite("Gradients")
struct AutogradTests {
  private func leaf(_ scalars: Float...) throws -> Tensor {
    try Tensor(scalars, shape: [scalars.count]).requiringGradient()
  }

  @Test("of a product and a square: d(x^2 y)/dx = 2xy, d(x^2 y)/dy = x^2")
  func product() throws {
    let (x, y) = (try leaf(1, 2, -3), try leaf(4, 5, 6))
    try (x.square() * y).sum().backward()
    #expect(try x.gradient?.scalars() == [8, 20, -36])
    #expect(try y.gradient?.scalars() == [1, 4, 9])
  }

  @Test("flow through a chain: d tanh(3x)/dx at 0 is 3")
  func chain() throws {
    let x = try leaf(0)
    try (x * 3).tanh().sum().backward()
    #expect(try x.gradient?.scalars() == [3])
  }

  @Test("of a broadcast operand are summed over where it was repeated")
  func broadcast() throws {
    let x = try Tensor([1, 2, 3, 4, 5, 6] as [Float], shape: [2, 3]).requiringGradient()
    let y = try leaf(10, 20, 30)
    try (x * y).sum().backward()
    #expect(y.gradient?.shape == [3])
    #expect(try y.gradient?.scalars() == [5, 7, 9])
    #expect(try x.gradient?.scalars() == [10, 20, 30, 10, 20, 30])
  }

  @Test("add up over calls until they are forgotten")
  func accumulation() throws {
    let x = try leaf(2)
    #expect(x.gradient == nil)
    for _ in 0..<3 { try x.square().sum().backward() }
    #expect(try x.gradient?.scalars() == [12])
    x.zeroGradient()
    #expect(x.gradient == nil)
    try x.square().sum().backward()
    #expect(try x.gradient?.scalars() == [4])
  }

  @Test("of a tensor that is used twice count both uses: d(x^2 + x)/dx = 2x + 1")
  func reuse() throws {
    let x = try leaf(3)
    try (x * x + x).sum().backward()
    #expect(try x.gradient?.scalars() == [7])
  }

  @Test("stop at a detached tensor, which shares its scalars")
  func detached() throws {
    let x = try leaf(3)
    let cut = try x.square().detached()
    #expect(!cut.requiresGradient)
    try (cut * x).sum().backward()
    // With 9 as a constant the derivative is 9; through the square it would be 27.
    #expect(try x.gradient?.scalars() == [9])
    try x.detached().fill_(5)
    #expect(try x.scalars() == [5])
  }

  @Test("are not recorded without gradients, and are again afterwards, also after a failure")
  func withoutRecording() throws {
    let x = try leaf(2)
    let inside = try withoutGradients { () throws(TorchError) in try x.square() }
    #expect(!inside.requiresGradient)
    #expect(try x.square().requiresGradient)
    #expect(throws: TorchError.self) {
      try withoutGradients { () throws(TorchError) in try x.matmul(Tensor.zeros([5])) }
    }
    #expect(try x.square().requiresGradient)
    try withoutGradients {
      try withoutGradients { _ = try x.square() }
      #expect(try !x.square().requiresGradient)
    }
  }

  @Test("do not flow into a leaf that does not ask for them")
  func constant() throws {
    let (x, y) = (try leaf(2), try Tensor([3] as [Float], shape: [1]))
    try (x * y).sum().backward()
    #expect(y.gradient == nil)
    #expect(!y.requiresGradient)
    #expect(try x.requiringGradient(false).requiresGradient == false)
  }

  @Test("of a constant cannot be asked for, nor those of several scalars at once")
  func refusals() throws {
    let constant = #expect(throws: TorchError.self) { try Tensor.ones([]).backward() }
    #expect(constant?.operation == "backward")
    #expect(constant?.message.contains("does not require grad") == true)
    let several = try leaf(1, 2)
    let error = #expect(throws: TorchError.self) { try several.square().backward() }
    #expect(error?.message.contains("scalar outputs") == true)
  }

  @Test("cannot be taken twice through one recording")
  func twice() throws {
    let x = try leaf(2)
    let loss = try x.exp().sum()
    try loss.backward()
    let error = #expect(throws: TorchError.self) { try loss.backward() }
    #expect(error?.message.contains("second time") == true)
  }

  @Test("of integers are refused")
  func integers() throws {
    let error = #expect(throws: TorchError.self) { try Tensor.arange(3).requiringGradient() }
    #expect(error?.operation == "requiringGradient")
    #expect(error?.message.contains("floating point") == true)
  }

  @Test("of a leaf in place are refused while they are recorded")
  func inPlaceLeaf() throws {
    let x = try leaf(1)
    #expect(throws: TorchError.self) { try x.mul_(2) }
    try withoutGradients { try x.mul_(2) }
    #expect(try x.scalars() == [2])
  }
}

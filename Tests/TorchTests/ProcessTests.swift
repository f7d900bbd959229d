import Foundation
import TestSupport
import Testing
import Torch

// The count of live tensors, the shared random generator and the settings belong to the process, in
// which other suites run at the same time; each of these tests therefore has a process of its own.
@Suite("The process as a whole", .serialized)
struct ProcessTests {
  @Test("The count of live tensors follows their lives")
  func liveCount() async {
    await #expect(processExitsWith: .success) {
      #expect(TorchRuntime.liveTensorCount == 0)
      do {
        let x = try Tensor.zeros([2])
        let alias = x
        #expect(TorchRuntime.liveTensorCount == 1)
        let parts = try (0..<10).map { _ in try alias + 1 }
        #expect(TorchRuntime.liveTensorCount == 11)
        withExtendedLifetime((x, parts)) {}
      }
      #expect(TorchRuntime.liveTensorCount == 0)
    }
  }

  @Test("Thousands of operations, training steps and failures leave no tensor behind")
  func leaks() async {
    await #expect(processExitsWith: .success) {
      try leaveOperations(2000)
      #expect(TorchRuntime.liveTensorCount == 0, "operations")
      for makes in [Training.adam, Training.sgd] {
        try makes(200)
        #expect(TorchRuntime.liveTensorCount == 0, "training")
      }
      leaveFailures(1000)
      #expect(TorchRuntime.liveTensorCount == 0, "failures")
      try leaveFiles(100)
      #expect(TorchRuntime.liveTensorCount == 0, "files")
    }
  }

  @Test("The same seed gives the process the same draws, another seed others")
  func seed() async {
    await #expect(processExitsWith: .success) {
      func draws(_ seed: UInt64) throws -> [Float] {
        TorchRuntime.seed(seed)
        let normal = try Tensor.randn([50]).scalars()
        let uniform = try Tensor.rand([50]).scalars()
        let dropped = try Tensor.ones([50]).dropout(p: 0.5, training: true).scalars()
        return normal + uniform + dropped
      }
      #expect(try draws(1) == draws(1))
      #expect(try draws(1) != draws(2))
      // A generator of its own with the same seed gives the same, and is not moved by the seeding.
      TorchRuntime.seed(9)
      let shared = try Tensor.randn([50]).scalars()
      let generator = try RandomGenerator(seed: 9)
      TorchRuntime.seed(10)
      #expect(try Tensor.randn([50], generator: generator).scalars() == shared)
    }
  }

  @Test("The number of threads is what was set, and changes no result beyond rounding")
  func threads() async {
    await #expect(processExitsWith: .success) {
      let x = try Tensor(pattern(count: 4 * 4096, seed: 1), shape: [1, 4, 16, 16, 16])
      let weight = try Tensor(pattern(count: 4 * 4 * 27, seed: 2), shape: [4, 4, 3, 3, 3])
      var results: [[Float]] = []
      for count in [1, 2] {
        TorchRuntime.setThreads(count)
        #expect(TorchRuntime.threads == count)
        results.append(
          try x.conv3d(weight: weight, bias: nil, stride: [1, 1, 1], padding: [1, 1, 1]).scalars())
      }
      expectClose(results[0], results[1], tolerance: 1e-4)
    }
  }

  @Test("Deterministic operation can be asked for and gives the same bits twice")
  func deterministic() async {
    await #expect(processExitsWith: .success) {
      try TorchRuntime.setDeterministic(true)
      func gradient() throws -> [Float] {
        let x = try Tensor(pattern(count: 4096, seed: 1), shape: [1, 1, 16, 16, 16])
          .requiringGradient()
        let small = try x.interpolated(size: [7, 9, 11], mode: .linear(alignCorners: false))
        try small.square().sum().backward()
        return try #require(x.gradient).scalars()
      }
      #expect(try gradient() == gradient())
      try TorchRuntime.setDeterministic(false)
    }
  }

  @Test("Version and memory are those of this process")
  func figures() async {
    await #expect(processExitsWith: .success) {
      #expect(TorchRuntime.version.hasPrefix("2."))
      TorchRuntime.keepFreedMemory()
      let before = TorchRuntime.peakResidentBytes
      // 256 MiB of ones, less what an earlier peak may have had above the memory of now.
      let large = try Tensor.ones([1 << 26])
      #expect(TorchRuntime.peakResidentBytes >= 256 << 20)
      #expect(TorchRuntime.peakResidentBytes >= before + (128 << 20))
      #expect(try large.narrow(dim: 0, start: (1 << 26) - 1, length: 1).item() == 1)
    }
  }
}

private func leaveOperations(_ count: Int) throws {
  let x = try Tensor(pattern(count: 24, seed: 1), shape: [2, 3, 4])
  for _ in 0..<count {
    let y = try (x * 2 + 1).softmax(dim: 1).transposed(0, 1)
    _ = try y.topK(2, dim: 2)
    _ = try Tensor.concatenate([y, y], dim: 0).clamp(min: 0.1, max: 0.9).scalars()
    _ = try y.select(dim: 0, index: 1).to(.bfloat16).sum().item()
  }
}

private enum Training {
  static func adam(_ steps: Int) throws {
    try run(steps) { try AdamW(parameters: $0) }
  }

  static func sgd(_ steps: Int) throws {
    try run(steps) { try SGD(parameters: $0, learningRate: 1e-3) }
  }

  private static func run(_ steps: Int, _ make: ([Tensor]) throws -> any Optimizer) throws {
    let weight = try Tensor(pattern(count: 54, seed: 1), shape: [1, 2, 3, 3, 3])
      .requiringGradient()
    let x = try Tensor(pattern(count: 2 * 64, seed: 2), shape: [1, 2, 4, 4, 4])
    let optimizer = try make([weight])
    for _ in 0..<steps {
      optimizer.zeroGradients()
      try autocast(.bfloat16, on: .cpu) { () throws(TorchError) in
        try x.conv3d(weight: weight, bias: nil, stride: [1, 1, 1], padding: [1, 1, 1])
          .instanceNorm(weight: nil, bias: nil).square().mean()
      }.backward()
      try clipGradientNorm([weight], maximum: 1)
      try optimizer.step()
      _ = optimizer.state
    }
  }
}

private func leaveFailures(_ count: Int) {
  for _ in 0..<count {
    #expect(throws: TorchError.self) { try Tensor.ones([2, 3]).matmul(Tensor.ones([2, 3])) }
    #expect(throws: TorchError.self) { try Tensor.ones([3]).topK(9, dim: 0) }
    #expect(throws: TorchError.self) { try Tensor([1] as [Float], shape: [2]) }
    #expect(throws: TorchError.self) { try Tensor([1] as [Float], shape: [1], device: .cuda(99)) }
    #expect(throws: TorchError.self) { try Tensor.ones([1, 2]).item() }
  }
}

private func leaveFiles(_ count: Int) throws {
  try withTemporaryFolder { folder in
    let path = folder.appending(path: "a.safetensors").path
    for _ in 0..<count {
      try SafeTensors.write(["x": .ones([3]), "y": .arange(2)], metadata: [:], to: path)
      _ = try SafeTensors.read(path)
      // The last tensor lacks its last byte, so that one was read before the failure.
      try Data(contentsOf: URL(fileURLWithPath: path)).dropLast()
        .write(to: URL(fileURLWithPath: path))
      #expect(throws: SafeTensorsError.self) { _ = try SafeTensors.read(path) }
    }
  }
}

import Foundation
import TestSupport
import Testing

@testable import Torch

/// What both languages write: one tensor of each type, a scalar, an empty one and a name that JSON
/// must escape.
private func samples() throws -> [String: Tensor] {
  var tensors: [String: Tensor] = [:]
  for type in DType.allCases {
    tensors["of.\(type.safeTensorsName)"] = try Tensor(
      [0, 1, 2.5, 100] as [Float], shape: [2, 2]
    ).to(type)
  }
  tensors["scalar"] = try Tensor([-0.5] as [Float], shape: [])
  tensors["empty"] = try Tensor([] as [Float], shape: [2, 0])
  tensors["a \"name\" / é"] = try Tensor([7, -7] as [Int64], shape: [2, 1])
  return tensors
}

private let metadata = ["format": "pt", "sites": "A B \"C\""]

/// What Python's safetensors 0.8.0 read in a file; see scripts/oracles/safetensors_files.py.
private struct GoldenRead: Decodable {
  struct Entry: Decodable {
    let dtype: String
    let shape: [Int]
    let values: [Double]
  }
  let metadata: [String: String]
  let tensors: [String: Entry]
}

private func sameAs(_ expected: [String: Tensor], _ found: [String: Tensor]) throws {
  #expect(Set(found.keys) == Set(expected.keys))
  for (name, tensor) in expected {
    let other = try #require(found[name])
    #expect(other.dtype == tensor.dtype, "\(name)")
    #expect(other.shape == tensor.shape, "\(name)")
    #expect(try other.packedBytes() == tensor.packedBytes(), "\(name)")
  }
}

@Suite("safetensors files")
struct SafeTensorsTests {
  private static let folder = testsFolder.appending(path: "Golden/safetensors")

  @Test("What is written is read back, every type and shape, with metadata or without")
  func roundTrip() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "a.safetensors").path
      for text in [metadata, [:]] {
        try SafeTensors.write(samples(), metadata: text, to: path)
        let read = try SafeTensors.read(path)
        try sameAs(samples(), read.tensors)
        #expect(read.metadata == text)
      }
    }
  }

  @Test("A file without tensors holds its metadata, or nothing")
  func empty() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "a.safetensors").path
      for text in [metadata, [:]] {
        try SafeTensors.write([:], metadata: text, to: path)
        let read = try SafeTensors.read(path)
        #expect(read.tensors.isEmpty)
        #expect(read.metadata == text)
      }
    }
  }

  @Test("A file that Python wrote is read here")
  func fromPython() throws {
    let read = try SafeTensors.read(Self.folder.appending(path: "python.safetensors").path)
    try sameAs(samples(), read.tensors)
    #expect(read.metadata == metadata)
  }

  @Test("Python read what is written here")
  func toPython() throws {
    // The golden file was written here and read by Python; writing gives the same bytes today.
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "a.safetensors")
      try SafeTensors.write(samples(), metadata: metadata, to: file.path)
      let golden = Self.folder.appending(path: "swift.safetensors")
      #expect(try Data(contentsOf: file) == Data(contentsOf: golden))
    }
    let read = try golden(GoldenRead.self, "safetensors/swift")
    let expected = try samples()
    #expect(read.metadata == metadata)
    #expect(Set(read.tensors.keys) == Set(expected.keys))
    for (name, entry) in read.tensors {
      let tensor = try #require(expected[name])
      #expect(entry.dtype == tensor.dtype.safeTensorsName)
      #expect(entry.shape == tensor.shape)
      #expect(entry.values == (try tensor.scalars().map { Double($0) }))
    }
  }

  @Test("Scalars begin at a multiple of 8 bytes, so that the file can be mapped")
  func alignment() throws {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "a.safetensors")
      for length in 1...8 {
        let name = String(repeating: "n", count: length)
        try SafeTensors.write([name: .zeros([1])], metadata: [:], to: file.path)
        let header = try Data(contentsOf: file).prefix(8).enumerated()
          .reduce(0) { $0 | Int($1.element) << (8 * $1.offset) }
        #expect(header % 8 == 0)
      }
    }
  }

  @Test("Views and other memory orders are written row-major")
  func views() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "a.safetensors").path
      let x = try Tensor(pattern(count: 24, seed: 1), shape: [1, 2, 3, 4])
      let views = [
        "turned": try x.permuted([3, 1, 0, 2]), "part": try x.narrow(dim: 2, start: 1, length: 2),
        "last": try x.toChannelsLast(), "leaf": try x.requiringGradient(),
      ]
      try SafeTensors.write(views, metadata: [:], to: path)
      let read = try SafeTensors.read(path).tensors
      for (name, view) in views {
        let found = try #require(read[name])
        #expect(found.shape == view.shape)
        #expect(try found.scalars() == view.scalars())
        #expect(found.isContiguous)
      }
    }
  }

  @Test("Writing over a file replaces it")
  func replace() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "a.safetensors").path
      try SafeTensors.write(samples(), metadata: metadata, to: path)
      try SafeTensors.write(["x": .ones([1])], metadata: [:], to: path)
      #expect(try SafeTensors.read(path).tensors.keys.sorted() == ["x"])
    }
  }
}

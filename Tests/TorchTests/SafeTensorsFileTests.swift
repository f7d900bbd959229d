import Foundation
import TestSupport
import Testing
import Torch

@Suite("Scalars that stay in their file")
struct SafeTensorsFileTests {
  @Test("are those that were written, by name and type")
  func reads() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "a.safetensors").path
      // An odd number of bytes before the floats, so that these do not lie at a multiple of 4.
      try SafeTensors.write(
        ["a": Tensor([1, 2, 255] as [UInt8], shape: [3]), "b": Tensor([0.5, -2], shape: [2])],
        metadata: ["k": "v"], to: path)
      let file = try SafeTensorsFile(mapping: path)
      #expect(file.metadata == ["k": "v"])
      #expect(file.shape(of: "b") == [2])
      #expect(file.shape(of: "c") == nil)
      #expect(try file.bytes("a").copied() == [1, 2, 255])
      #expect(try file.floats("b").copied() == [0.5, -2])
      #expect(try file.floats("b").count == 2)
      #expect(throws: SafeTensorsError.self) { try file.floats("a") }
      #expect(throws: SafeTensorsError.self) { try file.bytes("c") }
      // What is mapped stays readable when the file is gone.
      try FileManager.default.removeItem(atPath: path)
      #expect(try file.floats("b").copied() == [0.5, -2])
      #expect(throws: SafeTensorsError.self) { try SafeTensorsFile(mapping: path) }
    }
  }
}

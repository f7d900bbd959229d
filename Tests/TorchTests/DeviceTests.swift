import Testing
import Torch

@Suite("Devices")
struct DeviceTests {
  @Test(
    "A device is read from its name, and named the same",
    arguments: [
      ("cpu", .cpu, "cpu"), ("cuda", .cuda(0), "cuda:0"), ("cuda:3", .cuda(3), "cuda:3"),
      ("mps", .mps, "mps"),
    ] as [(String, Device, String)])
  func names(_ text: String, _ device: Device, _ name: String) {
    #expect(Device(text) == device)
    #expect(device.description == name)
  }

  @Test("Other names are no device", arguments: ["", "gpu", "CPU", "cuda:", "cuda:-1", "cuda:x"])
  func unknown(_ text: String) { #expect(Device(text) == nil) }

  @Test("The processor is always there, a far GPU is not, and asking for it throws")
  func availability() throws {
    #expect(Device.cpu.isAvailable)
    #expect(!Device.cuda(99).isAvailable)
    #expect(throws: TorchError.self) { try Tensor.zeros([2], device: .cuda(99)) }
    #expect(throws: TorchError.self) { try Tensor([1] as [Float], shape: [1], device: .cuda(99)) }
    #expect(throws: TorchError.self) { try Tensor.zeros([2]).to(.cuda(99)) }
    #expect(throws: TorchError.self) { try RandomGenerator(seed: 1, device: .cuda(99)) }
    #expect(try Tensor.zeros([2]).to(.cpu).device == .cpu)
  }
}

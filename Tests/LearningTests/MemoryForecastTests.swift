import Imaging
import Learning
import Networks
import Testing

@Suite("The forecast of a prediction's memory")
struct MemoryForecastTests {
  private let strides = [[1, 1, 1], [2, 2, 2]]

  @Test("Activations, worked by hand: eight maps at full resolution and every stage's skip")
  func activations() {
    let network = UNet.Configuration(classes: 3, channels: [4, 8], strides: strides)
    // 8 * 8 * 16 voxels of 4 channels: 4096 values, eight times and once more as skip connection;
    // an eighth of the voxels with 8 channels: 1024.
    #expect(
      network.activationBytes(tile: [8, 8, 16], bytesPerValue: 4) == 4 * (9 * 4096 + 1024))
    #expect(
      network.activationBytes(tile: [8, 8, 16], bytesPerValue: 2) == 2 * (9 * 4096 + 1024))
  }
}

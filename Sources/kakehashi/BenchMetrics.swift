import ArgumentParser
import Evaluation
import Foundation
import Imaging
import NIfTI
import Torch

/// Times the metrics on a case that it generates; `make bench` sets rivals beside it.
struct BenchMetrics: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench-metrics",
    abstract: "Times the metrics of a generated 512x512x120 case.", shouldDisplay: false)

  @Option(help: "Write the case as prediction.nii.gz and reference.nii.gz into this folder.")
  var write: String?

  @Option(help: "How often the case is scored.")
  var repeats: Int = 20

  @Option(help: "The definitions.")
  var preset: String = "medpy-0.5"

  private struct Result: Encodable {
    let bestMilliseconds: Double
    let medianMilliseconds: Double
    let peakMiB: Double
    let rows: [CaseScore]
  }

  func run() throws {
    let (prediction, reference) = Self.pair()
    if let write {
      let folder = fileURL(write)
      try requireWritableFolder(folder)
      try writeNIfTI(prediction, to: folder.appending(path: "prediction.nii.gz").path)
      try writeNIfTI(reference, to: folder.appending(path: "reference.nii.gz").path)
      return
    }
    guard let definitions = MetricDefinitions.preset(named: preset) else {
      throw CommandError("--preset expects a preset's name, found \(preset)")
    }
    var times: [Double] = []
    var rows: [CaseScore] = []
    for _ in 0..<max(repeats, 1) {
      let start = ContinuousClock.now
      rows = try score(
        prediction: prediction, reference: reference, case: "bench", site: "all",
        structures: .crossMoDA2022, definitions: definitions)
      times.append((ContinuousClock.now - start) / .milliseconds(1))
    }
    times.sort()
    let result = Result(
      bestMilliseconds: times[0], medianMilliseconds: times[times.count / 2],
      peakMiB: Double(TorchRuntime.peakResidentBytes) / 1_048_576, rows: rows)
    print(String(decoding: try readableJSON(result), as: UTF8.self))
  }

  /// A tumour of 1.5 cm3 and two cochleas on a T2 grid, and a prediction that is a little off, with
  /// a far false positive of either label.
  static func pair() -> (prediction: LabelMap, reference: LabelMap) {
    let grid = VoxelGrid(512, 512, 120, spacing: SIMD3(0.41, 0.41, 1))
    var reference = LabelMap(grid: grid, filledWith: 0)
    var prediction = reference
    let tumour = SIMD3(140.0, 100.0, 60.0)
    // 4/3 pi 7.5 * 7.5 * 6.4 mm = 1508 mm3.
    draw(1, in: &reference, centre: tumour, radii: SIMD3(7.5, 7.5, 6.4))
    draw(1, in: &prediction, centre: tumour + SIMD3(0.5, -0.4, 0.6), radii: SIMD3(7.2, 7.9, 6.1))
    draw(1, in: &prediction, centre: SIMD3(60, 160, 95), radii: SIMD3(2.5, 2, 2.2))
    for x in [70.0, 150.0] {
      draw(2, in: &reference, centre: SIMD3(x, 105, 58), radii: SIMD3(3.2, 2.6, 2.9))
      draw(2, in: &prediction, centre: SIMD3(x + 0.3, 105.2, 58.3), radii: SIMD3(3, 2.8, 2.9))
    }
    draw(2, in: &prediction, centre: SIMD3(120, 40, 20), radii: SIMD3(1.2, 1.1, 1.6))
    return (prediction, reference)
  }

  private static func draw(
    _ label: UInt8, in map: inout LabelMap, centre: SIMD3<Double>, radii: SIMD3<Double>
  ) {
    let spacing = map.grid.spacing
    let low = SIMD3<Int>(((centre - radii) / spacing).rounded(.down))
    let high = SIMD3<Int>(((centre + radii) / spacing).rounded(.up))
    for k in low.z...high.z {
      for j in low.y...high.y {
        for i in low.x...high.x {
          let offset = (SIMD3(Double(i), Double(j), Double(k)) * spacing - centre) / radii
          if (offset * offset).sum() <= 1 { map.voxels[map.grid.offset(i, j, k)] = label }
        }
      }
    }
  }
}

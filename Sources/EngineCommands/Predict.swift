import ArgumentParser
import Commands
import Foundation
import Imaging
import Learning
import NIfTI
import Torch

/// Segments T2 scans with a trained model.
struct Predict: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Segments T2 scans with a trained model.",
    discussion: """
      Each output lies on its input's own grid and is named as the challenge names it. With several
      models the class probabilities are averaged.

      Example:
        kakehashi predict -i scans/ -o predictions/ -m runs/default/model
        kakehashi predict -i scans/ -o predictions/ -m runs/a/model -m runs/b/model --flips 8
        kakehashi predict -i scans/ -o predictions/ -m runs/a/model --part-id 0 --num-parts 4
      """)

  @Option(name: [.short, .long], help: "A NIfTI file, or a folder of them.")
  var input: String

  @Option(name: [.short, .long], help: "The output folder.")
  var output: String

  @Option(
    name: [.short, .long],
    help: "The model folder that train wrote; give it several times for an ensemble.")
  var model: [String]

  @Option(help: "Views that are averaged: 2 (as is and mirrored left to right) or 8 (all flips).")
  var flips: Int = 2

  @Flag(help: "Write predictions that exist already once more.")
  var overwrite = false

  @Flag(help: "Print one JSON object a case on standard output.")
  var json = false

  @OptionGroup var scale: PredictionScale
  @OptionGroup var compute: ComputeOptions

  /// What is printed for one case.
  private struct Outcome: Codable {
    var input: String
    var output: String
    var seconds: Double
    var earsFound: Bool
    var volumes: [String: Double]
    var peakMemoryMiB: Double
    var forecastMemoryMiB: Double?
  }

  mutating func validate() throws {
    guard !model.isEmpty else { throw ValidationError("--model expects a model folder") }
    guard [2, 8].contains(flips) else {
      throw ValidationError("--flips expects 2 or 8, found \(flips)")
    }
  }

  func run() throws { try predictAll(showing: true) }

  /// Predicts every scan; `showing` prints a line for each.
  func predictAll(showing: Bool) throws {
    let (device, usesBFloat16) = compute.prepare()
    let files = scale.part(of: try scanFiles(at: input))
    let folder = fileURL(output)
    try requireWritableFolder(folder)
    let predictor = try Predictor(
      models: model.map { try ModelBundle.load(fileURL($0), device: device) }, device: device,
      usesBFloat16: usesBFloat16, flipsAllAxes: flips == 8)
    func target(of file: URL) -> URL { folder.appending(path: predictionName(of: file)) }
    let pending = files.filter {
      overwrite || !FileManager.default.fileExists(atPath: target(of: $0).path)
    }
    let forecasts = try scale.forecasts(of: pending, with: predictor)
    let bar = ProgressBar(isQuiet: compute.quiet)
    var done = files.count - pending.count
    var ahead: ReadAhead?
    for (place, file) in pending.enumerated() {
      let start = ContinuousClock.now
      let scan = try ahead?.scan() ?? readNIfTI(file.path)
      let next = pending.dropFirst(place + 1).first
      ahead = next.flatMap { next in
        scale.allowsReadingAhead(during: forecasts[file], of: forecasts[next])
          ? ReadAhead(next) : nil
      }
      var outcome = try predict(scan, of: file, to: target(of: file), with: predictor)
      outcome.seconds = (ContinuousClock.now - start) / .seconds(1)
      outcome.forecastMemoryMiB = forecasts[file].map { Double($0.peak) / 1_048_576 }
      if showing { try show(outcome) }
      done += 1
      let update = ProgressUpdate(
        stage: "predict", done: done, total: files.count, detail: file.lastPathComponent)
      bar.update(update)
      if Interrupt.isRequested, next != nil { throw RunInterrupted(stage: "predict") }
    }
  }

  private func predict(
    _ scan: NIfTIImage, of file: URL, to target: URL, with predictor: Predictor
  ) throws -> Outcome {
    let prediction = try predictor(scan.volume)
    try writeNIfTI(prediction.labels, to: target.path, like: scan.header)
    var volumes: [String: Double] = [:]
    for (value, name) in predictor.model.plan.classes.enumerated().dropFirst() {
      volumes[name] = prediction.labels.mask(of: [UInt8(value)]).volume
    }
    return Outcome(
      input: file.path, output: target.path, seconds: 0, earsFound: prediction.ears.confident,
      volumes: volumes, peakMemoryMiB: Double(TorchRuntime.peakResidentBytes) / 1_048_576)
  }

  private func show(_ outcome: Outcome) throws {
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      print(String(decoding: try encoder.encode(outcome), as: UTF8.self))
      return
    }
    let volumes = outcome.volumes.sorted { $0.key < $1.key }
      .map { "\($0.key) \(String(format: "%.0f", $0.value)) mm3" }.joined(separator: ", ")
    let warning = outcome.earsFound ? "" : "  (ears not found with confidence: check this case)"
    print(
      "\(outcome.output): \(volumes), \(String(format: "%.1f", outcome.seconds)) s, "
        + "peak \(String(format: "%.0f", outcome.peakMemoryMiB)) MiB "
        + "(forecast \(String(format: "%.0f", outcome.forecastMemoryMiB ?? 0)))\(warning)")
  }
}

/// `crossmoda2023_ldn_1_T2.nii.gz` becomes `crossmoda2023_ldn_1.nii.gz`, as the 2023 challenge wants.
func predictionName(of file: URL) -> String {
  caseName(of: file) + ".nii.gz"
}

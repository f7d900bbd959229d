import Commands
import DomainAdaptation
import Evaluation
import Foundation
import Imaging
import Learning

/// Judges predictions without truth and keeps `quality.json` of their folder.
struct QualityJudge {
  private let file: URL
  private let fingerprint: IntensityFingerprint?
  private let flag: FailureFlag?
  private var quality: PredictionQuality

  /// A judge for predictions of some models; goes on with the folder's file where the same models wrote it.
  ///
  /// Fingerprint and flag are the first model's; without one, its part of the judgement is missing.
  init(models: [URL], output: URL) throws {
    file = output.appending(path: "quality.json")
    func read<Value: Decodable>(_ name: String) throws -> Value? {
      guard let data = try? Data(contentsOf: models[0].appending(path: name)) else { return nil }
      return try JSONDecoder().decode(Value.self, from: data)
    }
    fingerprint = try read(ModelFiles.fingerprint)
    flag = try read(ModelFiles.failureFlag)
    let plans = try models.map { model in
      try JSONDecoder().decode(
        ModelPlan.self, from: Data(contentsOf: model.appending(path: "plan.json")))
    }
    let weights = try models.map { model in
      stableHash(bytes: try Data(contentsOf: model.appending(path: "segmenter.safetensors")))
    }
    quality = PredictionQuality(
      edition: plans[0].edition, recipe: plans.map(\.recipe).joined(separator: " + "),
      model: weights.joined(separator: "+"), cases: [])
    if let data = try? Data(contentsOf: file),
      let found = try? JSONDecoder().decode(PredictionQuality.self, from: data),
      found.model == quality.model
    {
      quality.cases = found.cases
    }
  }

  /// Whether a case has been judged already.
  func knows(_ name: String) -> Bool { quality.cases.contains { $0.name == name } }

  /// Judges a case and writes the file.
  mutating func judge(
    _ name: String, _ prediction: Predictor.Prediction, of volume: Volume,
    by predictor: Predictor, seconds: Double
  ) throws -> PredictionQuality.Case {
    let judged = PredictionQuality.Case(
      name: name,
      evidence: try predictor.evidence(for: prediction, of: volume, fingerprint: fingerprint),
      flag: flag, seconds: seconds)
    quality.cases.removeAll { $0.name == name }
    quality.cases = (quality.cases + [judged]).sorted { $0.name < $1.name }
    try readableJSON(quality).write(to: file, options: .atomic)
    return judged
  }
}

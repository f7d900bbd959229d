@testable import DomainAdaptation

import Foundation
import Imaging
import Learning
import Networks
import Synchronization
import TestSupport
import Testing
import Torch

@Suite("A few annotated target images", .serialized, .torchTurn)
struct FewAnnotationTests {
  init() { TorchRuntime.setThreads(1) }

  private static let candidates = [
    ("a1", "a"), ("a2", "a"), ("a3", "a"), ("a4", "a"), ("b1", "b"), ("b2", "b"), ("c1", "c"),
  ].map { (id: $0.0, site: $0.1) }

  private static func chosen(_ count: Int, seed: UInt64) -> [String] {
    AnnotationChoice.choosing(count, of: candidates, seed: seed).ids
  }

  @Test("are chosen by the seed, each number of them holding the smaller ones", arguments: 1...5)
  func nested(seed: UInt64) {
    for count in 1...7 {
      let ids = Self.chosen(count, seed: seed)
      #expect(ids.count == count && Set(ids).count == count)
      #expect(ids == Array(Self.chosen(7, seed: seed).prefix(count)))
    }
    // Three images are of three sites, for there are three.
    #expect(Set(Self.chosen(3, seed: seed).compactMap(\.first)).count == 3)
    // Another order of the candidates is the same choice.
    let reversed = AnnotationChoice.choosing(3, of: Self.candidates.reversed(), seed: seed)
    #expect(reversed.ids == Self.chosen(3, seed: seed))
  }

  @Test("differ with the seed")
  func seeds() {
    #expect(Set((1...10).map { Self.chosen(1, seed: UInt64($0)) }).count > 1)
  }

  /// A run whose target cases note when their labels are read.
  private static func runner(
    _ folder: URL, cases count: Int, annotated: Set<String>,
    read: @escaping @Sendable (String) -> Void
  ) throws -> StageRunner {
    let plain = try TinyRecipes.runner("few-annotations", folder) {
      $0.fewAnnotations.cases = count
    }
    let cases = plain.cases.map { item -> AdaptationCase in
      guard !item.isLabelled else { return item }
      guard annotated.contains(item.id) else {
        return AdaptationCase(id: item.id, site: item.site, image: item.image)
      }
      return AdaptationCase(
        id: item.id, site: item.site, image: item.image,
        annotation: {
          read(item.id)
          return try item.labels()
        })
    }
    return StageRunner(
      recipe: plain.recipe, cases: cases, roles: plain.roles, folder: folder, version: "test")
  }

  @Test("are named in the run's folder, and of no other image is a label read")
  func reads() throws {
    try withTemporaryFolder { folder in
      let log = Mutex<[String]>([])
      let runner = try Self.runner(folder, cases: 1, annotated: ["target_1", "target_2"]) { id in
        log.withLock { $0.append(id) }
      }
      try runner.run(through: .selfTrain(round: 1))
      #expect(log.withLock { $0 }.isEmpty, "adaptation is without labels")
      try runner.run()
      let choice = try AnnotationChoice.read(in: runner.url(.fineTune))
      #expect(choice.candidates == 2 && choice.seed == 1 && choice.ids.count == 1)
      #expect(log.withLock { $0 } == choice.ids)
      let weights = try [Stage.selfTrain(round: 1), .fineTune, .export].map {
        try Data(contentsOf: runner.url($0).appending(path: "segmenter.safetensors"))
      }
      #expect(weights[0] != weights[1], "it learned")
      #expect(weights[1] == weights[2], "it is what is exported")
    }
  }

  @Test("are refused with both numbers when there are fewer")
  func tooFew() throws {
    try withTemporaryFolder { folder in
      let runner = try Self.runner(folder, cases: 2, annotated: ["target_2"]) { _ in }
      let error = #expect(throws: TooFewAnnotations.self) { try runner.run() }
      #expect(error?.description.contains("expected 2") == true)
      #expect(error?.description.hasSuffix("found 1") == true)
    }
  }
}

@Suite("Weights from masked pre-training", .serialized, .torchTurn)
struct PretrainedWeightsTests {
  init() { TorchRuntime.setThreads(1) }

  @Test(
    "start the segmenter but for its heads, and every decoder it has", arguments: [false, true])
  func start(isSeparate: Bool) throws {
    try withTemporaryFolder { folder in
      let runner = try TinyRecipes.runner("masked-pretraining", folder) {
        // Without a step the segmenter stays as it starts.
        $0.segmentation.steps = 0
        if isSeparate { $0.network.heads = [.init(labels: [1, 2]), .init(labels: [3])] }
      }
      try runner.run(through: .segment)
      func weights(_ stage: Stage, _ name: String) throws -> [String: Tensor] {
        try SafeTensors.read(runner.url(stage).appending(path: "\(name).safetensors").path).tensors
      }
      let learned = try weights(.pretrain, "pretrained")
      let started = try weights(.segment, "segmenter")
      var same = 0
      for (name, tensor) in started {
        let plain = name.hasPrefix("group.") ? String(name.dropFirst("group.0.".count)) : name
        if plain.hasPrefix("head.") { continue }
        #expect(try tensor.scalars() == #require(learned[plain]).scalars(), "\(name)")
        same += 1
      }
      // Two encoder stages and a decoder stage of two convolutions and normalisations with two tensors,
      // and an up-convolution; the decoder once more where there are two.
      #expect(same == (isSeparate ? 12 + 2 * 7 : 12 + 7))
      #expect(started.keys.contains { $0.contains("head.") })
    }
  }

  @Test("come from images of both domains, whose labels do not matter")
  func bothDomains() throws {
    try withTemporaryFolder { folder in
      let runner = try TinyRecipes.runner("masked-pretraining", folder.appending(path: "a"))
      try runner.run(through: .pretrain)
      let lines = try TrainingLog.series("reconstruction", in: runner.url(.pretrain))
      #expect(lines.count == 4 && lines.allSatisfy { $0.value > 0 })
    }
  }
}

import Foundation
import TestSupport
import Testing

@Suite("A few annotations and a plan through the built command", .serialized)
struct FewAnnotationCommandTests {
  private let world: SmallWorld

  init() throws { world = try SmallWorld.shared.get() }

  @Test("draws the learning curve, and annotates no held-out scan though its truth is there")
  func curve() throws {
    try withTemporaryFolder { folder in
      let recipe = folder.appending(path: "tiny.yaml")
      let text = """
        version: 1
        base: contrast-randomised
        \(RecipesTests.tiny)
        fewAnnotations: {training: {steps: 6}}
        """
      try Data(text.utf8).write(to: recipe)
      let output = folder.appending(path: "curve")
      let arguments = [
        "compare-recipes", "--recipes", recipe.path, "--annotations", "2,0", "-d", world.data,
        "--truth", world.truth, "-o", output.path, "--threads", "1", "--quiet",
      ]
      let result = try CommandLineTool.run(arguments)
      #expect(result.status == 0, "\(result.errors)")
      let table = try String(contentsOf: output.appending(path: "annotations.md"), encoding: .utf8)
      let lines = table.split(separator: "\n").dropFirst(2)
      #expect(lines.count == 2, "\(table)")
      #expect(lines.first?.hasPrefix("| tiny | 0 | ") == true)
      #expect(lines.last?.hasPrefix("| tiny | 2 | ") == true)
      let picture = try String(
        contentsOf: output.appending(path: "annotations.svg"), encoding: .utf8)
      #expect(picture.contains("tiny, cochlea") && picture.hasPrefix("<svg xmlns="))
      let run = output.appending(path: "tiny-annotated-2")
      let stages = try FileManager.default.contentsOfDirectory(atPath: run.path)
      let stage = try #require(stages.first { $0.hasSuffix("-fine-tune") })
      let choice = try JSONSerialization.jsonObject(
        with: Data(contentsOf: run.appending(path: "\(stage)/annotated.json")))
      let ids = (choice as? [String: Any])?["ids"] as? [String] ?? []
      // Two sites of one source (1), one unlabelled target (2) and one held-out target (3).
      #expect(ids.sorted() == ["crossmoda2023_etz_2", "crossmoda2023_ldn_2"])
    }
  }

  @Test(
    "is refused in one sentence",
    arguments: [
      (
        ["train", "--recipe", "few-annotations"],
        "--recipe few-annotations expects --truth, a folder of true labels"
      ),
      (
        ["compare-recipes", "--recipes", "default", "--annotations", "1,x", "--truth", "t"],
        "--annotations expects different numbers of 0 or more, found 1,x"
      ),
      (["plan", "--memory", "0.0001"], "expected room for a patch, found none"),
    ] as [([String], String)])
  func refuses(arguments: [String], sentence: String) throws {
    try withTemporaryFolder { folder in
      let isPlan = arguments.first == "plan"
      let result = try CommandLineTool.run(
        arguments + ["-d", world.data] + (isPlan ? [] : ["-o", folder.path]))
      #expect(result.status != 0)
      #expect(result.errors.contains(sentence), "\(result.errors)")
    }
  }

  @Test("prints a plan with reasons, and a recipe that is planned from the data")
  func plan() throws {
    let plan = try CommandLineTool.run("plan", "-d", world.data)
    #expect(plan.status == 0, "\(plan.errors)")
    for word in ["spacing ", "patch ", "stages", "batch ", "channels"] {
      #expect(plan.output.contains(word), "\(plan.output)")
    }
    let recipe = try CommandLineTool.run(
      "train", "--recipe", "fingerprint-plan", "--print-recipe", "-d", world.data, "-o", "nowhere")
    #expect(recipe.status == 0, "\(recipe.errors)")
    #expect(recipe.output.contains("\"plan\" : \"fixed\""))
    #expect(!recipe.output.contains("\"kernels\" : null,\n    \"residual"), "a planned network")
  }
}

import Foundation
import TestSupport
import Testing

/// A preset, and which tool's values it must give, by our names.
private struct PresetCase: Sendable, CustomTestStringConvertible {
  let preset: String
  let file: String
  let tool: String
  let names: [String: String]
  var testDescription: String { preset }
}

private let presetCases = [
  PresetCase(
    preset: "medpy-0.5", file: "medpy_full", tool: "medpy_full",
    names: [
      "dice": "dice", "assd": "assd", "hd": "hd", "hd95": "hd95", "jaccard": "jaccard",
      "sensitivity": "recall", "precision": "precision", "relativeVolumeError": "ravd",
    ]),
  PresetCase(
    preset: "crossmoda2022", file: "scipy_edt", tool: "scipy_edt",
    names: ["dice": "dice", "assd": "assd_mean_of_two", "hd": "hd", "hd95": "hd95"]),
  PresetCase(
    preset: "monai", file: "deepmind", tool: "monai_full",
    names: ["dice": "dice", "assd": "assd", "hd": "hd", "hd95": "hd95", "nsd": "nsd"]),
  PresetCase(
    preset: "deepmind", file: "deepmind", tool: "deepmind",
    names: [
      "dice": "dice", "assd": "assd_mean_of_two", "hd": "hd", "hd95": "hd95", "nsd": "nsd",
    ]),
]

/// The pairs of which a label is absent on either side.
private let withEmptyMasks = [
  "pred_empty", "ref_empty", "both_empty", "label_missing_in_pred", "one_slice",
]

@Suite(
  "Reference pairs through the built command", .serialized,
  .enabled(if: sharedReference != nil, "the shared reference data lie beside the checkout"))
struct EvaluatePairTests {
  @Test("every pair gets the values of the tool that the preset names", arguments: presetCases)
  private func agrees(_ c: PresetCase) throws {
    let folder = try #require(sharedReference).appending(path: "metrics")
    // Python writes NaN and Infinity, which are no JSON.
    let text = try String(
      contentsOf: folder.appending(path: "values-by-tool.json"), encoding: .utf8
    ).replacing("NaN", with: "null").replacing("Infinity", with: "null")
    let groups = try jsonObject(text)
    let byCase = try #require(value(groups, c.file, "values") as? [String: Any])
    #expect(byCase.count == 15)
    var compared = 0
    for (name, labels) in byCase.sorted(by: { $0.key < $1.key }) {
      let labels = try #require(labels as? [String: Any])
      let result = try CommandLineTool.run(
        "evaluate", folder.appending(path: "\(name)_pred.nii.gz").path,
        folder.appending(path: "\(name)_gt.nii.gz").path, "--preset", c.preset, "--labels",
        labels.keys.sorted().joined(separator: ","), "--json", "-")
      #expect(result.status == 0, "\(name): \(result.errors)")
      let found = try jsonObject(result.output)
      #expect(value(found, "definitions", "name") as? String == c.preset)
      for label in labels.keys {
        let ours = try #require(value(found, "labels", label) as? [String: Any])
        let theirs = try #require(value(labels, label, c.tool) as? [String: Any])
        // Where a mask is empty, tools raise or make something up; the policy is pinned below.
        guard ours["outcome"] as? String == "scored" else {
          #expect(withEmptyMasks.contains(name))
          continue
        }
        for (own, other) in c.names {
          let raw = other == "nsd" ? (theirs[other] as? [String: Any])?["1.0"] : theirs[other]
          let expected = try #require(raw as? Double, "\(name) \(other)")
          let measured = try #require(ours[own] as? Double, "\(name) \(own)")
          // MONAI interpolates percentiles in float32, rank included.
          let tolerance = c.tool == "monai_full" && own == "hd95" ? 1e-5 : 1e-6
          #expect(
            abs(measured - expected) <= tolerance * max(abs(expected), 1e-3),
            "\(name), label \(label), \(own): \(measured), expected \(expected)")
          compared += 1
        }
      }
    }
    #expect(compared > 80)
  }

  @Test("edge cases: an empty prediction is Dice 0 and 350 mm, two empty masks are null")
  func emptyPairs() throws {
    let folder = try #require(sharedReference).appending(path: "metrics")
    func scores(_ name: String) throws -> [String: Any] {
      let result = try CommandLineTool.run(
        "evaluate", folder.appending(path: "\(name)_pred.nii.gz").path,
        folder.appending(path: "\(name)_gt.nii.gz").path, "--labels", "1", "--json", "-")
      #expect(result.status == 0, "\(result.errors)")
      return try #require(value(try jsonObject(result.output), "labels", "1") as? [String: Any])
    }
    let missed = try scores("pred_empty")
    #expect(missed["dice"] as? Double == 0)
    #expect(missed["assd"] as? Double == 350)
    #expect(missed["hd95"] as? Double == 350)
    #expect(missed["nsd"] as? Double == 0)
    for name in ["both_empty", "ref_empty"] {
      let empty = try scores(name)
      for metric in ["dice", "assd", "hd95", "nsd"] {
        #expect(empty[metric] is NSNull, "\(name) \(metric)")
      }
    }
    let voxel = try scores("single_voxel_same")
    #expect(voxel["dice"] as? Double == 1)
    #expect(voxel["hd"] as? Double == 0)
  }
}

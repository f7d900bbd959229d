import Commands
import DomainAdaptation
import Foundation
import Reporting

/// What a few annotated target images are worth: scores over their number, `annotations.md` and `.svg`.
struct AnnotationCurve {
  /// One recipe with one number of annotated images.
  struct Point {
    var recipe: String
    var cases: Int
    var row: RecipeComparison.Row
  }

  var points: [Point]

  /// The numbers of a list such as "0,1,3,5"; none of `nil`.
  static func counts(_ list: String?) throws -> [Int] {
    guard let list else { return [] }
    let counts = list.split(separator: ",").map { Int($0) }
    guard !counts.isEmpty, counts.allSatisfy({ ($0 ?? -1) >= 0 }), Set(counts).count == counts.count
    else {
      throw CommandError("--annotations expects different numbers of 0 or more, found \(list)")
    }
    return counts.compactMap { $0 }.sorted()
  }

  /// A line per recipe and number: means over all held-out cases.
  var markdown: String {
    var lines = [
      "| recipe | annotated T2 | VS Dice | VS ASSD mm | cochlea Dice | cochlea ASSD mm |",
      "|---|---|---|---|---|---|",
    ]
    for point in points {
      let means = ["VS", "cochlea"].map { point.row.means($0, "all") }
      let cells = means.flatMap {
        [$0.map { String(format: "%.3f", $0.dice) }, $0.map { String(format: "%.2f", $0.assd) }]
      }.map { $0 ?? "-" }
      lines.append(
        "| " + ([point.recipe, "\(point.cases)"] + cells).joined(separator: " | ") + " |")
    }
    return lines.joined(separator: "\n")
  }

  /// Mean Dice over the number of annotated images, a line per recipe and structure.
  var chart: LineChart {
    var names: [String] = []
    for point in points where !names.contains(point.recipe) { names.append(point.recipe) }
    return LineChart(
      title: "Mean Dice over annotated target images", stepLabel: "annotated T2",
      valueLabel: "Dice",
      series: names.flatMap { name in
        ["VS", "cochlea"].map { structure in
          LineChart.Series(
            name: "\(name), \(structure)",
            points.filter { $0.recipe == name }.compactMap { point in
              point.row.means(structure, "all").map { (point.cases, $0.dice) }
            })
        }
      })
  }

  func write(in folder: URL) throws {
    try Data((markdown + "\n").utf8).write(
      to: folder.appending(path: "annotations.md"), options: .atomic)
    try Data(chart.svgFile.utf8).write(
      to: folder.appending(path: "annotations.svg"), options: .atomic)
  }
}

extension Recipe {
  /// This recipe with another number of annotated target images, and a name that says so.
  func annotated(with cases: Int) -> Recipe {
    var recipe = self
    recipe.fewAnnotations.cases = cases
    recipe.name += "-annotated-\(cases)"
    return recipe
  }
}

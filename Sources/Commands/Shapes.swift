package import ArgumentParser
import Evaluation
import Foundation
import Reporting

/// Sets the shapes of simulated tumours and cochleas beside those that experts drew.
package struct Shapes: ParsableCommand {
  package static let configuration = CommandConfiguration(
    abstract: "Compares simulated tumours and cochleas with expert contours.",
    discussion: """
      Takes the contours of the collection Vestibular-Schwannoma-SEG (The Cancer Imaging Archive, \
      doi:10.7937/TCIA.9YTJ-5Q73): files sub-*_contours_space-individual_T1w.json in one folder.
      Both kinds of shape are sampled on 0.41 x 0.41 x 1.5 mm (the contours' own slice spacing) and
      measured by the same code. D is Kolmogorov and Smirnov's distance, 0 to 1; W is Wasserstein's,
      in the unit of the measure.

      Example:
        kakehashi shapes --contours vs-seg-contours --patients 400 --html shapes.html
      """)

  @Option(help: "The folder of contour files.")
  var contours: String

  @Option(help: "How many patients to simulate.")
  var patients: Int = 400

  @Option(help: "The seed of the simulated patients.")
  var seed: UInt64 = 1

  @Option(help: "Write quantiles and distances as JSON to this file; - prints it.")
  var json: String?

  @Option(help: "Write an HTML page with charts to this file.")
  var html: String?

  @Option(help: "Write each structure's measures, real and simulated, as CSV to this file.")
  var csv: String?

  package init() {}

  package mutating func validate() throws {
    guard patients >= 1 else { throw ValidationError("--patients expects 1 or more") }
  }

  package func run() throws {
    let real = try realShapes(in: contours)
    let simulated = simulatedShapes(count: patients, seed: seed)
    let rows = ShapeMeasure.all.compactMap {
      SampleComparison($0, real: real, simulated: simulated)
    }
    if let json { try writeOutput(readableJSON(rows), to: json) }
    if let csv { try writeOutput(Data(table(real, simulated).utf8), to: csv) }
    if let html {
      let page = ShapePage(
        subtitle: "\(real.count) real and \(simulated.count) simulated patients, seed \(seed)",
        real: real, simulated: simulated)
      try writeOutput(Data(page.html().utf8), to: html)
    }
    if json != "-" { print(text(rows)) }
  }

  private func text(_ rows: [SampleComparison]) -> String {
    let head =
      pad("measure", 30) + pad("unit", 5) + pad("", 11) + pad("n", 6)
      + SampleComparison.fractions.map { pad("\(Int($0 * 100)) %", 10) }.joined()
      + pad("D", 7) + "W"
    return rows.reduce(into: head) { text, row in
      let digits = row.unit.isEmpty ? 3 : row.unit == "mm" ? 2 : 0
      let line = { (q: SampleComparison.Quantiles) in
        pad(String(q.count), 6) + q.values.map { pad(decimals($0, digits), 10) }.joined()
      }
      text += "\n" + pad(row.name, 30) + pad(row.unit, 5) + pad("real", 11) + line(row.real)
      text += pad(decimals(row.kolmogorovSmirnov, 3), 7) + decimals(row.wasserstein, 3)
      text += "\n" + pad("", 35) + pad("simulated", 11) + line(row.simulated)
    }
  }

  private func table(_ real: [ShapeSample], _ simulated: [ShapeSample]) -> String {
    let names = ShapeMeasure.all.map(\.name).map { "\"\($0)\"" }
    let lines = [("real", real), ("simulated", simulated)].flatMap { kind, samples in
      samples.map { sample in
        ([kind] + ShapeMeasure.all.map { $0.value(sample).map { String($0) } ?? "" })
          .joined(separator: ",")
      }
    }
    return ((["kind"] + names).joined(separator: ",") + "\n") + lines.joined(separator: "\n") + "\n"
  }
}

import Commands
import DataSets
import DomainAdaptation
import Evaluation
import Foundation
import Imaging
import Learning
import NIfTI
import Reporting
import Torch

/// Gathers scores, curves, times and overlays of runs into a report.
struct ReportBuilder {
  let dataSet: DataSet
  /// The folder of true labels.
  let truth: URL
  /// Each run's name and folder; predictions lie in its `predictions`.
  let runs: [(name: String, folder: URL)]

  /// The report; every held-out case counts, also one without a prediction.
  func report(command: String, extraStages: [ReportStage]) throws -> Report {
    let heldout = Set(dataSet.cases(.targetHeldout).map(\.id))
    guard !heldout.isEmpty else {
      throw CommandError("\(dataSet.root): expected held-out cases to score, found none")
    }
    let scored = try runs.map { run in
      let table = try scoreFolder(
        predictions: run.folder.appending(path: "predictions"), reference: truth,
        edition: dataSet.edition, only: heldout)
      return ReportRun(name: run.name, role: role(of: run.name), scores: table)
    }
    var stages = extraStages
    for run in runs { stages += try stageTimes(run) }
    return Report(
      title: "Kakehashi: ceT1 to T2",
      subtitle: "\(heldout.count) held-out T2 scans of \(dataSet.sites.joined(separator: ", "))",
      runs: scored, stages: stages, curves: try runs.flatMap(curves),
      overlays: try overlays(scored) + translations(),
      facts: [
        ReportFact("Data set", dataSet.root), ReportFact("Edition", dataSet.edition.rawValue),
        ReportFact("Command", "kakehashi \(command)"),
        ReportFact("Version", "kakehashi \(programVersion), libtorch \(TorchRuntime.version)"),
      ],
      notes: [])
  }

  private func role(of name: String) -> ReportRun.Role {
    switch name {
    case "source-only": .sourceOnly
    case "adapt", "adapted", "default": .adapted
    case "supervised": .supervised
    default: .other
    }
  }

  private struct StageMarker: Decodable { let seconds: Double }

  /// The stages' folders of a run, in the order they ran; the one that exports comes last.
  private func stageFolders(_ folder: URL) throws -> [URL] {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    return names.filter { $0.first?.isNumber == true }.sorted().map { folder.appending(path: $0) }
  }

  private func stageTimes(_ run: (name: String, folder: URL)) throws -> [ReportStage] {
    try stageFolders(run.folder).compactMap { (stage) -> ReportStage? in
      guard let data = try? Data(contentsOf: stage.appending(path: "stage.json")) else {
        return nil
      }
      let seconds = try JSONDecoder().decode(StageMarker.self, from: data).seconds
      return ReportStage(name: "\(run.name): \(stage.lastPathComponent)", seconds: seconds)
    }
  }

  /// One chart per trained stage with the figures its log holds.
  private func curves(_ run: (name: String, folder: URL)) throws -> [LineChart] {
    let figures = [
      "loss", "adversarial", "discriminator", "structure", "edge", "alignment", "contrast",
      "identity", "identityContrast", "cycle", "sourceSegmentation", "fakeSegmentation", "entropy",
      "consistency", "domain", "output",
    ]
    return try stageFolders(run.folder).compactMap { (stage) -> LineChart? in
      let series = try figures.compactMap { name -> LineChart.Series? in
        let points = try TrainingLog.series(name, in: stage)
        guard points.count > 1 else { return nil }
        return LineChart.Series(name: name, smoothed(points).map { ($0.step, $0.value) })
      }
      guard !series.isEmpty else { return nil }
      return LineChart(
        title: "\(run.name): \(stage.lastPathComponent)", valueLabel: "loss", series: series)
    }
  }

  /// Means over at most 100 stretches, since single steps are too noisy to read.
  private func smoothed(_ points: [(step: Int, value: Double)]) -> [(step: Int, value: Double)] {
    let width = max(1, points.count / 100)
    return stride(from: 0, to: points.count, by: width).map { start in
      let part = points[start..<min(points.count, start + width)]
      return (part[part.startIndex].step, part.map(\.value).reduce(0, +) / Double(part.count))
    }
  }

  /// Best, median and worst case of the adapted run by whole-tumour Dice, in three planes.
  private func overlays(_ scored: [ReportRun]) throws -> [ReportOverlay] {
    let chosen = scored.firstIndex { $0.role == .adapted } ?? scored.indices.last
    guard let index = chosen,
      let structure = scored[index].scores.structures.first(where: {
        $0 == "VS"
      }) ?? scored[index].scores.structures.first,
      let exemplars = scored[index].scores.exemplars(structure: structure)
    else { return [] }
    let rows = [("Best", exemplars.best), ("Median", exemplars.median), ("Worst", exemplars.worst)]
    return try rows.map { rank, row in
      let image = try readNIfTI(imagePath(row.case)).volume
      let reference = try readNIfTILabels(
        truth.appending(path: "\(row.case)_Label.nii.gz").path
      ).labels
      let predicted = runs[index].folder.appending(path: "predictions/\(row.case).nii.gz")
      let hasPrediction = FileManager.default.fileExists(atPath: predicted.path)
      let prediction = hasPrediction ? try readNIfTILabels(predicted.path).labels : nil
      let pictures = try AnatomicalPlane.allCases.map { plane in
        ReportOverlay.Picture(
          plane: plane,
          png: try overlayPNG(
            image: image, reference: reference, prediction: prediction, plane: plane))
      }
      let dice = row.dice.map { String(format: "%.3f", $0) } ?? "undefined"
      return ReportOverlay(
        title: "\(rank): \(row.case)", caption: "\(runs[index].name), \(structure) Dice \(dice)",
        pictures: pictures)
    }
  }

  /// A labelled ceT1 and what each run's translator made of it, one row a run that translates.
  private func translations() throws -> [ReportOverlay] {
    try runs.compactMap { run in
      guard let example = try TranslationExample(run: run.folder) else { return nil }
      let grid = example.source.grid
      // The whole width of the region, at the height where most of the structures lie.
      var centre = grid.centre
      centre.z =
        OverlayFocus(on: [1, 2, 3], of: [example.labels], plane: .axial, grid: grid).centre.z
      let focus = OverlayFocus(
        centre: centre, fieldOfView: Double(grid.size.x) * grid.spacing.x)
      let pictures = try ([example.source] + example.rendered.map(\.image)).map { image in
        ReportOverlay.Picture(
          plane: .axial,
          png: try overlayPNG(
            image: Volume(grid: grid, voxels: image.voxels.map { $0 + 1 }),
            reference: example.labels, prediction: nil, plane: .axial, focus: focus))
      }
      let sites = example.rendered.map(\.site).joined(separator: ", ")
      return ReportOverlay(
        title: "Translation: \(example.id)",
        caption: "\(run.name): the labelled ceT1, then the same rendered as T2 of \(sites)",
        pictures: pictures)
    }
  }

  private func imagePath(_ id: String) throws -> String {
    guard let record = dataSet.cases.first(where: { $0.id == id && $0.role == .targetHeldout })
    else { throw CommandError("\(id): expected a held-out case of \(dataSet.root), found none") }
    return record.imagePath
  }
}

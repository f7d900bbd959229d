import Evaluation
import Imaging
import Reporting
import TestSupport

/// A report of invented figures with everything a real one has.
func sampleReport() throws -> Report {
  var random = SplitMix64(seed: 7)
  func table(_ means: [Double], spread: Double) -> ScoreTable {
    var rows: [CaseScore] = []
    for n in 0..<14 {
      let site = n < 7 ? "ldn" : "etz"
      for (structure, mean) in zip([ScoredStructure].crossMoDA2023.map(\.name), means) {
        let dice = min(max(mean - (n < 7 ? 0 : 0.04) + spread * random.nextNormal(), 0), 0.97)
        rows.append(
          CaseScore(
            case: "\(site)_\(n)", site: site, structure: structure, outcome: .scored, dice: dice,
            assd: 3 * (1 - dice) * (1 - dice) + 0.1, hd95: 6 * (1 - dice), predictedVolume: 950,
            referenceVolume: 1000))
      }
    }
    return ScoreTable(rows: rows)
  }
  var adapted = table([0.81, 0.78, 0.69, 0.80], spread: 0.06)
  adapted.rows.append(
    CaseScore(
      case: "etz_14", site: "etz", structure: "VS", outcome: .missingPrediction, dice: 0,
      assd: 350, hd95: 350, predictedVolume: 0, referenceVolume: 400))

  let curve = (0..<900).map { n in
    (n, 0.9 * 50 / (50 + Double(n)) + 0.12 + 0.03 * random.nextNormal())
  }
  let held = stride(from: 0, to: 900, by: 60).map { n in (n, 100 / (110 + Double(n)) + 0.2) }
  return Report(
    title: "Adaptation from ceT1 to T2 <sample>",
    subtitle: "Simulated data, 2 sites, 15 target cases; figures invented for this sample.",
    runs: [
      ReportRun(
        name: "source-only", role: .sourceOnly,
        scores: table([0.42, 0.36, 0.33, 0.18], spread: 0.16)),
      ReportRun(name: "adapted & self-trained", role: .adapted, scores: adapted),
      ReportRun(
        name: "supervised", role: .supervised,
        scores: table([0.89, 0.86, 0.80, 0.86], spread: 0.03)),
    ],
    stages: [
      ReportStage(name: "Simulate", seconds: 21), ReportStage(name: "Translate", seconds: 190),
      ReportStage(name: "Segment", seconds: 242.4), ReportStage(name: "Score", seconds: 3.2),
    ],
    curves: [
      LineChart(
        title: "Segmentation loss", valueLabel: "Dice + cross-entropy",
        series: [.init(name: "training", curve), .init(name: "held-out", held)]),
      LineChart(
        title: "Learning rate", valueLabel: "rate", isLogarithmic: true,
        series: [.init(name: "rate", (1..<90).map { ($0 * 10, 0.01 / Double($0)) })]),
    ],
    overlays: try sampleOverlays(using: &random),
    facts: [
      ReportFact("Command", "kakehashi demo --output demo --seed 7"), ReportFact("Seed", "7"),
      ReportFact("Version", "kakehashi 0.1.0, libtorch 2.13.0, Swift 6.3"),
    ],
    notes: [
      "All images are simulated; figures on real data will be lower.",
      "The supervised run is an upper bound that no real user has.",
    ])
}

/// A noisy ball with a smaller one beside it, as tumour and canal.
private func sampleOverlays(using random: inout SplitMix64) throws -> [ReportOverlay] {
  let grid = VoxelGrid(64, 64, 24, spacing: SIMD3(0.8, 0.8, 1.5))
  func ball(_ centre: SIMD3<Double>, _ radius: Double, _ offset: Int) -> Bool {
    (grid.world(SIMD3<Double>(grid.index(at: offset))) - centre).length < radius
  }
  var image = Volume(grid: grid, filledWith: 0)
  var reference = LabelMap(grid: grid, filledWith: 0)
  var prediction = reference
  for n in 0..<grid.count {
    let inTumour = ball(SIMD3(22, 26, 18), 7, n)
    let inCanal = ball(SIMD3(32, 26, 18), 4.5, n)
    reference.voxels[n] = inTumour ? 1 : inCanal ? 2 : 0
    prediction.voxels[n] =
      ball(SIMD3(23, 26.5, 18), 6.5, n) ? 1 : ball(SIMD3(32, 27, 18), 4, n) ? 2 : 0
    let mean = inTumour ? 140.0 : inCanal ? 120 : ball(SIMD3(26, 26, 18), 24, n) ? 70 : 5
    image.voxels[n] = Float(mean + 12 * random.nextNormal())
  }
  let pictures = try AnatomicalPlane.allCases.map {
    ReportOverlay.Picture(
      plane: $0,
      png: try overlayPNG(
        image: image, reference: reference, prediction: prediction, plane: $0))
  }
  return ["Best", "Worst"].map {
    ReportOverlay(
      title: "\($0) case: ldn_3", caption: "VS Dice 0.91, ASSD 0.32 mm", pictures: pictures)
  }
}

package import DICOM

/// Which series of a study is the T2 that the model was made for.
///
/// The rules, in order; the first that does not hold is the reason of refusal:
///
/// 1. it is MR;
/// 2. it is no localiser and nothing derived (Image Type);
/// 3. it is not diffusion-weighted;
/// 4. no word of its names begins like one of ``excludedNames``;
/// 5. some word of its names begins like one of ``names``;
/// 6. a spin echo has an echo time of at least ``minimumEchoTime``, where it gives one;
/// 7. it has at least ``minimumSlices`` slices, at most ``maximumSpacing`` apart.
///
/// Of several, the one with the thinnest slices is taken, then the one with most slices, then the
/// first by number and identifier.
package struct SeriesRules: Codable, Sendable, Hashable {
  /// How words begin that tell a T2 of the inner ear.
  package var names = [
    "t2", "ciss", "fiesta", "drive", "tse", "fse", "frfse", "space", "vista", "cube", "trufi",
    "truefisp", "bffe", "ffe", "balanced",
  ]
  /// How words begin that tell another contrast or a picture made of others.
  package var excludedNames = [
    "t1", "flair", "tirm", "stir", "mprage", "bravo", "dwi", "diff", "dti", "adc", "trace", "swi",
    "swan", "tof", "angio", "perf", "mip", "mpr", "vrt", "loc", "scout", "survey", "smartbrain",
  ]
  /// The shortest echo time of a spin echo in ms.
  package var minimumEchoTime: Double = 60
  /// The fewest slices.
  package var minimumSlices = 20
  /// The largest distance of slices in mm.
  package var maximumSpacing: Double = 3.5

  /// The defaults.
  package init() {}
}

/// A series of a study as the rules see it.
package struct CandidateSeries: Hashable, Sendable {
  /// What one of its files says.
  package var header: ImageHeader
  /// The slices of all its files.
  package var slices: Int
  /// Where it is fetched: ``PilotCase/source``.
  package var source: String

  /// A series with its slices.
  package init(header: ImageHeader, slices: Int, source: String) {
    self.header = header
    self.slices = slices
    self.source = source
  }
}

extension SeriesRules {
  /// Why a series is not segmented; `nil` where it may be.
  package func refusal(of series: CandidateSeries) -> String? {
    let header = series.header
    guard header.modality == "MR" else {
      return "expected an MR series, found \(header.modality.isEmpty ? "none" : header.modality)"
    }
    for kind in ["LOCALIZER", "PROJECTION IMAGE", "MPR", "DERIVED"]
    where header.imageType.contains(kind) && !isDistortionCorrectedOriginal(header) {
      return "expected original images, found \(kind.lowercased())"
    }
    if let bValue = header.bValue, bValue > 0 {
      return "expected T2, found diffusion weighting"
    }
    let words = header.names.flatMap(Self.words)
    if let name = excludedNames.first(where: { name in words.contains { $0.hasPrefix(name) } }) {
      return "expected T2, found a series named \(name)"
    }
    guard names.contains(where: { name in words.contains { $0.hasPrefix(name) } }) else {
      return "expected T2, found no word in the series' names that tells so"
    }
    if let time = header.echoTime, header.scanningSequence.contains("SE"),
      !header.scanningSequence.contains("GR"), time < minimumEchoTime
    {
      return "expected T2, found a spin echo with an echo time of \(time) ms"
    }
    guard series.slices >= minimumSlices else {
      return "expected at least \(minimumSlices) slices, found \(series.slices)"
    }
    guard let spacing = header.sliceSpacing, spacing > 0 else {
      return "expected slices with a distance, found none"
    }
    guard spacing <= maximumSpacing else {
      return "expected slices at most \(maximumSpacing) mm apart, found \(spacing) mm"
    }
    return nil
  }

  /// The series of a study that is segmented, and why each other one is not.
  package func choose(from study: [CandidateSeries]) -> (
    chosen: CandidateSeries?, refused: [(series: CandidateSeries, reason: String)]
  ) {
    var fitting: [CandidateSeries] = []
    var refused: [(series: CandidateSeries, reason: String)] = []
    for series in study {
      if let reason = refusal(of: series) {
        refused.append((series, reason))
      } else {
        fitting.append(series)
      }
    }
    fitting.sort { first, second in
      let (a, b) = (first.header, second.header)
      let (s, t) = (a.sliceSpacing ?? .infinity, b.sliceSpacing ?? .infinity)
      if s != t { return s < t }
      if first.slices != second.slices { return first.slices > second.slices }
      return (a.number ?? .max, a.seriesUID) < (b.number ?? .max, b.seriesUID)
    }
    for other in fitting.dropFirst() {
      refused.append((other, "another series of this study fits better: thinner or more slices"))
    }
    return (fitting.first, refused)
  }

  /// Scanners mark their own correction of distortion as derived; those images are original.
  private func isDistortionCorrectedOriginal(_ header: ImageHeader) -> Bool {
    header.imageType.contains { $0.hasPrefix("DIS2D") || $0.hasPrefix("DIS3D") }
      && !header.imageType.contains { ["LOCALIZER", "PROJECTION IMAGE", "MPR"].contains($0) }
  }

  /// "T2_SPACE-tra 0.5mm" is t2, space, tra, 0, 5mm; "b-FFE" is b, ffe.
  static func words(_ name: String) -> [String] {
    name.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
  }
}

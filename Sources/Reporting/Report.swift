public import Evaluation

/// Everything one page says about an experiment: runs, figures, pictures and how to repeat it.
///
/// ``html()`` makes one self-contained file of it: no scripts, no network, readable in the dark and
/// on paper.
public struct Report: Sendable {
  /// The heading.
  public var title: String
  /// One sentence below the heading: data, task, date.
  public var subtitle: String
  /// The runs to compare, lower bound first.
  public var runs: [ReportRun]
  /// How long each stage took.
  public var stages: [ReportStage]
  /// Training curves.
  public var curves: [LineChart]
  /// Pictures of example cases.
  public var overlays: [ReportOverlay]
  /// What is needed to repeat the experiment: command, seed, versions.
  public var facts: [ReportFact]
  /// What a reader must know to judge the figures, one sentence each.
  public var notes: [String]

  /// A report from its parts.
  public init(
    title: String, subtitle: String = "", runs: [ReportRun] = [], stages: [ReportStage] = [],
    curves: [LineChart] = [], overlays: [ReportOverlay] = [], facts: [ReportFact] = [],
    notes: [String] = []
  ) {
    self.title = title
    self.subtitle = subtitle
    self.runs = runs
    self.stages = stages
    self.curves = curves
    self.overlays = overlays
    self.facts = facts
    self.notes = notes
  }
}

/// One trained model and its scores on the target cases.
public struct ReportRun: Hashable, Sendable {
  /// What a run stands for in the comparison.
  public enum Role: String, Codable, Hashable, Sendable {
    /// The lower bound: trained on the source alone.
    case sourceOnly = "source-only"
    /// The method under test; the last such run gives the key figures.
    case adapted
    /// The upper bound: trained with target labels.
    case supervised
    /// Anything else.
    case other
  }

  /// The name that tables print.
  public let name: String
  /// What the run stands for.
  public let role: Role
  /// The scores on the target cases.
  public let scores: ScoreTable

  /// A run from its parts.
  public init(name: String, role: Role, scores: ScoreTable) {
    self.name = name
    self.role = role
    self.scores = scores
  }
}

/// A stage of the experiment and the time it took.
public struct ReportStage: Codable, Hashable, Sendable {
  /// The stage's name.
  public let name: String
  /// The time it took, in seconds.
  public let seconds: Double

  /// A stage from its name and its time in seconds.
  public init(name: String, seconds: Double) {
    self.name = name
    self.seconds = seconds
  }
}

/// A name and a value, such as the seed.
public struct ReportFact: Codable, Hashable, Sendable {
  /// What the value is.
  public let name: String
  /// The value.
  public let value: String

  /// A fact from its name and its value.
  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

/// Pictures of one case: planes with the contours of reference and prediction.
public struct ReportOverlay: Hashable, Sendable {
  /// One picture.
  public struct Picture: Hashable, Sendable {
    /// The plane it shows.
    public let plane: AnatomicalPlane
    /// The bytes of a PNG file, as ``overlayPNG(image:reference:prediction:plane:focus:pixels:)``
    /// makes them.
    public let png: [UInt8]

    /// A picture from its plane and its PNG file.
    public init(plane: AnatomicalPlane, png: [UInt8]) {
      self.plane = plane
      self.png = png
    }
  }

  /// The heading, as in "Worst case: ldn_7".
  public let title: String
  /// What to see, as in the case's scores.
  public let caption: String
  /// The pictures, side by side.
  public let pictures: [Picture]

  /// Pictures with a heading and a caption.
  public init(title: String, caption: String, pictures: [Picture]) {
    self.title = title
    self.caption = caption
    self.pictures = pictures
  }
}

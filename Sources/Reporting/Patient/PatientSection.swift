public import Clinical

/// One section of a patient's page: a heading and what stands below it.
///
/// A page is a list of sections, so that a grade, quality flags or a growth curve are added by whoever
/// computes them, as values.
public struct PatientSection: Hashable, Sendable {
  /// The heading; empty for none.
  public let heading: BilingualText
  /// What stands below, from top to bottom.
  public let blocks: [PatientBlock]

  /// A section from its heading and its blocks.
  public init(_ heading: BilingualText, _ blocks: [PatientBlock]) {
    self.heading = heading
    self.blocks = blocks
  }
}

/// A piece of a section.
public enum PatientBlock: Hashable, Sendable {
  /// The few figures that matter most, large and side by side.
  case figures([PatientFigure])
  /// A table.
  case table(PatientTable)
  /// Paragraphs.
  case paragraphs([BilingualText])
  /// A list of remarks.
  case remarks([BilingualText])
  /// Pictures side by side, and what their colours and lines mean.
  case views([PatientView], caption: BilingualText)
  /// A chart, such as a growth curve, with its words in each language.
  case chart(english: LineChart, japanese: LineChart)
  /// One lesion's course: the answer with its reasons, the curve and the readings.
  case growth(LesionFollowUp)
}

/// A figure with its name and what to know about it.
public struct PatientFigure: Hashable, Sendable {
  /// What it is, as in "Whole tumour".
  public let name: BilingualText
  /// The figure with its unit, or a word.
  public let value: BilingualText
  /// What to know about it, as its limits of agreement.
  public let detail: BilingualText

  /// A figure from its parts.
  public init(_ name: BilingualText, _ value: BilingualText, detail: BilingualText = "") {
    self.name = name
    self.value = value
    self.detail = detail
  }
}

/// A table: a heading for each column, and rows whose first cell is a name.
public struct PatientTable: Hashable, Sendable {
  /// The headings of the columns, the first one for the names.
  public let columns: [BilingualText]
  /// The rows, each with as many cells as there are columns.
  public let rows: [[BilingualText]]

  /// A table from its columns and rows; traps when a row has another number of cells.
  public init(columns: [BilingualText], rows: [[BilingualText]]) {
    precondition(
      rows.allSatisfy { $0.count == columns.count }, "each row has a cell for each column")
    self.columns = columns
    self.rows = rows
  }
}

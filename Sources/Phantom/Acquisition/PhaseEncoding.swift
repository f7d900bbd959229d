/// The image axis along which phase is encoded; the other one is read out, as in DICOM.
public enum PhaseEncoding: String, Codable, Sendable, CaseIterable {
  /// Along the rows: the first index varies.
  case row
  /// Along the columns: the second index varies.
  case column

  /// The number of the phase-encoded axis.
  var axis: Int { self == .row ? 0 : 1 }

  /// The number of the axis that is read out.
  var readout: Int { 1 - axis }
}

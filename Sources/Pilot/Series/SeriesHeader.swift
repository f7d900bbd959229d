package import Foundation

/// What one file of a series says about the series.
package struct SeriesHeader: Hashable, Sendable {
  /// The study; its date of receipt is when the header was read.
  package var study: Study
  /// Series Instance UID.
  package var seriesUID: String
  /// SOP Instance UID of this file.
  package var instanceUID: String
  /// Modality, as "MR".
  package var modality = ""
  /// Series Number.
  package var number: Int?
  /// Series Description, Protocol Name and Sequence Name, in this order, empty where absent.
  package var names: [String] = []
  /// Image Type.
  package var imageType: [String] = []
  /// Scanning Sequence, as "SE" and "GR"; for enhanced images "SE" or "GR" by Echo Pulse Sequence.
  package var scanningSequence: [String] = []
  /// The echo time in ms.
  package var echoTime: Double?
  /// The distance of slices in mm: Spacing Between Slices, else Slice Thickness.
  package var sliceSpacing: Double?
  /// The diffusion weighting in s/mm².
  package var bValue: Double?
  /// Frames of this file; 1 for a classic image.
  package var frames = 1
}

extension SeriesHeader {
  /// A header in the DICOM JSON model.
  ///
  /// - Source: PS3.18, annex F.2.
  /// - Throws: ``PilotError`` where it is not such JSON or lacks the study's or series' identifier.
  package init(dicomJSON data: Data, at date: Date) throws {
    let json = try? JSONSerialization.jsonObject(with: data)
    // One object, or as DICOMweb sends it, a list.
    guard let object = (json as? [String: Any]) ?? (json as? [[String: Any]])?.first else {
      throw PilotError("expected a DICOM header as JSON, found something else")
    }
    let item = JSONItem(object)
    guard let studyUID = item.text("0020000D"), let seriesUID = item.text("0020000E"),
      let instanceUID = item.text("00080018")
    else {
      throw PilotError("expected a DICOM image, found no study, series or instance identifier")
    }
    study = Study(uid: studyUID, receivedAt: date)
    study.patientID = item.text("00100020") ?? ""
    study.patientName = item.text("00100010") ?? ""
    study.accessionNumber = item.text("00080050") ?? ""
    study.studyDate = item.text("00080020") ?? ""
    self.seriesUID = seriesUID
    self.instanceUID = instanceUID
    modality = item.text("00080060") ?? ""
    number = item.number("00200011").map { Int($0) }
    names = ["0008103E", "00181030", "00180024", "00189005"].compactMap(item.text)
    imageType = item.texts("00080008")
    frames = item.number("00280008").map { max(1, Int($0)) } ?? 1

    // Enhanced images keep these in functional groups, shared or of the first frame.
    let groups = [item.item("52009229"), item.item("52009230")].compactMap { $0 }
    func grouped(_ sequence: String, _ tag: String) -> Double? {
      groups.lazy.compactMap { $0.item(sequence)?.number(tag) }.first
    }
    scanningSequence = item.texts("00180020")
    if scanningSequence.isEmpty, let echo = item.text("00189008") {
      scanningSequence = [echo == "SPIN" ? "SE" : "GR"]
    }
    echoTime = item.number("00180081") ?? grouped("00189114", "00189082")
    sliceSpacing =
      item.number("00180088") ?? grouped("00289110", "00180088") ?? item.number("00180050")
      ?? grouped("00289110", "00180050")
    bValue = item.number("00189087") ?? grouped("00189117", "00189087")
  }
}

/// A data set of the DICOM JSON model.
private struct JSONItem {
  let elements: [String: Any]

  init(_ elements: [String: Any]) { self.elements = elements }

  private func values(_ tag: String) -> [Any] {
    (elements[tag] as? [String: Any])?["Value"] as? [Any] ?? []
  }

  func texts(_ tag: String) -> [String] {
    values(tag).compactMap { value in
      (value as? String) ?? (value as? [String: Any])?["Alphabetic"] as? String
    }
  }

  func text(_ tag: String) -> String? { texts(tag).first { !$0.isEmpty } }

  func number(_ tag: String) -> Double? {
    let value = values(tag).first
    let number = (value as? NSNumber)?.doubleValue ?? (value as? String).flatMap(Double.init)
    // Far beyond any header's value, an integer would not hold it.
    return number.flatMap { $0.isFinite && abs($0) < 1e9 ? $0 : nil }
  }

  func item(_ tag: String) -> JSONItem? {
    (values(tag).first as? [String: Any]).map(JSONItem.init)
  }
}

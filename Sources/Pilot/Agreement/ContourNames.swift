import DICOM

/// Which structure of the pilot a contour is, by its name.
///
/// A contour is the first structure of which a word of its name begins like one of these; parts come
/// before the whole, so "VS intrameatal" is the part.
package struct ContourNames: Codable, Sendable, Hashable {
  /// How words begin that name the tumour's part outside the canal.
  package var extrameatal = ["extra"]
  /// How words begin that name the tumour's part inside the canal.
  package var intrameatal = ["intra"]
  /// How words begin that name the cochlea.
  package var cochlea = ["cochlea"]
  /// How words begin that name the whole tumour; "tv" is the target volume of dose plans.
  package var tumour = ["vs", "tv", "gtv", "tumour", "tumor", "schwannoma", "vestibular"]

  /// The defaults.
  package init() {}

  /// The name that the configuration's structures have; `nil` for anything else, as "skull".
  func structure(named name: String) -> String? {
    let words = SeriesRules.words(name)
    let known = [
      ("extrameatal", extrameatal), ("intrameatal", intrameatal), ("cochlea", cochlea),
      ("VS", tumour),
    ]
    return known.first { _, beginnings in
      beginnings.contains { beginning in words.contains { $0.hasPrefix(beginning) } }
    }?.0
  }

  /// The same for a segment: its codes count before its label.
  func structure(of segment: SegmentedStructure) -> String? {
    if segment.type.isSame(as: .cochlea) { return "cochlea" }
    guard segment.type.isSame(as: .vestibularSchwannoma) else {
      return structure(named: segment.label)
    }
    switch segment.modifier {
    case nil: return "VS"
    case .intrameatal: return "intrameatal"
    case .extrameatal: return "extrameatal"
    default: return structure(named: segment.label)
    }
  }
}

public import Imaging

/// An edition of the crossMoDA challenge: which label values there are and what they mean.
///
/// - Source: the challenge's data pages and submission containers of 2021, 2022 and 2023.
public enum Edition: String, Hashable, Sendable, Codable, CaseIterable {
  /// London alone; 1 is the tumour, 2 the cochlea.
  case crossmoda2021
  /// London and Tilburg; 1 is the tumour, 2 the cochlea.
  case crossmoda2022
  /// London, Tilburg and the UK's routine scans; 1 is the tumour's part outside the meatus, 2 the
  /// part inside it, 3 the cochlea.
  case crossmoda2023
  /// The labels of 2023 with two structures beside the tumour, from which Koos grades are measured:
  /// 4 is the brainstem, 5 the cerebellum. No edition of the challenge; it lies in the folders of 2023.
  case crossmoda2023Neighbours = "crossmoda2023-neighbours"

  /// Whether the tumour's parts inside and outside the meatus have labels of their own.
  public var hasTumourParts: Bool {
    labelledStructures.contains { $0.name == Structure.Name.extraMeatal.rawValue }
  }

  /// The structures that have a label value of their own, in ascending order of it.
  public var labelledStructures: [Structure] {
    switch self {
    case .crossmoda2021, .crossmoda2022:
      [Structure(.vestibularSchwannoma, [1]), Structure(.cochlea, [2])]
    case .crossmoda2023:
      [Structure(.extraMeatal, [1]), Structure(.intraMeatal, [2]), Structure(.cochlea, [3])]
    case .crossmoda2023Neighbours:
      Edition.crossmoda2023.labelledStructures
        + [Structure(.brainstem, [4]), Structure(.cerebellum, [5])]
    }
  }

  /// The structures that are scored: those labelled, after the whole tumour where it is in parts.
  public var structures: [Structure] {
    switch self {
    case .crossmoda2021, .crossmoda2022: labelledStructures
    case .crossmoda2023, .crossmoda2023Neighbours:
      [Structure(.vestibularSchwannoma, [1, 2])] + labelledStructures
    }
  }

  /// The values a label image may hold besides 0, the background.
  public var labelValues: Set<UInt8> {
    Set(labelledStructures.flatMap(\.labels))
  }

  /// The name and value of each labelled structure, as data-set files state them.
  public var labelMapping: [String: UInt8] {
    var mapping: [String: UInt8] = [:]
    for structure in labelledStructures {
      for label in structure.labels { mapping[structure.name] = label }
    }
    return mapping
  }

  /// The labels with the tumour in one piece, as in 2022: 1 is the tumour, 2 the cochlea.
  public func undivided(_ labels: LabelMap) -> LabelMap {
    var values = [UInt8](repeating: 0, count: 256)
    let names = Structure.Name.self
    for structure in labelledStructures {
      for label in structure.labels {
        switch structure.name {
        case names.brainstem.rawValue, names.cerebellum.rawValue: values[Int(label)] = 0
        case names.cochlea.rawValue: values[Int(label)] = 2
        default: values[Int(label)] = 1
        }
      }
    }
    return LabelMap(grid: labels.grid, voxels: labels.voxels.map { values[Int($0)] })
  }

  /// The one edition with this mapping of names to values; of 2021 and 2022, which are alike, 2022.
  public init?(labelMapping: [String: UInt8]) {
    let found = Edition.allCases.last { $0.labelMapping == labelMapping }
    guard let found else { return nil }
    self = found
  }
}

/// A structure that is segmented: its name and the label values whose union it is.
public struct Structure: Hashable, Sendable, Codable {
  /// The names of all structures of all editions.
  public enum Name: String, Hashable, Sendable, Codable, CaseIterable {
    /// The whole tumour.
    case vestibularSchwannoma = "VS"
    /// The tumour's part in the cerebellopontine angle, outside the internal auditory canal.
    case extraMeatal = "extra-meatal"
    /// The tumour's part inside the internal auditory canal.
    case intraMeatal = "intra-meatal"
    /// Both cochleas under one label.
    case cochlea
    /// Midbrain, pons, medulla and upper cord.
    case brainstem
    /// Hemispheres, vermis and middle peduncles of the cerebellum.
    case cerebellum
  }

  /// The name in tables and files: "VS", "extra-meatal", "intra-meatal", "cochlea",
  /// "brainstem" or "cerebellum".
  public let name: String
  /// The label values whose union the structure is.
  public let labels: Set<UInt8>

  init(_ name: Name, _ labels: Set<UInt8>) {
    self.name = name.rawValue
    self.labels = labels
  }
}

/// Settings as a file writes them, before they become a ``Recipe``.
indirect enum SettingsTree: Hashable, Sendable {
  case object([String: SettingsTree])
  case array([SettingsTree])
  case string(String)
  case bool(Bool)
  case integer(Int)
  case unsigned(UInt64)
  case number(Double)
  case null

  /// The members of an object; `nil` for anything else.
  var members: [String: SettingsTree]? {
    if case .object(let members) = self { members } else { nil }
  }

  /// The member of an object; `nil` where there is none.
  subscript(_ key: String) -> SettingsTree? { members?[key] }

  /// The text of a string; `nil` for anything else.
  var text: String? {
    if case .string(let text) = self { text } else { nil }
  }
}

extension SettingsTree: Codable {
  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .null
    } else if let bool = try? value.decode(Bool.self) {
      self = .bool(bool)
    } else if let integer = try? value.decode(Int.self) {
      self = .integer(integer)
    } else if let unsigned = try? value.decode(UInt64.self) {
      self = .unsigned(unsigned)
    } else if let number = try? value.decode(Double.self) {
      self = .number(number)
    } else if let text = try? value.decode(String.self) {
      self = .string(text)
    } else if let array = try? value.decode([SettingsTree].self) {
      self = .array(array)
    } else {
      self = .object(try value.decode([String: SettingsTree].self))
    }
  }

  func encode(to encoder: any Encoder) throws {
    var value = encoder.singleValueContainer()
    switch self {
    case .object(let members): try value.encode(members)
    case .array(let elements): try value.encode(elements)
    case .string(let text): try value.encode(text)
    case .bool(let bool): try value.encode(bool)
    case .integer(let integer): try value.encode(integer)
    case .unsigned(let unsigned): try value.encode(unsigned)
    case .number(let number): try value.encode(number)
    case .null: try value.encodeNil()
    }
  }
}

extension SettingsTree {
  /// This tree with another one's settings laid over it.
  ///
  /// Objects are merged key by key; a key that this tree lacks is filled up from `defaults` first, so that
  /// one setting of a part that is off switches the part on. Arrays are replaced whole, and so are choices,
  /// of which a file names one; `null` switches off.
  func merged(with other: SettingsTree, defaults: SettingsTree?) -> SettingsTree {
    guard let ours = members, let theirs = other.members else { return other }
    var result = ours
    for (key, value) in theirs {
      let standard = defaults?[key]
      if value.members == nil || Self.choices.contains(key) {
        result[key] = value
      } else {
        let known = result[key].flatMap { $0 == .null ? nil : $0 } ?? standard ?? .object([:])
        result[key] = known.merged(with: value, defaults: standard)
      }
    }
    return .object(result)
  }

  /// The keys whose value is one of several forms, each with its own name.
  static let choices: Set<String> = ["schedule", "change"]
  /// The keys whose value is a table by name, in which a name may be missing.
  static let tables: Set<String> = ["classes"]

  /// This tree with `null` for every key that only `schema` has.
  func withNulls(_ schema: SettingsTree) -> SettingsTree {
    guard let members, let known = schema.members else { return self }
    var result = members
    for (key, value) in known where !Self.choices.contains(key) {
      if Self.tables.contains(key), value.members != nil { continue }
      result[key] = result[key].map { $0.withNulls(value) } ?? .null
    }
    return .object(result)
  }
}

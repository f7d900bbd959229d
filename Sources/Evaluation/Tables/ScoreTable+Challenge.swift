extension ScoreTable {
  /// One line a case in the challenge's columns, as its ranking script reads them.
  ///
  /// For 2022 they are `Case,VS_Dice,VS_ASSD,Cochlea_Dice,Cochlea_ASSD,Team`. Other structures keep
  /// their place in the table, as `Extra_Dice`, `Intra_Dice`; an excluded score is left empty.
  ///
  /// - Parameter boundaries: the boundary ASSD in mm by case, for a column `Boundary_ASSD`.
  public func challengeCSV(team: String, boundaries: [String: Double?]? = nil) -> String {
    let structures = structures
    var header = ["Case"]
    for structure in structures {
      let name = Self.challengeName(structure)
      header += ["\(name)_Dice", "\(name)_ASSD"]
    }
    if boundaries != nil { header.append("Boundary_ASSD") }
    header.append("Team")
    var byCase: [String: [String: CaseScore]] = [:]
    for row in rows { byCase[row.case, default: [:]][row.structure] = row }
    let lines = cases.map { name in
      var fields = [name]
      for structure in structures {
        let row = byCase[name]?[structure]
        fields += [csvNumber(row?.dice), csvNumber(row?.assd)]
      }
      if let boundaries { fields.append(csvNumber(boundaries[name] ?? nil)) }
      return fields + [team]
    }
    return ([header] + lines).map { $0.map(csvField).joined(separator: ",") + "\n" }.joined()
  }

  /// The name of a structure in the challenge's columns; other names as they are.
  static func challengeName(_ structure: String) -> String {
    switch structure {
    case "cochlea": "Cochlea"
    case "extra-meatal": "Extra"
    case "intra-meatal": "Intra"
    default: structure
    }
  }
}

public import Clinical

extension PatientSection {
  /// The section about the Koos grade: the grade, each grade's probability, and the evidence.
  public static func koos(_ assessment: KoosAssessment) -> PatientSection {
    var blocks: [PatientBlock] = []
    if let grade = assessment.grade, let shares = assessment.probabilities {
      let detail =
        assessment.knowsNeighbours
        ? BilingualText("brainstem measured", "脳幹のマスクから計測")
        : BilingualText("brainstem not known: less sure", "脳幹のマスクなし(確度は低い)")
      blocks.append(
        .figures([
          PatientFigure(
            BilingualText("Grade", "分類"), BilingualText(KoosWords.numerals[grade - 1]),
            detail: detail)
        ]))
      blocks.append(
        .table(
          PatientTable(
            columns: [""] + KoosWords.numerals.map { BilingualText($0) },
            rows: [
              [BilingualText("Probability", "確率")]
                + shares.map { BilingualText(percentage($0)) }
            ])))
    } else {
      blocks.append(
        .figures([
          PatientFigure(
            BilingualText("Grade", "分類"), BilingualText("none", "なし"),
            detail: KoosWords.reason(assessment.outcome))
        ]))
    }
    blocks.append(.remarks(assessment.evidence))
    return PatientSection(BilingualText("Koos grade", "Koos 分類"), blocks)
  }

  /// The section about quality flags: each with its reason, or that there is none.
  public static func flags(_ flags: [QualityFlag]) -> PatientSection {
    let heading = BilingualText("Quality flags", "品質の確認")
    guard !flags.isEmpty else {
      return PatientSection(
        heading,
        [
          .remarks([
            BilingualText(
              "No flag was raised, which proves nothing.", "該当する項目はありません(問題がない証明ではありません)。")
          ])
        ])
    }
    return PatientSection(
      heading,
      [
        .remarks(
          flags.map { flag in
            let severity = KoosWords.severity(flag.severity)
            return BilingualText(
              "\(severity.english): \(flag.reason.english)",
              "\(severity.japanese):\(flag.reason.japanese)")
          })
      ])
  }

  /// The section about one lesion's course: the answer with its reasons, the curve, the readings.
  public static func growth(_ lesion: LesionFollowUp) -> PatientSection {
    PatientSection("", [.growth(lesion)])
  }
}

/// The words for grades and flags, in both languages.
enum KoosWords {
  static let numerals = ["I", "II", "III", "IV"]

  static func reason(_ outcome: KoosAssessment.Outcome) -> BilingualText {
    switch outcome {
    case .graded: ""
    case .postOperative: BilingualText("after an operation", "術後")
    case .noTumour: BilingualText("no tumour", "腫瘍なし")
    }
  }

  static func severity(_ severity: QualityFlag.Severity) -> BilingualText {
    switch severity {
    case .error: BilingualText("Do not trust figures", "数値は使用不可")
    case .warning: BilingualText("Look first", "要確認")
    }
  }
}

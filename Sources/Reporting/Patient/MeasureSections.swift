public import Clinical
import Imaging

extension PatientSection {
  /// The sections about a tumour's measures: key figures, volumes, lengths, remarks and definitions.
  ///
  /// - Parameters:
  ///   - measures: what was measured.
  ///   - views: the pictures between the key figures and the tables; empty for none.
  ///   - findings: the sections between the pictures and the tables, as about grade and growth.
  public static func measures(
    _ measures: MeatalMeasures, views: [PatientView], and findings: [PatientSection] = []
  ) -> [PatientSection] {
    var sections = [PatientSection("", [.figures(measures.keyFigures)])]
    if !views.isEmpty {
      sections.append(PatientSection("", [.views(views, caption: measures.caption)]))
    }
    sections += findings
    sections.append(
      PatientSection(
        BilingualText("Volume, mm³", "体積(mm³)"),
        [.table(measures.volumeTable), .remarks(measures.volumeRemarks)]))
    sections.append(
      PatientSection(
        BilingualText("Length, mm", "径・距離(mm)"),
        [.table(measures.lengthTable), .remarks(measures.lengthRemarks)]))
    if !measures.notes.isEmpty {
      sections.append(
        PatientSection(
          BilingualText("Before you trust these figures", "数値を見る前の注意"),
          [.remarks(measures.notes.map(MeasureWords.note))]))
    }
    return sections
  }
}

extension MeatalMeasures {
  fileprivate var keyFigures: [PatientFigure] {
    let limits = ObserverAgreement.relativeLimits(volume: whole.counted)
    var figures = [
      PatientFigure(
        BilingualText("Side", "患側"), MeasureWords.side(side.side),
        detail: MeasureWords.evidence(side.evidence)),
      PatientFigure(
        MeasureWords.whole, BilingualText(fixed(whole.counted, 0) + " mm³"),
        detail: BilingualText(
          "experts agree within ± \(percentage(limits))", "専門医間の一致限界 ± \(percentage(limits))")),
    ]
    if let sizeGrade {
      let length = extraMeatalDiameters.map { fixed($0.largest.length, 1) + " mm" }
      figures.append(
        PatientFigure(
          BilingualText("Largest extra-meatal diameter", "内耳道外最大径"),
          BilingualText(length ?? "0 mm"), detail: MeasureWords.grade(sizeGrade)))
    }
    return figures
  }

  fileprivate var caption: BilingualText {
    var english = "Orange: extra-meatal part. Pink: intra-meatal part. Blue: cochlea."
    var japanese = "橙:内耳道外、桃:内耳道内、青:蝸牛。"
    if extraMeatal == nil || notes.contains(.dividedByAnatomy) {
      english = "Orange: tumour. Blue: cochlea."
      japanese = "橙:腫瘍、青:蝸牛。"
    }
    if plane != nil {
      english += " Dashes: meatal plane."
      japanese += "破線:内耳孔面。"
    }
    if extraMeatalDiameters != nil {
      english += " Green: largest axial extra-meatal diameter."
      japanese += "緑線:軸位断での内耳道外最大径。"
    }
    return BilingualText(
      english + " The patient’s right (R) is on the left.", japanese + "患者の右(R)は画像の左側です。")
  }

  fileprivate var volumeTable: PatientTable {
    let rows: [(BilingualText, TumourVolume?)] = [
      (MeasureWords.whole, whole), (MeasureWords.extra, extraMeatal),
      (MeasureWords.intra, intraMeatal),
    ]
    return PatientTable(
      columns: [
        "", BilingualText("counted", "ボクセル計数"), BilingualText("smooth border", "平滑境界"),
        BilingualText("expected", "確率期待値"), BilingualText("limits of agreement", "一致限界(95%)"),
      ],
      rows: rows.map { name, volume in
        [
          name, BilingualText(fixed(volume?.counted, 0)), BilingualText(fixed(volume?.smooth, 0)),
          BilingualText(fixed(volume?.expected, 0)),
          BilingualText(volume.map { "± " + fixed($0.observerLimits, 0) } ?? noFigure),
        ]
      })
  }

  fileprivate var volumeRemarks: [BilingualText] {
    var remarks = [
      BilingualText(
        "Limits of agreement: how far one expert’s reading of such a volume lies from the mean of "
          + "five (95 %), between published limits of 26.8 % for the smallest and 7.3 % for the largest tumours.",
        "一致限界(95%)は、同程度の体積で専門医1名の計測値が専門医5名の平均から外れる幅の目安です"
          + "(公表値:最小群26.8%、最大群7.3%の間を補間)。")
    ]
    if let uncertainty {
      let width = fixed(uncertainty.halfWidth, 2)
      let (low, high) = (fixed(uncertainty.surelyInside, 0), fixed(uncertainty.possiblyInside, 0))
      remarks.append(
        BilingualText(
          "The model’s border is uncertain by ± \(width) mm: \(low) mm³ have a probability of at "
            + "least 3/4, \(high) mm³ of at least 1/4.",
          "モデルの境界の不確かさは ± \(width) mmです(確率75%以上は\(low) mm³、"
            + "25%以上は\(high) mm³)。"))
    }
    if strayVolume > 0 {
      let volume = fixed(strayVolume, 0)
      remarks.append(
        BilingualText(
          "\(volume) mm³ of separate voxels are not counted.", "離れた\(volume) mm³は含みません。"))
    }
    return remarks
  }

  fileprivate var lengthTable: PatientTable {
    let both: [(BilingualText, (Diameters) -> Double?)] = [
      (BilingualText("Largest, in any direction", "最大径(3次元)"), { $0.largest.length }),
      (BilingualText("Largest, axial plane", "最大径(軸位断)"), { $0.axial.length }),
      (
        BilingualText("Parallel to the meatal plane, axial", "内耳孔面に平行(軸位断)"),
        { $0.parallel?.length }
      ),
      (
        BilingualText("Perpendicular to it, axial", "同 垂直(軸位断)"), { $0.perpendicular?.length }
      ),
      (
        BilingualText("Square root of the product of these two", "上記2径の積の平方根"),
        { $0.geometricMean }
      ),
      (BilingualText("Reach from the meatal plane", "内耳孔面からの突出"), { $0.reach }),
    ]
    return PatientTable(
      columns: ["", MeasureWords.extra, MeasureWords.whole],
      rows: both.map { name, value in
        [
          name, BilingualText(fixed(extraMeatalDiameters.flatMap(value), 1)),
          BilingualText(fixed(value(wholeDiameters), 1)),
        ]
      } + [
        [
          BilingualText("Distance to the cochlea", "蝸牛までの距離"), BilingualText(noFigure),
          BilingualText(fixed(cochleaDistance, 1)),
        ]
      ])
  }

  fileprivate var lengthRemarks: [BilingualText] {
    let step = [spacing.x, spacing.y, spacing.z].map { fixed($0, 2) }.joined(separator: " × ")
    var remarks = [
      BilingualText(
        "Voxels of \(step) mm; a length is no surer than a voxel’s diagonal, "
          + "\(fixed(spacing.length, 1)) mm.",
        "ボクセル \(step) mm。長さの精度はボクセルの対角線(\(fixed(spacing.length, 1)) mm)程度です。")
    ]
    if let plane {
      let source = MeasureWords.source(plane.source)
      let spread = plane.spread.map { fixed($0, 2) }
      remarks.append(
        BilingualText(
          "Meatal plane: \(source.english)"
            + (spread.map { "; the border lies within \($0) mm (root mean square) of it." } ?? "."),
          "内耳孔面:\(source.japanese)" + (spread.map { "(境界の二乗平均平方根距離 \($0) mm)。" } ?? "。")))
    }
    remarks.append(
      BilingualText(
        "Size class and largest extra-meatal diameter: consensus of 2003 (Kanzaki et al.). "
          + "Parallel and perpendicular: AAO-HNS 1995.",
        "大きさの分類と内耳道外最大径は2003年の国際合意(Kanzakiら)、"
          + "平行・垂直径はAAO-HNS 1995に準拠。"))
    return remarks
  }
}

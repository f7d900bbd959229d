import Clinical
import Foundation
import Imaging
import TestSupport
import Testing

@testable import Reporting

@Suite("A patient's page")
struct PatientPageTests {
  /// A ball of two parts, cut at x = 20, and a cochlea, with a ramp as image.
  private func sample() -> (image: Volume, labels: LabelMap) {
    let grid = VoxelGrid(40, 30, 16, spacing: [1, 1, 1.5], origin: [0, -15, -12])
    let tumour = ball(on: grid, centre: [18, 0, 0], radius: 7)
    let cochlea = ball(on: grid, centre: [32, 4, 0], radius: 3)
    let labels = LabelMap(
      grid: grid,
      voxels: (0..<grid.count).map { o in
        let x = grid.world(SIMD3<Double>(grid.index(at: o))).x
        return tumour.voxels[o] ? (x >= 20 ? 2 : 1) : cochlea.voxels[o] ? 3 : 0
      })
    let image = Volume(
      grid: grid, voxels: (0..<grid.count).map { Float(grid.index(at: $0).y) })
    return (image, labels)
  }

  private func page() throws -> PatientPage {
    let (image, labels) = sample()
    let measures = try MeatalMeasures(of: labels, .parts)
    let views = try PatientView.threePlanes(
      of: measures, labels: labels, coding: .parts, image: image)
    return PatientPage(
      title: "case <1>", subtitle: BilingualText("from a file", "ファイルから"),
      sections: PatientSection.measures(measures, views: views))
  }

  @Test("Each language is a sheet of its own, with its mark of research use")
  func languages() throws {
    let page = try page()
    let english = page.html([.english])
    #expect(english.contains("<html lang=\"en\">") && !english.contains("lang=\"ja\""))
    #expect(english.contains("Research use only. Not a medical device."))
    #expect(english.contains("Largest extra-meatal diameter"))
    #expect(!english.contains("内耳道"))
    let japanese = page.html([.japanese])
    #expect(japanese.contains("<html lang=\"ja\">"))
    #expect(japanese.contains("研究用。医療機器ではありません。診断・治療には使用できません。"))
    #expect(japanese.contains("内耳道外最大径") && !japanese.contains("Research use"))
    #expect(japanese.contains("Noto Sans CJK JP"))
    let both = page.html([.english, .japanese])
    #expect(both.components(separatedBy: "<article").count == 3)
    // Before and after the figures, once in each place and language.
    #expect(both.components(separatedBy: PatientPage.disclaimer.english).count == 3)
    #expect(both.components(separatedBy: PatientPage.disclaimer.japanese).count == 3)
  }

  @Test("Names are escaped, and nothing is fetched or run")
  func safety() throws {
    let html = try page().html([.english, .japanese])
    #expect(html.contains("case &lt;1&gt;") && !html.contains("case <1>"))
    #expect(!html.contains("<script") && !html.contains("http"))
  }

  @Test("Figures on the page are those measured")
  func figures() throws {
    let measures = try MeatalMeasures(of: sample().labels, .parts)
    let html = try page().html([.english])
    #expect(html.contains("<p class=\"figure\">Right</p>"))
    #expect(html.contains("<p class=\"figure\">\(fixed(measures.whole.counted, 0)) mm³</p>"))
    let diameter = try #require(measures.extraMeatalDiameters).largest.length
    #expect(html.contains("<p class=\"figure\">\(fixed(diameter, 1)) mm</p>"))
    // The ball is 14 mm wide.
    #expect(html.contains("medium (11–20 mm)"))
    #expect(html.contains("<td>\(fixed(measures.cochleaDistance, 1))</td>"))
  }

  @Test("Grade, flags and growth stand between pictures and tables, in the page's language")
  func findings() throws {
    let (image, labels) = sample()
    let none = Mask(grid: labels.grid, filledWith: false)
    let grade = KoosAssessment(
      try KoosMasks(
        extraMeatal: labels.mask(of: [1]), intraMeatal: labels.mask(of: [2]), cochleas: none),
      with: try .shipped())
    let flags = qualityFlags(try QualityInput(image: image))
    let visits = try [("2020-01-15", 1000.0), ("2021-01-15", 1600)].map { day, volume in
      VisitFindings(
        date: try #require(VisitDate(day)), sequence: "T2", sliceThickness: 1.5,
        lesions: [
          LesionFinding(
            volume: volume, diameter: 14, position: [25, 0, 0], isRightSided: true)
        ], alignment: .unchecked)
    }
    let growth = PatientFollowUp(patient: "A", visits: visits).lesions.map(PatientSection.growth)
    #expect(growth.count == 1 && !flags.isEmpty)
    let page = PatientPage(
      title: "a",
      sections: PatientSection.measures(
        try MeatalMeasures(of: labels, .parts), views: [],
        and: [.koos(grade), .flags(flags)] + growth))
    let english = ["Koos grade", "Probability", "Quality flags", "Answer", "grown", "Volume, mm³"]
    let japanese = ["Koos 分類", "確率", "品質の確認", "判定", "増大", "体積(mm³)"]
    for (language, words) in [(PageLanguage.english, english), (.japanese, japanese)] {
      let html = page.html([language])
      var rest = html[...]
      for word in words {
        let place = try #require(rest.range(of: word), "\(word)")
        rest = rest[place.upperBound...]
      }
      #expect(html.contains(flags[0].reason[language].replacing("'", with: "&#39;")))
      #expect(html.contains(grade.evidence[0][language]))
    }
    #expect(!page.html([.japanese]).contains("Probability"))
    let clean = PatientPage(title: "a", sections: [.flags([])]).html([.english])
    #expect(clean.contains("No flag was raised"))
  }

  @Test("Every note, grade and source has words in both languages")
  func words() {
    let texts =
      MeasureNote.allCases.map(MeasureWords.note) + SizeGrade.allCases.map(MeasureWords.grade)
    for text in texts {
      #expect(!text.english.isEmpty && text.japanese.unicodeScalars.contains { $0.value > 0x3000 })
    }
    #expect(Set(texts).count == texts.count)
  }

  @Test("Sections and blocks handed in stand on the page in their order")
  func sections() throws {
    let chart = { (title: String) in
      LineChart(title: title, valueLabel: "mm³", series: [.init(name: "a", [(0, 1), (1, 2)])])
    }
    let page = PatientPage(
      title: "a",
      sections: [
        PatientSection(
          BilingualText("Koos grade", "Koos分類"),
          [
            .figures([PatientFigure("grade", "II", detail: "p = 0.9")]),
            .paragraphs([BilingualText("first", "一"), BilingualText("second", "二")]),
          ]),
        PatientSection(
          BilingualText("Growth", "増大"),
          [
            .chart(english: chart("curve"), japanese: chart("曲線")),
            .table(PatientTable(columns: ["", "mm"], rows: [["visit", "3.5"]])),
            .remarks(["remark"]),
          ]),
      ])
    let html = page.html([.japanese])
    let order = ["Koos分類", "II", "p = 0.9", "一", "二", "増大", "曲線", "3.5", "remark"]
    var rest = html[...]
    for word in order {
      let place = try #require(rest.range(of: word), "\(word)")
      rest = rest[place.upperBound...]
    }
    #expect(!html.contains("curve"))
  }
}

@Suite("Pictures of a patient's page")
struct PatientViewTests {
  /// 20 mm around (0, 0, 0) with 1 at negative x, 2 at positive x, 3 above.
  private func labels() -> LabelMap {
    let grid = VoxelGrid(21, 21, 21, origin: [-10, -10, -10])
    return LabelMap(
      grid: grid,
      voxels: (0..<grid.count).map { o in
        let p = grid.world(SIMD3<Double>(grid.index(at: o)))
        if (p - [0, 0, 0]).length <= 5 { return p.x < 0 ? 1 : 2 }
        return (p - [0, 0, 8]).length <= 1.5 ? 3 : 0
      })
  }

  private func view(
    _ plane: AnatomicalPlane,
    _ segments: [(kind: PatientView.Line.Kind, start: SIMD3<Double>, end: SIMD3<Double>)] = []
  ) throws -> PatientView {
    try PatientView(
      image: nil, labels: labels(),
      outlines: [.init(3, .blue), .init(2, .pink), .init(1, .orange)], plane: plane,
      focus: OverlayFocus(centre: [0, 0, 0], fieldOfView: 20), segments: segments, pixels: 200)
  }

  @Test("Labels are outlined in their colours, the patient's right on the left")
  func colours() throws {
    let picture = try DecodedPNG(view(.axial).png)
    let count = { (range: Range<Int>, colour: PatientView.Outline.Colour) in
      range.reduce(0) { sum, x in
        sum + (0..<200).count { picture[x, $0] == colour.paletteColour }
      }
    }
    // Label 2 lies at the patient's right.
    #expect(count(0..<90, .pink) > 100 && count(0..<90, .orange) == 0)
    #expect(count(110..<200, .orange) > 100 && count(110..<200, .pink) == 0)
    #expect(count(0..<200, .blue) == 0)
    // Black where there is no image.
    #expect(picture[2, 2] == PaletteColour(red: 0, green: 0, blue: 0))
    let coronal = try DecodedPNG(view(.coronal).png)
    // The third label is above.
    #expect(
      (0..<60).contains { y in coronal[100, y] == PatientView.Outline.Colour.blue.paletteColour })
  }

  @Test("Lines lie where their ends are in the world")
  func lines() throws {
    let axial = try view(.axial, [(.diameter, [5, 0, 3], [-5, 5, -3])])
    // 10 pixels per mm about (100, 100); right is left, front is up, height does not matter.
    #expect(axial.lines == [.init(kind: .diameter, start: [50, 100], end: [150, 50])])
    let sagittal = try view(.sagittal, [(.meatalPlane, [5, 2, 3], [-5, -4, -3])])
    #expect(sagittal.lines == [.init(kind: .meatalPlane, start: [80, 70], end: [140, 130])])
  }

  @Test("The bar is 10 mm long and the letters are those of the plane")
  func marks() throws {
    let svg = try view(.sagittal).markup(.japanese).text
    // Half of 20 mm on 200 pixels, ending 14 pixels before the edge.
    #expect(svg.contains("M86 182v6H186v-6"))
    for letter in ["A", "P", "S", "I"] { #expect(svg.contains(">\(letter)</text>")) }
    #expect(svg.contains("矢状断") && !svg.contains("sagittal"))
    let axial = try view(.axial).markup(.english).text
    for letter in ["R", "L", "A", "P"] { #expect(axial.contains(">\(letter)</text>")) }
  }

  @Test("Image and labels on different grids are an error")
  func mismatch() {
    #expect(throws: GridMismatch.self) {
      try PatientView(
        image: Volume(grid: VoxelGrid(4, 4, 4), filledWith: 0), labels: labels(), outlines: [],
        plane: .axial, focus: OverlayFocus(centre: .zero, fieldOfView: 20), segments: [])
    }
  }
}

import Clinical
import Testing

@Suite("Answers about growth")
struct GrowthAssessmentTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let name: String
    let readings: [LesionReading]
    let answer: GrowthAnswer
    /// Codes that must be among the reasons.
    let codes: [String]
    var testDescription: String { name }
  }

  // The log of the volume differs by chance by sqrt(2) / sqrt(0.8) = 1.58 times the limits of agreement
  // in two readings: 0.42 at 80 mm3, 0.32 at 200, 0.19 at 900, 0.12 above 4200.
  static let rows: [Row] = [
    Row(
      name: "a large tumour that doubles", readings: readings([3000, 6000]), answer: .grown,
      codes: ["change", "beyond-error"]),
    Row(
      name: "a large tumour 14 % larger: beyond its error, below the rule",
      readings: readings([6000, 6840]), answer: .grown, codes: ["below-20-percent"]),
    Row(
      name: "a small tumour 25 % larger: within its error", readings: readings([100, 125]),
      answer: .cannotTell, codes: ["undecided", "20-percent-within-error"]),
    Row(
      name: "a small tumour that doubles", readings: readings([100, 200]), answer: .grown,
      codes: ["beyond-error"]),
    Row(
      name: "a large tumour that stays", readings: readings([6000, 6100]), answer: .stable,
      codes: ["change-excluded"]),
    Row(
      name: "a small tumour that stays: 20 % cannot be excluded, 2 mm can",
      readings: readings([100, 101]), answer: .cannotTell,
      codes: ["undecided", "two-millimetres-excluded"]),
    Row(
      name: "a tumour that halves", readings: readings([2000, 1000]), answer: .shrunk,
      codes: ["beyond-error"]),
    Row(
      name: "growth that two readings show, but not on another sequence",
      readings: readings([3000, 3600], sequences: ["ceT1", "T2"]), answer: .cannotTell,
      codes: ["sequence-changed"]),
    Row(
      name: "less of it on one sequence and thin slices", readings: readings([3000, 3450]),
      answer: .grown, codes: []),
    Row(
      name: "growth that thin slices show, but not thick ones",
      readings: readings([3000, 3450], thickness: [1.5, 3.5]), answer: .cannotTell,
      codes: ["thick-slices"]),
    Row(
      name: "steady growth that no two neighbouring visits show",
      readings: readings([900, 970, 1050, 1130, 1220]), answer: .grown, codes: []),
    Row(name: "one visit", readings: readings([900]), answer: .cannotTell, codes: ["one-visit"]),
    Row(
      name: "two scans of one day", readings: readings([900, 1800], daysApart: 0),
      answer: .cannotTell, codes: ["same-day"]),
    Row(name: "nothing", readings: [], answer: .cannotTell, codes: []),
    Row(
      name: "an uneven course is judged by its ends",
      readings: readings([6000, 9000, 6050]), answer: .stable, codes: ["uneven-course"]),
    Row(
      name: "volume stays and diameter grows by 3 mm",
      readings: readings([6000, 6050], diameters: [20, 23]), answer: .cannotTell,
      codes: ["diameter", "diameter-disagrees"]),
    Row(
      name: "volume and diameter grow", readings: readings([3000, 5000], diameters: [20, 23]),
      answer: .grown, codes: ["diameter"]),
    Row(
      name: "an unknown sequence", readings: readings([6000, 6050], sequences: [nil]),
      answer: .stable, codes: ["sequence-unknown"]),
  ]

  @Test("follow from change and error", arguments: rows)
  func answers(row: Row) {
    let found = GrowthAssessment(readings: row.readings)
    #expect(found.answer == row.answer, "\(found.reasons.map(\.english))")
    for code in row.codes { #expect(found.codes.contains(code), "\(found.codes)") }
    for reason in found.reasons {
      #expect(reason.english.hasSuffix(".") && reason.japanese.hasSuffix("。"), "\(reason)")
    }
  }

  @Test("do not depend on the order of the readings")
  func order() {
    let course = readings([900, 1000, 1400])
    #expect(
      GrowthAssessment(readings: course.reversed()) == GrowthAssessment(readings: course))
  }

  @Test("the interval of two readings is the ratio times what two errors make")
  func interval() throws {
    // By hand: ln(1.5) = 0.405465; deviation at sqrt(2000 * 3000) = 2449 mm3: 0.2 (200/2449)^(1/3) =
    // 0.086774, / (1.96 sqrt(0.8)) = 0.049498, * sqrt(2) = 0.070001; exp(0.405465 -+ 0.137202) - 1.
    let change = try #require(GrowthAssessment(readings: readings([2000, 3000])).change)
    #expect(abs(change.value - 0.5) < 1e-9)
    #expect(abs(change.low - 0.3077) < 1e-3)
    #expect(abs(change.high - 0.7206) < 1e-3)
    // By hand: exp(0.137202) - 1.
    let limit = try #require(GrowthAssessment(readings: readings([2000, 3000])).limitOfChange)
    #expect(abs(limit - 0.1471) < 1e-3)
  }

  @Test("the usual rules are stated beside, without error")
  func rules() {
    let found = GrowthAssessment(readings: readings([100, 125], diameters: [6, 8.1]))
    #expect(found.meetsTwentyPercent == true && found.meetsTwoMillimetres == true)
    let other = GrowthAssessment(readings: readings([100, 119], diameters: [6, 7.9]))
    #expect(other.meetsTwentyPercent == false && other.meetsTwoMillimetres == false)
  }

  @Test("a volume that doubles in a year has a doubling time of a year, with its interval")
  func doubling() throws {
    let course = readings([3000, 6000], daysApart: 731)
    let time = try #require(GrowthAssessment(readings: course).doublingTime)
    // By hand: 731 days = 2.0014 years; the log changes by ln 2 -+ 1.96 * sqrt(2) * 0.0431.
    #expect(abs(time.years - 2.0014) < 1e-3)
    let high = try #require(time.high)
    #expect(time.low < time.years && time.years < high)
    let unsure = try #require(GrowthAssessment(readings: readings([100, 110])).doublingTime)
    #expect(unsure.high == nil)
    #expect(GrowthAssessment(readings: readings([3000, 2000])).doublingTime == nil)
  }
}

@Suite("Answers after treatment")
struct TreatmentTests {
  private let radiosurgery = Treatment(kind: .radiosurgery, date: date("2020-02-01"))

  @Test("enlargement within the window is transient, not growth")
  func transient() {
    let found = GrowthAssessment(readings: readings([3000, 4200]), treatments: [radiosurgery])
    #expect(found.answer == .cannotTell)
    #expect(found.isTransientEnlargement)
    #expect(found.codes.first == "transient-enlargement")
    // From 2020-02-01 to 2020-12-31 ten full months.
    #expect(found.reasons.first?.english.contains("10 months") == true, "\(found.reasons)")
  }

  @Test("the same enlargement after the window is growth")
  func late() {
    let found = GrowthAssessment(
      readings: readings([3000, 4200], daysApart: 1200), treatments: [radiosurgery])
    #expect(found.answer == .grown && !found.isTransientEnlargement)
    #expect(found.codes.contains("enlarged-after-window"))
  }

  @Test("the window can be set")
  func window() {
    var criteria = GrowthCriteria()
    criteria.swellingWindow = 6
    let found = GrowthAssessment(
      readings: readings([3000, 4200]), treatments: [radiosurgery], criteria: criteria)
    #expect(found.answer == .grown)
  }

  @Test("swelling that has gone is told, and the answer compares with before")
  func receded() {
    let found = GrowthAssessment(
      readings: readings([3000, 4500, 2000]), treatments: [radiosurgery])
    #expect(found.answer == .shrunk)
    #expect(found.codes.contains("swelling-receded") && found.codes.contains("after-radiosurgery"))
    #expect(found.baseline == 0 && found.annualGrowth == nil)
  }

  @Test("the last reading up to the day of radiosurgery is the baseline")
  func baseline() {
    let later = Treatment(kind: .radiosurgery, date: date("2020-12-31"))
    let found = GrowthAssessment(readings: readings([2000, 3000, 3050]), treatments: [later])
    #expect(found.baseline == 1 && found.answer == .stable)
  }

  @Test("without a reading before it, later ones are compared, still with the window")
  func noBaseline() {
    let early = Treatment(kind: .radiosurgery, date: date("2019-10-01"))
    let found = GrowthAssessment(readings: readings([3000, 4200]), treatments: [early])
    #expect(found.answer == .cannotTell)
    #expect(found.codes.contains("no-reading-before-radiosurgery"))
  }

  @Test("an operation begins a new course")
  func surgery() {
    let operation = Treatment(kind: .surgery, date: date("2020-06-01"))
    let found = GrowthAssessment(readings: readings([9000, 1000, 1600]), treatments: [operation])
    #expect(found.answer == .grown && found.baseline == 1)
    #expect(found.codes.contains("after-surgery"))
    let single = GrowthAssessment(readings: readings([9000, 1000]), treatments: [operation])
    #expect(single.answer == .cannotTell && single.baseline == nil)
  }

  @Test("a treatment after the last reading changes nothing")
  func future() {
    let later = Treatment(kind: .surgery, date: date("2030-01-01"))
    #expect(
      GrowthAssessment(readings: readings([3000, 6000]), treatments: [later]).answer == .grown)
  }
}

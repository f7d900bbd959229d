import Clinical
import Testing

@Suite("Dates of visits")
struct VisitDateTests {
  @Test(
    "days since 1970 as a calendar counts them",
    // From Python 3.12: (date(y, m, d) - date(1970, 1, 1)).days.
    arguments: [
      ("1970-01-01", 0), ("2000-02-29", 11016), ("2024-03-01", 19783), ("1969-12-31", -1),
      ("20260131", 20484),
    ])
  func days(text: String, days: Int) throws {
    let date = try #require(VisitDate(text))
    #expect(date.dayNumber == days)
  }

  @Test(
    "what is no day is refused",
    arguments: [
      "2023-02-29", "1900-02-29", "2024-13-01", "2024-04-31", "24-04-01", "2024/04/01", "",
      "2024-4-1",
      "+024-04-01", "2024-04-01T10", "０２３４-04-01",
    ])
  func refused(text: String) { #expect(VisitDate(text) == nil) }

  @Test("adding days goes through months and leap years")
  func adding() throws {
    let start = try #require(VisitDate("2023-12-31"))
    #expect(start.adding(days: 60).description == "2024-02-29")
    #expect(start.adding(days: -365).description == "2022-12-31")
    for n in stride(from: -700_000, through: 800_000, by: 977) {
      #expect(start.adding(days: n).dayNumber == start.dayNumber + n)
    }
  }
}

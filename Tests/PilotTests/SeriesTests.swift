import DICOM
import Testing

@testable import Pilot

@Suite("Which series is segmented")
struct SeriesTests {
  private func series(
    _ name: String, echo: Double? = 120, sequence: [String] = ["SE"], spacing: Double? = 0.5,
    slices: Int = 60, modality: String = "MR", imageType: [String] = ["ORIGINAL", "PRIMARY"],
    number: Int = 1, bValue: Double? = nil
  ) -> CandidateSeries {
    var header = ImageHeader(studyUID: "1", seriesUID: "1.\(number)", instanceUID: "1")
    header.names = [name]
    header.echoTime = echo
    header.scanningSequence = sequence
    header.sliceSpacing = spacing
    header.modality = modality
    header.imageType = imageType
    header.number = number
    header.bValue = bValue
    return CandidateSeries(header: header, slices: slices, source: "folder:/x")
  }

  @Test(
    "T2 series of the large makers are taken",
    arguments: [
      "t2_space_tra_iso", "T2 CISS 3D", "Ax 3D FIESTA-C IAC", "T2W_DRIVE", "sT2W_3D_TSE",
      "b-FFE IAM",
      "CUBE T2", "3D_TRUFI_IAC",
    ])
  func taken(_ name: String) {
    let isBalanced = ["CISS", "FIESTA", "FFE", "TRUFI"].contains { name.contains($0) }
    let found = series(
      name, echo: isBalanced ? 3 : 120, sequence: isBalanced ? ["GR"] : ["SE"])
    #expect(SeriesRules().refusal(of: found) == nil)
  }

  @Test("Each rule refuses with its own sentence")
  func refused() {
    let rules = SeriesRules()
    let cases: [(CandidateSeries, String)] = [
      (series("t2", modality: "CT"), "expected an MR series, found CT"),
      (
        series("t2", imageType: ["ORIGINAL", "PRIMARY", "LOCALIZER"]),
        "expected original images, found localizer"
      ),
      (
        series("t2", imageType: ["DERIVED", "SECONDARY", "MPR"]),
        "expected original images, found mpr"
      ),
      (series("t2 b1000", bValue: 1000), "expected T2, found diffusion weighting"),
      (series("t1_mprage_gd"), "expected T2, found a series named t1"),
      (series("t2_flair_dark"), "expected T2, found a series named flair"),
      (series("head"), "expected T2, found no word in the series' names that tells so"),
      (series("t2_tse", echo: 12), "expected T2, found a spin echo with an echo time of 12.0 ms"),
      (series("t2_tse", slices: 19), "expected at least 20 slices, found 19"),
      (series("t2_tse", spacing: 4), "expected slices at most 3.5 mm apart, found 4.0 mm"),
      (series("t2_tse", spacing: nil), "expected slices with a distance, found none"),
    ]
    for (item, sentence) in cases { #expect(rules.refusal(of: item) == sentence) }
  }

  @Test("Of several the thinnest is taken, then the one with most slices, then the first")
  func choice() {
    let rules = SeriesRules()
    let (chosen, refused) = rules.choose(from: [
      series("t2 a", spacing: 1, number: 1), series("t2 b", slices: 80, number: 2),
      series("t2 c", slices: 80, number: 3), series("t1", number: 4),
    ])
    #expect(chosen?.header.number == 2)
    #expect(refused.map { $0.series.header.number } == [4, 3, 1])
    #expect(rules.choose(from: []).chosen == nil)
  }

  @Test("An image corrected for distortion is original, though it says derived")
  func distortion() {
    #expect(
      SeriesRules().refusal(of: series("t2", imageType: ["DERIVED", "PRIMARY", "M", "DIS2D"]))
        == nil)
  }
}

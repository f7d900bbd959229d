import Foundation
import TestSupport
import Testing

@Suite("kakehashi shapes")
struct ShapesTests {
  /// A file of two structures: cylinders of 16 and 6 mm width, 9 and 4.5 mm height.
  private func write(to folder: URL) throws {
    let circle = { (radius: Double, x: Double, z: Double) -> String in
      let points = (0..<24).map { n -> String in
        // Corners of a 24-gon by rotating a vector 15 degrees at a time.
        var p = SIMD2(radius, 0)
        for _ in 0..<n {
          p = SIMD2(0.965_926 * p.x - 0.258_819 * p.y, 0.258_819 * p.x + 0.965_926 * p.y)
        }
        return "[\(x + p.x),\(p.y),\(z)]"
      }
      return "[\(points.joined(separator: ","))]"
    }
    let structure = { (name: String, radius: Double, x: Double, slices: Int) -> String in
      let loops = (0..<slices).map { circle(radius, x, 1.5 * Double($0)) }
      return """
        {"structure_name":"\(name)","LPS_contour_points":[\(loops.joined(separator: ","))]}
        """
    }
    let text = "[\(structure("TV", 8, 15, 6)),\(structure("Cochlea", 3, 30, 3))]"
    try Data(text.utf8).write(
      to: folder.appending(path: "sub-001_contours_space-individual_T1w.json"))
  }

  @Test("prints quantiles and distances, and writes JSON, CSV and a page")
  func comparison() throws {
    try withTemporaryFolder { folder in
      try write(to: folder)
      let result = try CommandLineTool.run(
        "shapes", "--contours", folder.path, "--patients", "2", "--json",
        folder.appending(path: "a.json").path, "--csv", folder.appending(path: "a.csv").path,
        "--html", folder.appending(path: "a.html").path)
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.output.contains("tumour sphericity"))
      let rows = try #require(
        try JSONSerialization.jsonObject(
          with: Data(contentsOf: folder.appending(path: "a.json"))) as? [[String: Any]])
      let volume = try #require(rows.first { $0["name"] as? String == "tumour volume" })
      let real = try #require((volume["real"] as? [String: Any])?["values"] as? [Double])
      // pi 8^2 * 9 mm = 1810 mm3; a 24-gon has 1 % less.
      #expect(abs(real[3] / 1810 - 0.99) < 0.02)
      // In LPS the left ear is at positive x: 15 mm towards the midline.
      let medial = try #require(rows.first { ($0["name"] as? String ?? "").hasSuffix("medial") })
      let shift = try #require((medial["real"] as? [String: Any])?["values"] as? [Double])
      #expect(abs(shift[3] - 15) < 0.3)
      let csv = try String(contentsOf: folder.appending(path: "a.csv"), encoding: .utf8)
      #expect(csv.split(separator: "\n").count == 4)
      let page = try String(contentsOf: folder.appending(path: "a.html"), encoding: .utf8)
      #expect(page.contains("<svg") && page.contains("10.7937/TCIA.9YTJ-5Q73"))
    }
  }

  @Test("says what it expects in a folder without contours")
  func wrongFolder() throws {
    try withTemporaryFolder { folder in
      let result = try CommandLineTool.run("shapes", "--contours", folder.path)
      #expect(result.status != 0)
      #expect(result.errors.contains("_contours_space-individual_T1w.json"))
    }
  }
}

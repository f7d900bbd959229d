import Foundation
import Imaging
import NIfTI
import Testing

@testable import Pilot

@Suite("Pictures of the case page", .serialized)
struct PictureTests {
  private struct Position: Decodable {
    let slice: Int
    let x: Double
    let y: Double
  }

  /// A PNG's width, from its header.
  private func width(_ answer: RawResponse) -> Int {
    answer.body.dropFirst(16).prefix(4).reduce(0) { $0 << 8 | Int($1) }
  }

  @Test("Numbers out of range are clamped, and what is no number counts as missing")
  func clamped() async throws {
    try await ReviewWorld.with { world in
      var browser = try await Browser.signedIn("rei", world)
      let slice = "/cases/\(world.cases[0])/slices/axial/3.png"
      let usual = try await browser.get(slice)
      #expect(usual.header("content-type") == "image/png" && width(usual) == 448)
      #expect(width(try await browser.get(slice + "?pixels=99999")) == 1344)
      #expect(width(try await browser.get(slice + "?pixels=-5")) == 64)
      for query in ["?zoom=nan", "?level=inf&window=x", "?pixels="] {
        #expect(try await browser.get(slice + query).body == usual.body)
      }
      let last = try await browser.get(slice.replacing("3.png", with: "11.png"))
      #expect(try await browser.get(slice.replacing("3.png", with: "999.png")).body == last.body)
    }
  }

  @Test("A point of one plane is found in the others")
  func point() async throws {
    try await ReviewWorld.with { world in
      var browser = try await Browser.signedIn("rei", world)
      let answer = try await browser.get(
        "/cases/\(world.cases[0])/point?plane=axial&slice=5&x=0.5&y=0.5&zoom=1")
      let found = try JSONDecoder().decode([String: Position].self, from: answer.body)
      #expect(Set(found.keys) == ["axial", "coronal", "sagittal"])
      #expect(found["axial"]?.slice == 5)
      // The middle of 24 x 20 voxels lies between two of each.
      #expect([9, 10].contains(found["coronal"]?.slice))
      #expect([11, 12].contains(found["sagittal"]?.slice))
      #expect(
        try await browser.get("/cases/\(world.cases[0])/point?plane=oblique").status == 404)
    }
  }

  @Test("Cases beyond the memory are read again, and readers who ask at once wait for one reading")
  func memory() async throws {
    let root = FileManager.default.temporaryDirectory.appending(path: "images-\(UUID())")
    try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: root) }
    let grid = ReviewWorld.grid
    let labels = root.appending(path: "labels.nii")
    try writeNIfTI(ReviewWorld.labels(start: 4), to: labels.path)
    let files = try (0..<4).map { n in
      let file = root.appending(path: "\(n).nii")
      try writeNIfTI(Volume(grid: grid, filledWith: Float(n)), to: file.path)
      return file
    }
    // Room for two images of 4 bytes a voxel.
    let images = CaseImages(capacity: 8 * grid.count, sought: [1])
    for file in files { _ = try await images.stacks(image: file, labels: labels) }
    #expect(await images.count == 2)
    let counts = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<8 {
        group.addTask { try await images.stacks(image: files[0], labels: labels).count }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(counts == Array(repeating: 3, count: 8))
    #expect(await images.count == 2)
    let missing = root.appending(path: "missing.nii")
    await #expect(throws: NIfTIError.self) {
      _ = try await images.stacks(image: missing, labels: labels)
    }
    #expect(await images.count == 2)
  }

  @Test(
    "A study opens in staff's own viewer, and nothing in its header leads elsewhere",
    arguments: [
      (
        "https://pacs.example/v?s={study}&a={accession}",
        "https://pacs.example/v?s=1.2.3&a=A%2F1%3D"
      ),
      ("weasis://open/{patient}", "weasis://open/%22%3E%3Cb%20x%5E%E5%B1%B1"),
    ])
  func viewer(template: String, expected: String) throws {
    let root = FileManager.default.temporaryDirectory.appending(path: "viewer-\(UUID())")
    defer { try? FileManager.default.removeItem(at: root) }
    var options = ReviewOptions(folder: try PilotFolder(root.path))
    var study = Study(uid: "1.2.3", receivedAt: Date())
    study.accessionNumber = "A/1="
    study.patientID = "\"><b x^山"
    #expect(options.viewerLink(study) == nil)
    options.viewer = template
    #expect(options.viewerLink(study) == expected)
  }

  @Test("The page links the study in staff's own viewer")
  func viewerLink() async throws {
    try await ReviewWorld.with(configure: { $0.viewer = "https://pacs.example/{study}" }) { world in
      var browser = try await Browser.signedIn("rei", world)
      let page = try await browser.get("/cases/\(world.cases[0])").text
      #expect(page.contains("href=\"https://pacs.example/nifti%3A"))
    }
  }
}

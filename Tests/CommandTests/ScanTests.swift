import Foundation
import Imaging
import NIfTI
import TestSupport
import Testing

@Suite("Plain scans and other editions through the built command", .serialized)
struct ScanTests {
  private let world: SmallWorld

  init() throws { world = try SmallWorld.shared.get() }

  @Test("inspects one scan and a folder of scans that is no data set")
  func inspectsScans() throws {
    let scan = "\(world.heldout)/crossmoda2023_ldn_3_T2.nii.gz"
    let size = try readNIfTIHeader(scan).grid.size
    for path in [scan, world.heldout] {
      let result = try CommandLineTool.run("inspect", path)
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.output.contains(path == scan ? ": 1 scans" : ": 2 scans"))
      #expect(result.output.contains("\(size.x)x\(size.y)x\(size.z)"))
    }
  }

  @Test("does not train on a folder of scans that is no data set")
  func refusesToTrainOnScans() throws {
    try withTemporaryFolder { folder in
      let result = try CommandLineTool.run(
        "train", "-d", world.heldout, "-o", folder.appending(path: "run").path)
      #expect(result.status != 0)
      #expect(result.errors.contains("crossmoda23_training"), "\(result.errors)")
    }
  }

  // By hand: 8 voxels; predicted 1 1 2 3 0 0 0 0, reference of 2022 1 1 0 2 2 0 0 0. Whole tumour
  // 2 * 2 / (3 + 2) = 0.8, cochlea 2 * 1 / (1 + 2) = 2/3.
  @Test("scores the whole tumour and the cochlea when the reference is of another edition")
  func scoresAcrossEditions() throws {
    try withTemporaryFolder { folder in
      let grid = VoxelGrid(8, 1, 1)
      let files: [(String, [UInt8])] = [
        ("p/a.nii.gz", [1, 1, 2, 3, 0, 0, 0, 0]), ("r/a_Label.nii.gz", [1, 1, 0, 2, 2, 0, 0, 0]),
      ]
      for (name, voxels) in files {
        let file = folder.appending(path: name)
        try FileManager.default.createDirectory(
          at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try writeNIfTI(LabelMap(grid: grid, voxels: voxels), to: file.path)
      }
      let result = try CommandLineTool.run(
        "evaluate", "-p", folder.appending(path: "p").path, "-r", folder.appending(path: "r").path,
        "--reference-edition", "crossmoda2021", "--json", "-")
      #expect(result.status == 0, "\(result.errors)")
      let table = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
      let rows = try #require((table as? [String: Any])?["rows"] as? [[String: Any]])
      #expect(rows.map { $0["structure"] as? String } == ["VS", "cochlea"])
      #expect(rows.map { $0["dice"] as? Double } == [0.8, 2.0 / 3])
    }
  }

  @Test("predicts a 512 x 512 x 120 scan in less than 3 GB, in any axis order, and says so")
  func staysBelowMemory() throws {
    try withTemporaryFolder { folder in
      // Head first along j, front to back along k: nothing is where a simple program expects it.
      let affine = Affine(
        x: SIMD3(-0.41, 0, 0), y: SIMD3(0, 0, 0.41), z: SIMD3(0, -1.5, 0),
        translation: SIMD3(105, 90, -105))
      let grid = VoxelGrid(size: SIMD3(512, 512, 120), affine: affine)
      var random = SplitMix64(seed: 1)
      let voxels = (0..<grid.count).map { _ in Float(random.next() & 1023) }
      let scan = folder.appending(path: "big_T2.nii").path
      try writeNIfTI(Volume(grid: grid, voxels: voxels), to: scan, as: .int16)
      let result = try CommandLineTool.run(
        "predict", "-i", scan, "-o", folder.appending(path: "out").path, "-m", world.model,
        "--json", "--quiet")
      #expect(result.status == 0, "\(result.errors)")
      let outcome = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
      let peak = try #require((outcome as? [String: Any])?["peakMemoryMiB"] as? Double)
      #expect(peak < 3 * 1024)
      // The scan alone takes 120 MiB in float32; a smaller figure would not be the peak.
      #expect(peak > 120)
      // A turned grid is the worst case: what is counted for it may not all be held at once.
      let forecast = try #require((outcome as? [String: Any])?["forecastMemoryMiB"] as? Double)
      #expect(peak < forecast * 1.15, "peak \(peak), forecast \(forecast)")
      #expect(peak > forecast * 0.5, "peak \(peak), forecast \(forecast)")
      let made = try readNIfTIHeader(folder.appending(path: "out/big.nii.gz").path)
      #expect(made.grid.matches(grid))
    }
  }
}

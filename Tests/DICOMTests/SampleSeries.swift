import Foundation
import Imaging
import TestSupport

@testable import DICOM

/// A grid of an orientation, turned by `angle` degrees about the world's axes, not at the origin.
func sampleGrid(
  _ orientation: Orientation = .ras, size: SIMD3<Int> = SIMD3(9, 8, 5),
  spacing: SIMD3<Double> = SIMD3(0.5, 0.75, 1.5), tilt: Double = 0
) -> VoxelGrid {
  var affine = Affine(x: .zero, y: .zero, z: .zero, translation: SIMD3(-12.5, 7.25, 31))
  for axis in 0..<3 {
    var column = SIMD3<Double>.zero
    column[orientation.worldAxes[axis]] = Double(orientation.signs[axis]) * spacing[axis]
    affine[column: axis] = tilted(column, tilt)
  }
  return VoxelGrid(size: size, affine: affine)
}

private func tilted(_ v: SIMD3<Double>, _ degrees: Double) -> SIMD3<Double> {
  let (c, s) = (cos(degrees * .pi / 180), sin(degrees * .pi / 180))
  let w = SIMD3(v.x, c * v.y - s * v.z, s * v.y + c * v.z)
  return SIMD3(c * w.x - s * w.y, s * w.x + c * w.y, w.z)
}

/// Whole numbers from 0 to 1000 that differ from voxel to voxel.
func sampleVolume(on grid: VoxelGrid, seed: Int = 1) -> Volume {
  Volume(
    grid: grid, voxels: pattern(count: grid.count, seed: seed, in: 0...1000).map { $0.rounded() })
}

let sampleStudy = StudyDescription(patientName: "Test^Patient", patientID: "T-1")

/// Writes a series of classic images into a folder and returns their paths.
@discardableResult
func writeSample(
  _ volume: Volume? = nil, _ description: MRDescription = MRDescription(description: "t2"),
  as storage: MRStorage = .classic, to folder: URL
) throws -> [String] {
  try writeMRSeries(
    volume ?? sampleVolume(on: sampleGrid()), description, of: sampleStudy, to: folder.path,
    as: storage)
}

/// Changes a file's data set in place.
func edit(_ path: String, _ body: (DICOMItem) throws -> Void) throws {
  let file = try DICOMFile.read(path)
  try body(file.root)
  try file.write()
}

extension VoxelImage where Scalar: Equatable {
  /// Whether both show the same at every place, however their axes run.
  func isSame(as other: Self, tolerance: Double = 0.001) -> Bool {
    let (a, b) = (reoriented(to: .ras), other.reoriented(to: .ras))
    return a.grid.matches(b.grid, tolerance: tolerance) && a.voxels == b.voxels
  }
}

/// The path of a program, or `nil` where it is not installed.
func program(_ name: String) -> String? {
  let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
  return folders.map { "\($0)/\(name)" }.first {
    FileManager.default.isExecutableFile(atPath: $0)
  }
}

/// Runs a program to its end and returns what it wrote to both outputs.
@discardableResult
func output(of name: String, _ arguments: [String]) throws -> String {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: program(name) ?? name)
  process.arguments = arguments
  let pipe = Pipe()
  process.standardOutput = pipe
  process.standardError = pipe
  try process.run()
  let data = pipe.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  return String(decoding: data, as: UTF8.self)
}

/// The lines of dciodvfy that name an error.
func dciodvfyErrors(_ path: String) throws -> [Substring] {
  try output(of: "dciodvfy", ["-new", path]).split(separator: "\n").filter {
    $0.hasPrefix("Error") || $0.hasPrefix("Abort")
  }
}

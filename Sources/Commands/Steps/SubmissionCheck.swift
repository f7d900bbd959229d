import Foundation
import Imaging
import NIfTI

/// What is wrong with a folder of predictions, found without scoring it.
struct SubmissionCheck: Encodable {
  /// One finding about a file, a case or the folder.
  struct Finding: Encodable {
    let file: String
    let problem: String
  }

  /// The expected cases.
  let cases: Int
  /// The expected cases that have exactly one readable prediction without errors.
  private(set) var sound = 0
  /// What stands in the way of scoring.
  private(set) var errors: [Finding] = []
  /// What is doubtful.
  private(set) var warnings: [Finding] = []

  /// Checks every file of a folder against the references.
  ///
  /// - Throws: `CommandError` when a folder cannot be read or holds no reference.
  init(predictions: URL, reference: URL, allowed: Set<UInt8>) throws {
    let references = Dictionary(grouping: try niftiFiles(in: reference), by: caseName(of:))
    guard !references.isEmpty else {
      throw CommandError("\(reference.path): expected references, found no NIfTI file")
    }
    cases = references.count
    let names = try FileManager.default.contentsOfDirectory(atPath: predictions.path).sorted()
    let files = try niftiFiles(in: predictions)
    let byCase = Dictionary(grouping: files, by: caseName(of:))

    for name in names where !name.hasPrefix(".") && !isNIfTI(name) {
      warnings.append(Finding(file: name, problem: "is no NIfTI file (.nii, .nii.gz)"))
    }
    for (name, found) in byCase.sorted(by: { $0.key < $1.key }) where references[name] == nil {
      for file in found {
        warnings.append(
          Finding(file: file.lastPathComponent, problem: "is of no expected case (\(name))"))
      }
    }
    for (name, expected) in references.sorted(by: { $0.key < $1.key }) {
      let found = byCase[name] ?? []
      guard found.count <= 1 else {
        let files = found.map(\.lastPathComponent).joined(separator: ", ")
        errors.append(Finding(file: name, problem: "expected one file of the case, found \(files)"))
        continue
      }
      guard let file = found.first else {
        errors.append(Finding(file: name, problem: "expected a prediction of the case, found none"))
        continue
      }
      let before = errors.count
      check(file, against: expected[0], allowed: allowed)
      if errors.count == before { sound += 1 }
    }
  }

  private mutating func check(_ file: URL, against reference: URL, allowed: Set<UInt8>) {
    let name = file.lastPathComponent
    func finding(_ problem: String) -> Finding { Finding(file: name, problem: problem) }
    do {
      let expected = try readNIfTIHeader(reference.path).grid
      let (labels, header) = try readNIfTILabels(file.path)
      let grid = labels.grid
      if grid.size != expected.size {
        errors.append(finding("expected \(words(expected.size)) voxels, found \(words(grid.size))"))
      } else if !grid.matches(expected) {
        errors.append(
          finding(
            "lies elsewhere than the reference: expected spacing \(words(expected.spacing)) mm at "
              + "\(words(expected.affine.translation)), found \(words(grid.spacing)) mm at "
              + words(grid.affine.translation)))
      }
      let strangers = labels.labels.filter { !allowed.contains($0) }
      if !strangers.isEmpty {
        errors.append(finding("expected labels \(allowed.sorted()), found also \(strangers)"))
      }
      if labels.labels == [0] { warnings.append(finding("holds no label at all")) }
      warnings += header.warnings.map { finding("\($0)") }
    } catch {
      let place = error.path == file.path ? "" : "the reference \(reference.lastPathComponent) "
      errors.append(finding(place + error.message))
    }
  }

  /// The findings as plain text, errors first.
  var text: String {
    (errors.map { "error: \($0.file): \($0.problem)" }
      + warnings.map { "warning: \($0.file): \($0.problem)" }
      + ["\(sound) of \(cases) cases can be scored"]).joined(separator: "\n")
  }
}

/// The NIfTI files of a folder by name.
private func niftiFiles(in folder: URL) throws -> [URL] {
  guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path) else {
    throw CommandError("\(folder.path): expected a folder, found none")
  }
  return names.filter { !$0.hasPrefix(".") && isNIfTI($0) }.sorted()
    .map { folder.appending(path: $0) }
}

private func isNIfTI(_ name: String) -> Bool { name.hasSuffix(".nii") || name.hasSuffix(".nii.gz") }

private func words(_ v: SIMD3<Int>) -> String { "\(v.x)x\(v.y)x\(v.z)" }

private func words(_ v: SIMD3<Double>) -> String {
  "(" + [v.x, v.y, v.z].map { String(format: "%.3f", $0) }.joined(separator: ", ") + ")"
}

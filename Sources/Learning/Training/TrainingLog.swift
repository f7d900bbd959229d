public import Foundation

/// The figures of training steps, one JSON object a line: of each in `log.jsonl`, and in `times.jsonl` the
/// seconds of the parts of a step, summed between checkpoints.
public struct TrainingLog {
  private let handle: FileHandle

  /// Which log of a folder.
  public enum Kind: String, Sendable {
    /// The losses of each step.
    case figures = "log.jsonl"
    /// The seconds between checkpoints; see ``StepClock``.
    case times = "times.jsonl"
  }

  /// Opens a folder's log after dropping the lines of steps that will be run again.
  init(folder: URL, _ kind: Kind = .figures, keepingStepsBelow next: Int) throws {
    let url = Self.url(in: folder, kind)
    let kept = try Self.lines(in: folder, kind).filter { $0.step < next }.map(\.text)
    let text = kept.map { $0 + "\n" }.joined()
    try Data(text.utf8).write(to: url, options: .atomic)
    handle = try FileHandle(forWritingTo: url)
    try handle.seekToEnd()
  }

  func append(step: Int, _ figures: [(name: String, value: Double)]) throws {
    let fields = figures.map { "\"\($0.name)\":\($0.value)" }.joined(separator: ",")
    try handle.write(contentsOf: Data("{\"step\":\(step),\(fields)}\n".utf8))
  }

  /// The values of one figure by step; empty when the folder has no log or the log lacks it.
  public static func series(
    _ name: String, in folder: URL, _ kind: Kind = .figures
  ) throws -> [(step: Int, value: Double)] {
    try lines(in: folder, kind).compactMap { line in
      line.figures[name].map { (line.step, $0) }
    }
  }

  private struct Line {
    let step: Int
    let figures: [String: Double]
    let text: String
  }

  private static func url(in folder: URL, _ kind: Kind) -> URL {
    folder.appending(path: kind.rawValue)
  }

  /// The whole lines; a last line cut short by a kill is dropped.
  private static func lines(in folder: URL, _ kind: Kind) throws -> [Line] {
    let url = url(in: folder, kind)
    guard FileManager.default.fileExists(atPath: url.path) else { return [] }
    let text = String(decoding: try Data(contentsOf: url), as: UTF8.self)
    return text.split(separator: "\n").compactMap { line in
      guard
        let figures = try? JSONDecoder().decode([String: Double].self, from: Data(line.utf8)),
        let step = figures["step"]
      else { return nil }
      return Line(step: Int(step), figures: figures, text: String(line))
    }
  }
}

import Commands
import Foundation
import Learning

/// Shows progress on standard error: a bar on a terminal, else a plain line now and then.
final class ProgressBar: Sendable {
  private struct State {
    var stage = ""
    var start = ContinuousClock.now
    var lastLine = ContinuousClock.now
    var isOpen = false
  }

  private let state = Lock(State())
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private let isQuiet: Bool

  init(isQuiet: Bool = false) { self.isQuiet = isQuiet }

  /// An observer that draws on this bar and stops when Ctrl-C was pressed.
  var observer: RunObserver {
    RunObserver(progress: { self.update($0) }, shouldStop: { Interrupt.isRequested })
  }

  func update(_ update: ProgressUpdate) {
    guard !isQuiet else { return }
    state.withLock { state in
      let now = ContinuousClock.now
      if state.stage != update.stage {
        state.stage = update.stage
        state.start = now
        state.lastLine = now - .seconds(60)
      }
      let isLast = update.done == update.total
      // Ten redraws a second on a terminal, a line every ten seconds elsewhere.
      guard isLast || now - state.lastLine > (isTerminal ? .milliseconds(100) : .seconds(10))
      else { return }
      state.lastLine = now
      write(line(update, elapsed: (now - state.start) / .seconds(1)), isLast: isLast)
    }
  }

  private func line(_ update: ProgressUpdate, elapsed: Double) -> String {
    let part = Double(update.done) / Double(max(1, update.total))
    let name = update.stage.padding(toLength: 12, withPad: " ", startingAt: 0)
    var text = "\(name) \(update.done)/\(update.total)"
    if isTerminal {
      let filled = Int(part * 24)
      let bar = String(repeating: "█", count: filled) + String(repeating: "·", count: 24 - filled)
      text = "\(name) \(bar) \(update.done)/\(update.total)"
    }
    let left = part > 0 ? elapsed / part - elapsed : 0
    text += update.done == update.total ? "  \(clock(elapsed))" : "  \(clock(left)) left"
    return update.detail.isEmpty ? text : text + "  \(update.detail)"
  }

  private func clock(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded())
    return String(format: "%d:%02d", whole / 60, whole % 60)
  }

  private func write(_ text: String, isLast: Bool) {
    let line = isTerminal ? "\r\u{1B}[2K\(text)\(isLast ? "\n" : "")" : text + "\n"
    FileHandle.standardError.write(Data(line.utf8))
  }
}

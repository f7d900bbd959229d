import Foundation
import TestSupport
import Testing

@testable import Commands

@Suite("One command of two programs")
struct StartUpTests {
  private let tensorFree = [
    "simulate-follow-up", "shapes", "convert", "inspect", "flags", "measure", "koos", "follow-up",
    "evaluate", "rank", "check-submission", "compare", "serve", "work", "review", "stage",
    "retention", "deidentify",
    "audit",
    "study-measures", "study-koos", "study-flags", "study-follow-up",
  ]

  @Test("The help lists every verb, those without tensors and the others")
  func help() throws {
    let result = try CommandLineTool.run("--help")
    #expect(result.status == 0)
    #expect(TensorFreeCommand.verbs.count == tensorFree.count)
    #expect(tensorFree.allSatisfy(TensorFreeCommand.hasVerb))
    for verb in tensorFree + [
      "simulate", "recipes", "train", "compare-recipes", "predict", "report", "demo",
    ] {
      #expect(result.output.contains("\n  \(verb) "), "\(verb)")
    }
  }

  @Test(
    "Help and errors name the command kakehashi, whichever program answers",
    arguments: [["rank", "--help"], ["train", "--help"]])
  func name(_ arguments: [String]) throws {
    let result = try CommandLineTool.run(arguments[0], arguments[1])
    #expect(result.status == 0)
    #expect(result.output.contains("USAGE: kakehashi \(arguments[0])"))
  }

  @Test("Alone, kakehashi still runs verbs without tensors and says what the others lack")
  func alone() throws {
    try withTemporaryFolder { folder in
      let copy = folder.appending(path: "kakehashi")
      try FileManager.default.copyItem(at: CommandLineTool.url, to: copy)
      func run(_ arguments: String...) throws -> (status: Int32, errors: String) {
        let process = try CommandLineTool.process(arguments, logs: folder)
        process.executableURL = copy
        try process.run()
        process.waitUntilExit()
        let errors = try String(contentsOf: folder.appending(path: "err.txt"), encoding: .utf8)
        return (process.terminationStatus, errors)
      }
      for verb in tensorFree {
        #expect(try run(verb, "--help").status == 0, "\(verb)")
      }
      let refused = try run("train", "--help")
      #expect(refused.status == 1)
      #expect(refused.errors.contains("kakehashi-engine"), "\(refused.errors)")
      #expect(refused.errors.contains("No such file"), "\(refused.errors)")
    }
  }

  @Test("Through a symbolic link the other program is still found")
  func link() throws {
    try withTemporaryFolder { folder in
      let link = folder.appending(path: "k")
      try FileManager.default.createSymbolicLink(
        at: link, withDestinationURL: CommandLineTool.url.standardizedFileURL)
      let process = try CommandLineTool.process(["--version"], logs: folder)
      process.executableURL = link
      try process.run()
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
      let output = try String(contentsOf: folder.appending(path: "out.txt"), encoding: .utf8)
      #expect(output == programVersion + "\n")
    }
  }
}

import ArgumentParser
import Foundation
import Pilot

/// Manages who may sign in to the review page.
struct ReviewUsers: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "users", abstract: "Adds, lists, opens and closes accounts.",
    subcommands: [Add.self, List.self, Close.self, Open.self, Password.self])

  /// What the audit log names as the one who did it.
  private static let operatorName = "command line"

  struct Add: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Adds an account; asks for its password, or reads it from standard input.")

    @OptionGroup var pilot: PilotOptions
    @Argument(help: "The name for signing in: small letters, digits, dots, dashes.")
    var name: String
    @Option(help: "reader judges; lead adjudicates and exports; admin manages accounts.")
    var role: Pilot.Role
    @Option(help: "The name that people read; otherwise the same.")
    var display: String?

    func run() throws {
      let registry = try pilot.registry()
      try registry.addAccount(
        name: name, displayName: display ?? name, role: role,
        password: try readPassword(for: name), by: operatorName)
      try registry.flushAudit()
      print("\(name): \(role.rawValue)")
    }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Lists all accounts.")

    @OptionGroup var pilot: PilotOptions

    func run() throws {
      for account in try pilot.registry().accounts() {
        let standing = account.isActive ? "open" : "closed"
        print("\(account.name)\t\(account.role.rawValue)\t\(standing)\t\(account.displayName)")
      }
    }
  }

  struct Close: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Closes an account; its judgements stay.")

    @OptionGroup var pilot: PilotOptions
    @Argument(help: "The account's name.") var name: String

    func run() throws { try setActive(false, name, pilot) }
  }

  struct Open: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Opens a closed account again.")

    @OptionGroup var pilot: PilotOptions
    @Argument(help: "The account's name.") var name: String

    func run() throws { try setActive(true, name, pilot) }
  }

  struct Password: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Sets a new password; asks for it, or reads it from standard input.")

    @OptionGroup var pilot: PilotOptions
    @Argument(help: "The account's name.") var name: String

    func run() throws {
      let registry = try pilot.registry()
      try registry.setPassword(try readPassword(for: name), of: name, by: operatorName)
      try registry.flushAudit()
    }
  }

  private static func setActive(
    _ isActive: Bool, _ name: String, _ pilot: PilotOptions
  ) throws {
    let registry = try pilot.registry()
    try registry.changeAccount(
      name, by: operatorName, ["active": isActive ? "yes" : "no"]
    ) { $0.isActive = isActive }
    try registry.flushAudit()
  }
}

extension Pilot.Role: ExpressibleByArgument {}

/// A password typed without an echo, or the first line of standard input where that is no terminal.
private func readPassword(for name: String) throws -> String {
  var before = termios()
  let isTerminal = tcgetattr(STDIN_FILENO, &before) == 0
  if isTerminal {
    FileHandle.standardError.write(Data("Password for \(name): ".utf8))
    var silent = before
    silent.c_lflag &= ~tcflag_t(ECHO)
    tcsetattr(STDIN_FILENO, TCSANOW, &silent)
  }
  defer {
    if isTerminal {
      tcsetattr(STDIN_FILENO, TCSANOW, &before)
      FileHandle.standardError.write(Data("\n".utf8))
    }
  }
  guard let password = readLine() else {
    throw CommandError("expected a password on standard input, found its end")
  }
  return password
}

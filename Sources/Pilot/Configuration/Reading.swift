import Foundation

extension PilotConfiguration {
  /// Reads a configuration: the defaults, changed by what the file holds.
  ///
  /// Keys that do not exist are errors, so a slip of the pen never leaves a default in force.
  /// Relative paths are made absolute from the file's folder.
  ///
  /// - Throws: ``PilotError`` that names the key.
  package static func read(_ path: String) throws -> PilotConfiguration {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw PilotError("\(path): expected a configuration, found none that can be read")
    }
    var configuration = try PilotConfiguration(json: data, name: path)
    let base = URL(fileURLWithPath: path).deletingLastPathComponent()
    configuration.makePathsAbsolute(from: base)
    return configuration
  }

  init(json data: Data, name: String) throws {
    let changes: Any
    do {
      changes = try JSONSerialization.jsonObject(with: data)
    } catch {
      throw PilotError("\(name): expected JSON, found: \(error)")
    }
    let defaults = try JSONSerialization.jsonObject(
      with: JSONEncoder().encode(PilotConfiguration()))
    let merged = try merge(changes, into: defaults, at: [], name: name)
    do {
      self = try JSONDecoder().decode(
        PilotConfiguration.self, from: JSONSerialization.data(withJSONObject: merged))
    } catch let error as DecodingError {
      throw PilotError("\(name): \(sentence(error))")
    }
    try check(name)
  }

  private func check(_ name: String) throws {
    let positive: [(String, Double)] = [
      ("leaseSeconds", leaseSeconds), ("workers", Double(workers)),
      ("retry.attempts", Double(retry.attempts)), ("retry.claims", Double(retry.claims)),
      ("retry.firstDelay", retry.firstDelay), ("watch.pollSeconds", watch.pollSeconds),
      ("orthanc.pollSeconds", orthanc.pollSeconds),
      ("commands.timeoutSeconds", commands.timeoutSeconds),
    ]
    for (key, value) in positive where !(value > 0) {
      throw PilotError("\(name): \(key): expected more than 0, found \(value)")
    }
    guard !commands.segment.isEmpty else {
      throw PilotError("\(name): commands.segment: expected a program, found none")
    }
  }

  private mutating func makePathsAbsolute(from base: URL) {
    for path in [
      \PilotConfiguration.folder, \.model, \.watch.folder, \.orthanc.passwordFile,
    ] where !self[keyPath: path].isEmpty {
      self[keyPath: path] =
        URL(fileURLWithPath: self[keyPath: path], relativeTo: base).standardizedFileURL.path
    }
  }
}

/// The keys whose content a file may name freely: names of structures.
private let freeKeys: Set<String> = ["structures", "medianDice", "medianVolumeError"]

private func merge(_ changes: Any, into defaults: Any, at path: [String], name: String) throws
  -> Any
{
  guard var result = defaults as? [String: Any] else { return changes }
  let where_ = path.isEmpty ? name : "\(name): \(path.joined(separator: "."))"
  guard let changes = changes as? [String: Any] else {
    throw PilotError("\(where_): expected an object")
  }
  if let last = path.last, freeKeys.contains(last) { return changes }
  for (key, value) in changes {
    guard let known = result[key] else {
      throw PilotError(
        "\(where_): expected one of \(result.keys.sorted().joined(separator: ", ")), found \(key)")
    }
    result[key] = try merge(value, into: known, at: path + [key], name: name)
  }
  return result
}

private func sentence(_ error: DecodingError) -> String {
  switch error {
  case .typeMismatch(let type, let context):
    "\(keyPath(context)): expected \(type), found another type"
  case .valueNotFound(let type, let context): "\(keyPath(context)): expected \(type), found null"
  case .keyNotFound(let key, let context): "\(keyPath(context)): expected \(key.stringValue)"
  case .dataCorrupted(let context): "\(keyPath(context)): \(context.debugDescription)"
  @unknown default: "\(error)"
  }
}

private func keyPath(_ context: DecodingError.Context) -> String {
  context.codingPath.map(\.stringValue).joined(separator: ".")
}

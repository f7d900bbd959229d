public import Foundation

/// Reads a golden JSON file of `Tests/Golden`.
///
/// - Throws: whatever Foundation throws for a missing or malformed file.
public func golden<Value: Decodable>(_ type: Value.Type, _ name: String) throws -> Value {
  let url = testsFolder.appending(path: "Golden/\(name).json")
  return try JSONDecoder().decode(type, from: Data(contentsOf: url))
}

/// The project's `Tests` folder.
public let testsFolder = URL(fileURLWithPath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent()

/// The folder of shared reference data beside the checkout; `nil` where a user has none.
public let sharedReference: URL? = {
  let url = testsFolder.deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "shared/reference")
  return FileManager.default.fileExists(atPath: url.path) ? url : nil
}()

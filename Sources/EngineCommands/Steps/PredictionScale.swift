import ArgumentParser
import Foundation
import Learning
import NIfTI
import Torch

/// The options that divide a prediction among processes and keep it within memory.
struct PredictionScale: ParsableArguments {
  @Option(help: "Which part of the scans to take, from 0; each scan is in one part.")
  var partId: Int = 0

  @Option(help: "The number of parts, one for each process or machine.")
  var numParts: Int = 1

  @Option(help: "MiB that the process may hold; a scan whose forecast is above it is refused.")
  var maxMemory: Int?

  mutating func validate() throws {
    guard numParts > 0 else { throw ValidationError("--num-parts expects 1 or more") }
    guard (0..<numParts).contains(partId) else {
      throw ValidationError("--part-id expects 0 to \(numParts - 1), found \(partId)")
    }
    guard maxMemory.map({ $0 > 0 }) ?? true else {
      throw ValidationError("--max-memory expects MiB above 0")
    }
  }

  /// This part of a sorted list: every `numParts`-th, so that long and short scans mix.
  func part<Element>(of all: [Element]) -> [Element] {
    all.enumerated().filter { $0.offset % numParts == partId }.map(\.element)
  }

  /// What predicting each file will take at most, from their headers alone.
  ///
  /// - Throws: ``MemoryExceeded`` for the first one above `maxMemory`, before any is predicted; a file
  ///   whose header cannot be read, as reading it.
  func forecasts(of files: [URL], with predictor: Predictor) throws -> [URL: MemoryForecast] {
    let held = TorchRuntime.residentBytes
    var forecasts: [URL: MemoryForecast] = [:]
    for file in files {
      let header = try readNIfTIHeader(file.path)
      let forecast = MemoryForecast(
        of: predictor, held: held, scan: header.grid, storedBytes: header.voxelByteCount,
        fileBytes: try file.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0)
      if let maxMemory, forecast.peak > maxMemory << 20 {
        throw MemoryExceeded(file: file.path, forecast: forecast.peak, limit: maxMemory)
      }
      forecasts[file] = forecast
    }
    return forecasts
  }

  /// Whether the next scan may be read while one is predicted.
  func allowsReadingAhead(during current: MemoryForecast?, of next: MemoryForecast?) -> Bool {
    guard let maxMemory, let current, let next else { return true }
    return current.peak + next.reading <= maxMemory << 20
  }
}

/// A prediction that would take more memory than allowed.
struct MemoryExceeded: Error, CustomStringConvertible {
  let file: String
  let forecast: Int
  let limit: Int

  /// One sentence with both figures and what helps.
  var description: String {
    "\(file): predicting it is forecast to take \(forecast >> 20) MiB, expected at most --max-memory "
      + "\(limit); a model with fewer channels or a smaller tile takes less"
  }
}

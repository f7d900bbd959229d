import Imaging

/// What the header says about one slice: an image of a classic series or a frame of an enhanced one.
struct FrameHeader: Hashable, Sendable {
  /// The file, and the frame's number in it from 0.
  let path: String
  let frame: Int
  let sopClassUID: String
  let sopInstanceUID: String
  let series: SeriesIdentity
  let pixels: PixelFormat
  let frameCount: Int
  let plane: FramePlane
  /// The thickness of a lone slice: Spacing Between Slices, else Slice Thickness.
  let thickness: Double?
  let slope: Double
  let intercept: Double
  let key: StackKey
  let acquisitionNumber: Int?
}

/// What slices of one stack have in common, and slices of different stacks of a series may not.
struct StackKey: Hashable, Sendable {
  var echoTime: Double?
  var echoNumber: Int?
  var inversionTime: Double?
  /// Values 3 and beyond of Image Type: magnitude, phase, water, fat.
  var kind: [String] = []
  var temporalPosition: Int?
  var bValue: Double?
  var diffusionDirection: [Double] = []
  var stackID: String?
}

extension StackKey {
  /// What tells this stack from others of its series, as "echo 2, TE 80 ms"; empty where nothing.
  func difference(from others: [StackKey]) -> String {
    func differs<Value: Equatable>(_ path: KeyPath<StackKey, Value>) -> Bool {
      others.contains { $0[keyPath: path] != self[keyPath: path] }
    }
    var parts: [String] = []
    if differs(\.echoNumber), let echoNumber { parts.append("echo \(echoNumber)") }
    if differs(\.echoTime), let echoTime { parts.append("TE \(plain(echoTime)) ms") }
    if differs(\.inversionTime), let inversionTime {
      parts.append("TI \(plain(inversionTime)) ms")
    }
    if differs(\.kind), !kind.isEmpty { parts.append(kind.joined(separator: "/")) }
    if differs(\.temporalPosition), let temporalPosition {
      parts.append("time \(temporalPosition)")
    }
    if differs(\.bValue), let bValue { parts.append("b \(plain(bValue))") }
    if differs(\.diffusionDirection), diffusionDirection.count == 3 {
      parts.append("direction " + diffusionDirection.map(plain).joined(separator: "/"))
    }
    if differs(\.stackID), let stackID { parts.append("stack \(stackID)") }
    return parts.joined(separator: ", ")
  }
}

/// A number as people write it: whole where it is, else with up to three digits.
func plain(_ value: Double) -> String {
  let rounded = (value * 1000).rounded() / 1000 + 0
  return abs(rounded) < 1e15 && rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
}

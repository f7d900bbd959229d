import Foundation

extension Comparison {
  /// Compares how long a whole program takes to start and say what it is.
  ///
  /// - Parameter loading: by the name of a rival, what Python has to import before it can do the same.
  static func startUp(kakehashi: String, python: String) throws -> [Comparison] {
    let loading = [
      ("SimpleITK", "SimpleITK"), ("nnU-Net", "nnunetv2.inference.predict_from_raw_data"),
    ]
    return loading.compactMap { name, module in
      var result = Comparison(
        hotPath: "start-up", tool: "\(name) import", cpuMilliseconds: [], milliseconds: [],
        rivalCPUMilliseconds: [], rivalMilliseconds: [], values: [])
      for counts in [false, true, true, true] {
        guard let own = try? run(kakehashi, ["--version"]),
          let rival = try? run(python, ["-c", "import \(module)"])
        else { return nil }
        guard counts else { continue }
        result.cpuMilliseconds.append(own.cpuMilliseconds)
        result.milliseconds.append(own.milliseconds)
        result.rivalCPUMilliseconds.append(rival.cpuMilliseconds)
        result.rivalMilliseconds.append(rival.milliseconds)
      }
      return result
    }
  }
}

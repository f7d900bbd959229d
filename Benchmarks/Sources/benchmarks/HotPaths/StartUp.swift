import Foundation

extension Comparison {
  /// Compares how long a whole program takes to start: our light verbs beside an image library, our
  /// engine with libtorch beside nnU-Net's predictor.
  static func startUp(kakehashi: String, python: String) throws -> [Comparison] {
    let loading = [
      ("SimpleITK", "SimpleITK", ["evaluate", "--help"]),
      ("nnU-Net", "nnunetv2.inference.predict_from_raw_data", ["predict", "--help"]),
    ]
    return loading.compactMap { name, module, verb in
      var result = Comparison(
        hotPath: "start-up", tool: "\(name) import", cpuMilliseconds: [], milliseconds: [],
        rivalCPUMilliseconds: [], rivalMilliseconds: [], values: [])
      for counts in [false, true, true, true] {
        guard let own = try? run(kakehashi, verb),
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

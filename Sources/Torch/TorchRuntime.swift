internal import CTorch

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// libtorch as a whole: settings and figures of the process, not of a tensor.
public enum TorchRuntime {
  /// libtorch's version, as "2.13.0".
  public static var version: String { String(cString: ctorch_version()) }

  /// Seeds libtorch's own random generators on every device.
  public static func seed(_ seed: UInt64) { ctorch_seed(seed) }

  /// Sets how many threads one operation may use; set once, for the whole process.
  public static func setThreads(_ count: Int) { ctorch_set_threads(Int32(count)) }

  /// Lets the allocator keep freed memory for the next tensors; call once, before training.
  ///
  /// Costs up to a GiB of resident memory, saves the kernel from clearing pages in every step.
  public static func keepFreedMemory() { ctorch_keep_freed_memory() }

  /// How many threads one operation may use.
  public static var threads: Int { Int(ctorch_threads()) }

  /// Whether operations must give the same bits each time, where libtorch has such a version.
  public static func setDeterministic(_ isDeterministic: Bool) throws(TorchError) {
    _ = try call("setDeterministic") { ctorch_set_deterministic(isDeterministic, $0) }
  }

  /// Whether the processor multiplies bfloat16 in hardware; only then is it faster than float32.
  public static var hasFastBFloat16: Bool { ctorch_has_fast_bfloat16() }

  /// Tensors made by this module and not yet released.
  public static var liveTensorCount: Int { Int(ctorch_tensor_live_count()) }

  /// The largest resident memory of the process so far, in bytes.
  ///
  /// On Linux from `/proc/self/status`: what `getrusage` gives starts at the peak of the process that
  /// started this one.
  public static var peakResidentBytes: Int { residentBytes("VmHWM:") }

  /// The resident memory of the process now, in bytes; where only the peak is known, that.
  public static var residentBytes: Int { residentBytes("VmRSS:") }

  /// Starts the peak anew at what the process holds now; where the system cannot, nothing changes.
  ///
  /// - Source: proc(5), `clear_refs`, value 5.
  public static func resetPeakResidentBytes() {
    #if os(Linux)
      guard let file = fopen("/proc/self/clear_refs", "w") else { return }
      fputs("5", file)
      fclose(file)
    #endif
  }

  /// The value of one line of `/proc/self/status`, in bytes.
  private static func residentBytes(_ name: String) -> Int {
    #if os(Linux)
      guard let file = fopen("/proc/self/status", "r") else { return 0 }
      defer { fclose(file) }
      var line = [CChar](repeating: 0, count: 256)
      while fgets(&line, Int32(line.count), file) != nil {
        let text = String(
          decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        // As in "VmHWM:     12345 kB".
        guard text.hasPrefix(name) else { continue }
        return (Int(text.filter(\.isNumber)) ?? 0) * 1024
      }
      return 0
    #else
      var usage = rusage()
      getrusage(RUSAGE_SELF, &usage)
      return usage.ru_maxrss
    #endif
  }
}

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

// The C library's functions; files that use these names need no library of C themselves.
func cosine(_ x: Double) -> Double { cos(x) }
func sine(_ x: Double) -> Double { sin(x) }
func exponential(_ x: Double) -> Double { exp(x) }
func logarithm(_ x: Double) -> Double { log(x) }
func cubeRoot(_ x: Double) -> Double { cbrt(x) }

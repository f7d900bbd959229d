#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

// The C library's functions, for the modules above; files that use these names need no library of C.
package func cosine(_ x: Double) -> Double { cos(x) }
package func cosine(_ x: Float) -> Float { cosf(x) }
package func sine(_ x: Double) -> Double { sin(x) }
package func sine(_ x: Float) -> Float { sinf(x) }
package func exponential(_ x: Double) -> Double { exp(x) }
package func logarithm(_ x: Double) -> Double { log(x) }
package func cubeRoot(_ x: Double) -> Double { cbrt(x) }

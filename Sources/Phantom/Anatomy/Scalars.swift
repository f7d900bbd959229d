#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Float {
  var sine: Float { sinf(self) }
  var cosine: Float { cosf(self) }
}

extension Double {
  var cubeRoot: Double { cbrt(self) }
}

/// The exponential function; files that name it need no library of C.
func exponential(_ x: Double) -> Double { exp(x) }

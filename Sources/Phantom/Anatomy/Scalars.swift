#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Float {
  var sine: Float { sinf(self) }
  var cosine: Float { cosf(self) }
  /// Between linear and the square root: the cochlea's turns tighten towards its apex.
  var squareRootish: Float { powf(self, 0.75) }
}

extension Double {
  var cubeRoot: Double { cbrt(self) }
}

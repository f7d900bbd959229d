/// The MR properties of a tissue before contrast agent.
struct Relaxation: Hashable, Sendable {
  /// Longitudinal and transverse relaxation times, and the latter with field inhomogeneity, in ms.
  var t1: Double
  var t2: Double
  var t2Star: Double
  /// Proton density relative to water.
  var protonDensity: Double
  /// Contrast agent a few minutes after injection, in mmol/l.
  var uptake: Double
}

extension Relaxation {
  /// The values once the agent is in: relaxation rates grow by relaxivity times concentration.
  ///
  /// - Source: relaxivities of a macrocyclic agent in blood, about 4.5 and 5.2 l/mmol/s (Rohrer et
  ///   al., Invest Radiol 40:715, 2005).
  var enhanced: Relaxation {
    var value = self
    value.t1 = 1 / (1 / t1 + 0.0045 * uptake)
    value.t2 = 1 / (1 / t2 + 0.0052 * uptake)
    value.t2Star = 1 / (1 / t2Star + 0.0052 * uptake)
    return value
  }
}

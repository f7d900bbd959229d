/// What the anatomy is made of, as far as MR can tell it apart.
enum Tissue: UInt8, CaseIterable, Sendable {
  case air, skin, fat, muscle, corticalBone, marrow, mucosa, gland
  case cerebrospinalFluid, grayMatter, whiteMatter, nerve, dura
  case artery, vein
  case labyrinthineFluid, vitreous, lens
  case tumour, looseTumour, cyst
}

extension Tissue {
  /// What decides a tissue's resonance: its protons are in fat, in free fluid or in solid tissue.
  enum Resonance: UInt8, CaseIterable, Sendable { case fat, fluid, solid }

  /// The kind of protons that give the signal.
  var resonance: Resonance {
    switch self {
    case .fat, .marrow: .fat
    case .cerebrospinalFluid, .labyrinthineFluid, .vitreous, .cyst: .fluid
    default: .solid
    }
  }

  /// The mean speed of flow in m/s, 0 for tissue at rest.
  ///
  /// - Source: author's estimates for the basilar and carotid arteries and the sigmoid sinus.
  var flowSpeed: Double {
    switch self {
    case .artery: 0.4
    case .vein: 0.15
    default: 0
    }
  }
}

/// What painting shows: each tissue's signal, and how it changes off resonance.
struct Palette: Sendable {
  /// The signal on resonance, by raw value of ``Tissue``.
  var signals: [Float]
  /// `nil` where the sequence does not depend on the field.
  var banding: Banding?
  var offResonance: OffResonance?

  /// Signals that are the same everywhere.
  init(signals: [Float]) { self.signals = signals }

  /// The signals of a patient's tissues in a scan.
  init(_ patient: Patient, _ acquisition: Acquisition) {
    signals = signalTable(patient, acquisition)
    let strength = acquisition.imperfections.fieldInhomogeneity
    guard strength > 0 else { return }
    banding = Banding(acquisition.sequence, tesla: acquisition.fieldStrength)
    offResonance = OffResonance(tesla: acquisition.fieldStrength, strength: strength)
  }
}

/// The intensity of each tissue of the patient, by raw value of ``Tissue``.
///
/// The scale puts typical white matter at the acquisition's intensity.
func signalTable(_ patient: Patient, _ acquisition: Acquisition) -> [Float] {
  let agent = acquisition.contrast == .ceT1
  let tesla = acquisition.fieldStrength
  let reference = acquisition.sequence.signal(
    .whiteMatter, Tissue.whiteMatter.relaxation(tesla: tesla), agent: agent)
  let scale = acquisition.intensity / max(reference, 1e-9)
  let fat = acquisition.sequence.fatEcho(tesla: tesla).share
  return Tissue.allCases.map { tissue in
    let relaxation = patient.tissues.relaxation(tissue, tesla: tesla)
    return Float(
      scale * (tissue.resonance == .fat ? fat : 1)
        * acquisition.sequence.signal(
          tissue, relaxation, agent: agent, flow: acquisition.imperfections.flow))
  }
}

/// Signal in a row of eight voxels: that of water and that of fat, which lands elsewhere.
struct Ink {
  var water: Lanes
  var fat: Lanes

  static let none = Ink(water: .zero, fat: .zero)

  /// Lays another ink over the share `cover` of each voxel.
  @inline(__always)
  mutating func blend(_ other: Ink, _ cover: Lanes) {
    water += cover * (other.water - water)
    fat += cover * (other.fat - fat)
  }
}

/// The factors that the field puts on a row of eight voxels.
struct Tint {
  var fat: Lanes
  var fluid: Lanes
  var solid: Lanes

  static let none = Tint(
    fat: Lanes(repeating: 1), fluid: Lanes(repeating: 1), solid: Lanes(repeating: 1))

  /// The factors where the field is off by `hertz`.
  init(_ banding: Banding, hertz: Lanes) {
    self = .none
    for lane in 0..<8 {
      fat[lane] = banding.factor(.fat, hertz: hertz[lane])
      fluid[lane] = banding.factor(.fluid, hertz: hertz[lane])
      solid[lane] = banding.factor(.solid, hertz: hertz[lane])
    }
  }

  private init(fat: Lanes, fluid: Lanes, solid: Lanes) {
    self.fat = fat
    self.fluid = fluid
    self.solid = solid
  }
}

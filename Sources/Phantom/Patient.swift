public import Imaging

/// A simulated patient: anatomy, tumour and tissue properties, but no image yet.
///
/// Everything follows from the seed and the index, so patients can be made in any order and on any
/// number of workers. World space is RAS+ mm with the head near the origin.
public struct Patient: Sendable {
  /// The seed of the data set.
  public let seed: UInt64
  /// The number of the patient in it.
  public let index: Int
  /// The options it was made with.
  public let options: PatientOptions
  /// The volume of the tumour outside the canal, in mm3 of world space; 0 without such a part.
  public let extraMeatalVolume: Double
  /// The volume of the tumour inside the canal, in mm3 of world space.
  public let intraMeatalVolume: Double
  /// The Koos grade, 1 to 4; `nil` after an operation, as the challenge grades it.
  public let koos: Int?
  /// Whether the tumour is what an operation left.
  public let isPostOperative: Bool
  /// Whether the tumour is on the right.
  public let isRightSided: Bool
  /// The plane between the tumour's two parts.
  public private(set) var meatalPlane: MeatalPlane
  /// The midpoint between the inner ears, in mm RAS+: where a technician centres the stack.
  public private(set) var innerEarMidpoint: SIMD3<Double>

  let anatomy: Anatomy
  private(set) var deformation: Deformation
  let tissues: TissueSpread
  /// The parts that the anatomy was painted from, for measuring them; bones right, then left.
  let envelope: Envelope
  let fossa: PosteriorFossaParts
  let bones: [TemporalBone]
  /// The middles of the canals' openings and their blind ends in world space, right then left.
  private(set) var canals: [(porus: SIMD3<Double>, fundus: SIMD3<Double>)]

  /// The patient with the given number in the data set with the given seed.
  ///
  /// - Complexity: some tens of milliseconds, spent on fitting shapes to their volumes.
  public init(seed: UInt64, index: Int, options: PatientOptions = .init()) {
    let number = UInt64(bitPattern: Int64(index))
    // One generator per part: adding a detail to one leaves the others as they were.
    func generator(_ part: UInt64) -> SplitMix64 { SplitMix64(seed: seed, keys: number, part) }
    var poses = generator(1)
    var heads = generator(2)
    var faces = generator(3)
    var brains = generator(4)
    var fossae = generator(5)
    var ears = [generator(6), generator(7)]
    var tumours = generator(8)
    var properties = generator(9)
    var patterns = generator(10)

    let deformation = Deformation(strength: options.variation, using: &poses)
    let phase = { (g: inout SplitMix64) in
      SIMD3<Float>(
        .random(in: 0..<6.28, using: &g), .random(in: 0..<6.28, using: &g),
        .random(in: 0..<6.28, using: &g))
    }
    let folds = phase(&patterns)
    var anatomy = Anatomy(phases: PatternPhases(folds: folds, texture: phase(&patterns)))
    let envelope = Envelope(using: &heads)
    let parts = PosteriorFossaParts(using: &fossae)
    let bones = [
      TemporalBone(side: 1, using: &ears[0]), TemporalBone(side: -1, using: &ears[1]),
    ]
    isRightSided = Bool.random(using: &tumours)
    let bone = bones[isRightSided ? 0 : 1]
    let tumour = Tumour(in: bone, envelope, options: options, using: &tumours)

    envelope.paint(into: &anatomy)
    envelope.paintSkull(into: &anatomy)
    Face.paint(into: &anatomy, using: &faces)
    Cerebrum.paint(envelope, into: &anatomy, using: &brains)
    parts.paint(into: &anatomy, using: &fossae)
    tumour.paintCleft(into: &anatomy, using: &tumours)
    for i in 0..<2 { bones[i].paint(into: &anatomy, using: &ears[i]) }
    anatomy.push = tumour.push(on: parts)
    tumour.paint(into: &anatomy, using: &tumours)

    self.seed = seed
    self.index = index
    self.options = options
    self.anatomy = anatomy
    self.envelope = envelope
    self.bones = bones
    fossa = parts
    self.deformation = deformation
    tissues = TissueSpread(using: &properties)
    isPostOperative = tumour.cavity != nil
    koos = isPostOperative ? nil : koosGrade(depthInBrainstem: tumour.depth(in: parts))
    let toWorld = { (p: SIMD3<Float>) in deformation.world(SIMD3<Double>(p)) }
    canals = bones.map { (toWorld($0.porus), toWorld($0.fundus)) }
    innerEarMidpoint = (toWorld(bones[0].fundus) + toWorld(bones[1].fundus)) / 2
    let point = toWorld(bone.porus)
    // The plane's image is almost flat over the few millimetres of the opening; its normal is
    // taken from two directions within it.
    let frame = Rotation(alongZ: bone.meatalNormal)
    let u = toWorld(bone.porus + frame.x) - toWorld(bone.porus - frame.x)
    let v = toWorld(bone.porus + frame.y) - toWorld(bone.porus - frame.y)
    let normal = u.cross(v)
    meatalPlane = MeatalPlane(point: point, normal: normal / normal.length)
    let volumes = tumourVolumes(anatomy, deformation, meatalPlane, bone.side)
    extraMeatalVolume = volumes.extra
    intraMeatalVolume = volumes.intra
  }
}

extension Patient {
  /// The same head at another place in the scanner.
  ///
  /// - Parameter pose: takes a position of this head, in mm RAS+, to where it is now.
  public func moved(by pose: RigidTransform) -> Patient {
    var result = self
    result.deformation.pose = deformation.pose.composed(with: pose.inverse.affine)
    result.meatalPlane = MeatalPlane(
      point: pose(meatalPlane.point), normal: pose.direction(meatalPlane.normal))
    result.innerEarMidpoint = pose(innerEarMidpoint)
    result.canals = canals.map { (pose($0.porus), pose($0.fundus)) }
    return result
  }

  /// Places of the inner ears to measure a registration's error at, in mm RAS+: the openings and the
  /// blind ends of both canals.
  public var innerEarPoints: [SIMD3<Double>] { canals.flatMap { [$0.porus, $0.fundus] } }
}

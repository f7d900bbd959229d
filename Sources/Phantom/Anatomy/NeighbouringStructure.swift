/// A structure of the posterior fossa that a vestibular schwannoma may touch or displace.
public enum NeighbouringStructure: UInt8, CaseIterable, Codable, Sendable {
  /// Midbrain, pons, medulla and the upper cord.
  case brainstem = 1
  /// Hemispheres, vermis and the middle cerebellar peduncles, clefts between folia included.
  case cerebellum = 2
  /// The fourth ventricle with its lateral recesses.
  case fourthVentricle = 3

  /// The name in tables: "brainstem", "cerebellum" or "fourth ventricle".
  public var name: String {
    switch self {
    case .brainstem: "brainstem"
    case .cerebellum: "cerebellum"
    case .fourthVentricle: "fourth ventricle"
    }
  }
}

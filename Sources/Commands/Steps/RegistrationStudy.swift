import Evaluation
import Foundation
import Imaging
import Phantom

/// One registration of a study.
struct StudyRegistration: Codable {
  let site: String
  let sequences: String
  /// Whether both images show one patient.
  let isSamePatient: Bool
  /// The largest error at the inner ears in mm; `nil` for different patients or a failure.
  let error: Double?
  /// The thickest slices of the two images, in mm.
  let thickness: Double
  let misfit: Double?
  let overlap: Double?
  let isPlausible: Bool
  /// The wall-clock time in seconds.
  let seconds: Double
}

/// Registers pairs of visits with known poses, and pairs of different patients.
///
/// - Parameters:
///   - pairs: patients per site.
///   - coarsening: in-plane voxels are this many times as long as the site's.
func registrationStudy(
  pairs: Int, seed: UInt64, coarsening: Double
) throws -> [StudyRegistration] {
  var results: [StudyRegistration] = []
  var previous: [String: Volume] = [:]
  for site in Acquisition.sites {
    for number in 0..<pairs {
      let index =
        500 + number * Acquisition.sites.count + (Acquisition.sites.firstIndex(of: site) ?? 0)
      let patient = Patient(seed: seed, index: index)
      let visits = patient.visits(onDays: [0, 400], course: .steady(annualRatio: 1.3))
      func image(_ n: Int, _ contrast: Contrast) throws -> Volume {
        let acquisition = try Acquisition.preset(
          site: site, contrast: contrast, seed: seed, index: 10 * index + n
        ).scaled(inPlane: coarsening)
        return simulate(visits[n].patient, acquisition, seed: seed &+ UInt64(n)).image
      }
      let first = [Contrast.ceT1: try image(0, .ceT1), .T2: try image(0, .T2)]
      let second = [Contrast.ceT1: try image(1, .ceT1), .T2: try image(1, .T2)]
      for (a, b) in [(Contrast.ceT1, Contrast.ceT1), (.T2, .T2), (.ceT1, .T2), (.T2, .ceT1)] {
        guard let fixed = first[a], let moving = second[b] else { continue }
        let name = a == b ? a.rawValue : "\(a.rawValue) to \(b.rawValue)"
        results.append(
          StudyRegistration(site, name, fixed, moving, pose: visits[1].pose, patient))
        if let stranger = previous[b.rawValue] {
          results.append(StudyRegistration(site, name, fixed, stranger, pose: nil, patient))
        }
      }
      for (contrast, volume) in second { previous[contrast.rawValue] = volume }
    }
  }
  return results
}

extension StudyRegistration {
  fileprivate init(
    _ site: String, _ sequences: String, _ fixed: Volume, _ moving: Volume,
    pose: RigidTransform?, _ patient: Patient
  ) {
    let clock = ContinuousClock()
    var found: RigidRegistration?
    let time = clock.measure { found = register(moving, to: fixed) }
    self.init(
      site: site, sequences: sequences, isSamePatient: pose != nil,
      error: found.flatMap { found in
        pose.flatMap { found.transform.distances(to: $0, at: patient.innerEarPoints).max() }
      },
      thickness: max(fixed.grid.spacing.max(), moving.grid.spacing.max()),
      misfit: found?.misfit, overlap: found?.overlap, isPlausible: found?.isPlausible ?? false,
      seconds: Double(time.components.seconds) + Double(time.components.attoseconds) * 1e-18)
  }
}

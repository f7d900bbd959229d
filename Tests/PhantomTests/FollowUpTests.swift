import Imaging
import Testing

@testable import Phantom

@Suite("Visits of a simulated patient")
struct FollowUpTests {
  @Test("the tumour has the volume that its course asks for", arguments: [0.6, 1, 1.3, 2])
  func volumes(ratio: Double) {
    // A tumour that lies mostly outside the canal: what fills the canal cannot shrink as freely.
    let patient = Patient(seed: 4, index: 3, options: PatientOptions(extraMeatalVolume: 1500))
    let visits = patient.visits(onDays: [0, 365, 731], course: .steady(annualRatio: ratio))
    let volumes = visits.map { $0.patient.extraMeatalVolume + $0.patient.intraMeatalVolume }
    // The bulb is fitted to about 1 % and counted at 0.5 mm; the canal's part shrinks about as much.
    let found = volumes[2] / volumes[0]
    #expect(
      abs(found / (ratio * ratio) - 1) < (ratio < 1 ? 0.15 : 0.05), "\(found) of \(ratio * ratio)")
    if ratio == 1 { #expect(volumes[0] == volumes[2]) }
  }

  @Test("a moved head has its labels and landmarks where the pose takes them")
  func moved() {
    let patient = Patient(seed: 4, index: 5)
    let pose = RigidTransform(degrees: [3, -5, 8], shift: [4, -7, 2], about: [10, -20, 5])
    let other = patient.moved(by: pose)
    #expect((other.innerEarMidpoint - pose(patient.innerEarMidpoint)).length < 1e-9)
    #expect(abs(other.meatalPlane.normal.length - 1) < 1e-9)
    let centroid = { (p: Patient) -> SIMD3<Double>? in
      let size = 120
      let grid = VoxelGrid(
        size, size, size, spacing: SIMD3(repeating: 0.6),
        origin: p.meatalPlane.point - SIMD3(repeating: 0.3 * Double(size)))
      return ShapeStatistics(labels(of: p, on: grid).mask(of: [1, 2]))?.centroid
    }
    let far = zip(centroid(patient), centroid(other)).map { (pose($0) - $1).length }
    // Two lattices of 0.6 mm give centroids within a few hundredths of a millimetre.
    #expect((far ?? 1) < 0.05, "\(far ?? -1) mm")
  }

  private func zip<T>(_ a: T?, _ b: T?) -> (T, T)? { a.flatMap { a in b.map { (a, $0) } } }

  @Test("the rest of the patient stays: the other ear's labels do not change with growth")
  func otherEar() {
    let patient = Patient(seed: 4, index: 6)
    let grown = Patient(seed: 4, index: 6, options: PatientOptions(growth: 1.8))
    let ear = patient.canals[patient.isRightSided ? 1 : 0].fundus
    let grid = VoxelGrid(40, 40, 40, spacing: SIMD3(repeating: 0.5), origin: ear - 10)
    #expect(labels(of: patient, on: grid) == labels(of: grown, on: grid))
    #expect(labels(of: patient, on: grid).labels.contains(3))
    #expect(grown.extraMeatalVolume > 1.6 * patient.extraMeatalVolume)
  }

  @Test("radiosurgery: up to the peak, down to the end, nothing before")
  func swelling() {
    let course = GrowthCourse.radiosurgery(day: 100, peak: 1.4, swelling: 200, end: 0.7)
    // By hand: half way up 1.2, at the peak 1.4, half way down 1.05, then 0.7 for good.
    for (day, ratio) in [(0, 1.0), (100, 1), (200, 1.2), (300, 1.4), (500, 1.05), (900, 0.7)] {
      #expect(abs(course.volumeRatio(day: day) - ratio) < 1e-12, "day \(day)")
    }
  }
}

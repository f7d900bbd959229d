import Imaging

/// The one tumour of a label map, told apart from stray voxels.
struct Lesion {
  /// The tumour's voxels.
  let mask: Mask
  /// The volume in mm3 of labelled voxels that are no part of it.
  let strayVolume: Double

  /// Pieces nearer than this, in mm, belong together: a mask may break where the canal is narrow.
  static let joiningDistance = 3.0
  /// A separate piece of at least this volume in mm3 is a tumour of its own: the smallest expert
  /// contours of the challenge have 20 to 40 mm3.
  static let smallestTumour = 20.0

  /// Finds the tumour.
  ///
  /// - Parameter keepsLargestOnly: takes the largest of several tumours; the others are stray.
  /// - Throws: ``MeasureError/noTumour`` and ``MeasureError/severalTumours(volumes:)``.
  init(in tumour: Mask, keepsLargestOnly: Bool) throws(MeasureError) {
    let parts = tumour.connectedComponents()
    guard !parts.components.isEmpty else { throw .noTumour }
    guard parts.components.count > 1 else {
      mask = tumour
      strayVolume = 0
      return
    }
    let faces = parts.components.indices.map { parts.mask(of: $0 + 1).boundaryFaces() }
    var joined: Set<Int> = [0]
    var reached = [0]
    // From the largest piece on, whatever is near to a piece that belongs to it.
    while let piece = reached.popLast() {
      for other in faces.indices where !joined.contains(other) {
        let gap = smallestDistance(faces[piece], faces[other]) ?? .infinity
        guard gap <= Self.joiningDistance else { continue }
        joined.insert(other)
        reached.append(other)
      }
    }
    let others = faces.indices.filter { !joined.contains($0) }.map { parts.components[$0].volume }
    let own = joined.reduce(0) { $0 + parts.components[$1].volume }
    let tumours = others.filter { $0 >= Self.smallestTumour }
    guard tumours.isEmpty || keepsLargestOnly else {
      throw .severalTumours(volumes: ([own] + tumours).sorted(by: >))
    }
    mask = parts.mask { joined.contains($0 - 1) }
    strayVolume = others.reduce(0, +)
  }
}

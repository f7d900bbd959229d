import Imaging
import Torch

/// One region whose axial slices are drawn for translation.
struct SliceCase {
  /// In -1...1.
  let image: Volume
  /// The target's site as an index into the recipe's sites; `nil` for a source.
  let site: Int?
  /// Higher where edges must stay; `nil` for a target.
  let edgeWeights: Volume?
  /// Slices that hold a labelled structure; empty for a target.
  let foregroundSlices: [Int]
}

/// Draws batches of axial slices, `[N, 1, H, W]`.
struct SliceSampler {
  let source: [SliceCase]
  let target: [SliceCase]
  let sites: Int

  struct Batch {
    let source: Tensor
    let edgeWeights: Tensor
    let target: Tensor
    /// One-hot site codes of the target slices, `[N, sites]`.
    let code: Tensor
    /// Where source pixels lie in the region, `[N, 3, H, W]`, each in -1...1: the distance from the
    /// midline, the place from back to front and from foot to head.
    let sourcePlaces: Tensor
    /// Where target pixels lie.
    let targetPlaces: Tensor
  }

  /// Source and target slices come from about the same height, since regions are centred on the
  /// ears: the discriminator then cannot tell them apart by what part of the head they show.
  func batch(
    _ count: Int, using generator: inout some RandomNumberGenerator
  ) throws(TorchError) -> Batch {
    var a: [Float] = []
    var weights: [Float] = []
    var b: [Float] = []
    var sourcePlaces: [Float] = []
    var targetPlaces: [Float] = []
    var code = [Float](repeating: 0, count: count * sites)
    let size = source[0].image.grid.size
    let inPlane = placesInPlane(size)
    func places(_ k: Int) -> [Float] {
      inPlane + [Float](repeating: place(k, size.z), count: size.x * size.y)
    }
    for n in 0..<count {
      let from = source[Int.random(in: source.indices, using: &generator)]
      var k = Int.random(in: 0..<size.z, using: &generator)
      if !from.foregroundSlices.isEmpty, Bool.random(using: &generator) {
        k =
          from.foregroundSlices[
            Int.random(in: from.foregroundSlices.indices, using: &generator)]
      }
      let mirrorsSource = Bool.random(using: &generator)
      a += slice(from.image, k, mirrored: mirrorsSource)
      weights += slice(
        from.edgeWeights ?? Volume(grid: from.image.grid, filledWith: 0), k,
        mirrored: mirrorsSource)
      sourcePlaces += places(k)
      let site = Int.random(in: 0..<sites, using: &generator)
      let ofSite = target.filter { $0.site == site }
      let to = ofSite[Int.random(in: ofSite.indices, using: &generator)]
      let near = max(0, min(size.z - 1, k + Int.random(in: -2...2, using: &generator)))
      targetPlaces += places(near)
      b += slice(to.image, near, mirrored: Bool.random(using: &generator))
      code[n * sites + site] = 1
    }
    let shape = [count, 1, size.y, size.x]
    return Batch(
      source: try Tensor(a, shape: shape), edgeWeights: try Tensor(weights, shape: shape),
      target: try Tensor(b, shape: shape), code: try Tensor(code, shape: [count, sites]),
      sourcePlaces: try Tensor(sourcePlaces, shape: [count, 3, size.y, size.x]),
      targetPlaces: try Tensor(targetPlaces, shape: [count, 3, size.y, size.x]))
  }

  /// An index as a part of its axis, in -1...1.
  private func place(_ index: Int, _ count: Int) -> Float {
    2 * Float(index) / Float(max(1, count - 1)) - 1
  }

  /// Each pixel's distance from the midline, then its place from back to front, in -1...1.
  ///
  /// Mirroring a slice leaves them as they are.
  private func placesInPlane(_ size: SIMD3<Int>) -> [Float] {
    var lateral: [Float] = []
    var frontal: [Float] = []
    for j in 0..<size.y {
      for i in 0..<size.x {
        lateral.append(2 * abs(place(i, size.x)) - 1)
        frontal.append(place(j, size.y))
      }
    }
    return lateral + frontal
  }

  private func slice(_ volume: Volume, _ k: Int, mirrored: Bool) -> [Float] {
    let size = volume.grid.size
    let start = k * size.x * size.y
    var values = Array(volume.voxels[start..<(start + size.x * size.y)])
    if mirrored {
      for row in 0..<size.y {
        values[(row * size.x)..<((row + 1) * size.x)].reverse()
      }
    }
    return values
  }
}

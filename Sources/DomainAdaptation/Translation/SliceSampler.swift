import Imaging
import Torch

/// One region whose axial slices, slabs or blocks are drawn for translation.
struct SliceCase {
  /// In -1...1.
  let image: Volume
  /// The target's site as an index into the recipe's sites; `nil` for a source.
  let site: Int?
  /// Higher where edges must stay; `nil` for a target.
  let edgeWeights: Volume?
  /// Slices that hold a labelled structure; empty for a target.
  let foregroundSlices: [Int]
  /// The labels of a source; `nil` for a target.
  var labels: LabelMap?
}

/// Draws batches of axial slices `[N, 1, H, W]`, slabs `[N, depth, H, W]` or blocks `[N, 1, D, H, W]`.
struct SliceSampler {
  let source: [SliceCase]
  let target: [SliceCase]
  let sites: Int
  var window = SliceWindow()

  struct Batch {
    let source: Tensor
    /// Of the slice that is rendered, `[N, 1, H, W]`, or of the block.
    let edgeWeights: Tensor
    /// Of the same, `[N, H, W]` or `[N, D, H, W]`, int64; background where a source has no labels.
    let labels: Tensor
    let target: Tensor
    /// One-hot site codes of the target slices, `[N, sites]`.
    let code: Tensor
    /// Where source pixels lie in the region, `[N, 3, (D,) H, W]`, each in -1...1: the distance from the
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
    var labels: [Int64] = []
    let pixels = size.x * size.y
    func places(_ k: Int) -> [Float] {
      let slices = window.rendered(around: k, of: size.z)
      return (0..<2).flatMap { axis in
        slices.flatMap { _ in inPlane[(axis * pixels)..<((axis + 1) * pixels)] }
      } + slices.flatMap { [Float](repeating: place($0, size.z), count: pixels) }
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
      for slice in window.seen(around: k, of: size.z) {
        a += self.slice(from.image.voxels, slice, size, mirrored: mirrorsSource)
      }
      let flat = from.edgeWeights ?? Volume(grid: from.image.grid, filledWith: 0)
      let marks = from.labels ?? LabelMap(grid: from.image.grid, filledWith: 0)
      for slice in window.rendered(around: k, of: size.z) {
        weights += self.slice(flat.voxels, slice, size, mirrored: mirrorsSource)
        labels += self.slice(marks.voxels, slice, size, mirrored: mirrorsSource).map { Int64($0) }
      }
      sourcePlaces += places(k)
      let site = Int.random(in: 0..<sites, using: &generator)
      let ofSite = target.filter { $0.site == site }
      let to = ofSite[Int.random(in: ofSite.indices, using: &generator)]
      let near = max(0, min(size.z - 1, k + Int.random(in: -2...2, using: &generator)))
      targetPlaces += places(near)
      let mirrorsTarget = Bool.random(using: &generator)
      for slice in window.seen(around: near, of: size.z) {
        b += self.slice(to.image.voxels, slice, size, mirrored: mirrorsTarget)
      }
      code[n * sites + site] = 1
    }
    let plane = [size.y, size.x]
    let depth = window.view == .block ? [window.depth] : []
    let seen = [count, window.view == .slab ? window.depth : 1] + depth + plane
    return Batch(
      source: try Tensor(a, shape: seen),
      edgeWeights: try Tensor(weights, shape: [count, 1] + depth + plane),
      labels: try Tensor(labels, shape: [count] + depth + plane),
      target: try Tensor(b, shape: seen), code: try Tensor(code, shape: [count, sites]),
      sourcePlaces: try Tensor(sourcePlaces, shape: [count, 3] + depth + plane),
      targetPlaces: try Tensor(targetPlaces, shape: [count, 3] + depth + plane))
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

  private func slice<Scalar>(
    _ voxels: [Scalar], _ k: Int, _ size: SIMD3<Int>, mirrored: Bool
  ) -> [Scalar] {
    let start = k * size.x * size.y
    var values = Array(voxels[start..<(start + size.x * size.y)])
    if mirrored {
      for row in 0..<size.y {
        values[(row * size.x)..<((row + 1) * size.x)].reverse()
      }
    }
    return values
  }
}

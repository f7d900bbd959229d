import Imaging
import Learning
import Networks
import Torch

/// Renders whole regions with a trained generator.
struct RegionTranslation {
  let generator: any StyleTranslator
  let window: SliceWindow
  let device: Device

  /// The region in one of a number of styles, in -1...1.
  ///
  /// Slices and slabs are rendered one for each slice; blocks overlap by half, and where they do, what lies
  /// nearer to a block's middle counts more.
  func callAsFunction(_ region: Volume, style: Int, of styles: Int) throws -> Volume {
    let voxels = try withoutGradients {
      window.view == .block
        ? try blocks(region, style, styles) : try slices(region, style, styles)
    }
    return Volume(grid: region.grid, voxels: voxels)
  }

  private func code(_ style: Int, _ styles: Int, count: Int) throws(TorchError) -> Tensor {
    var code = [Float](repeating: 0, count: count * styles)
    for n in 0..<count { code[n * styles + style] = 1 }
    return try Tensor(code, shape: [count, styles]).to(device)
  }

  private func slices(_ region: Volume, _ style: Int, _ styles: Int) throws -> [Float] {
    let size = region.grid.size
    let slices = try Tensor(region.voxels, shape: [size.z, 1, size.y, size.x]).to(device)
    let parts = try stride(from: 0, to: size.z, by: 8).map { start in
      let count = min(8, size.z - start)
      let input =
        window.view == .slice
        ? try slices.narrow(dim: 0, start: start, length: count)
        : try slab(slices, from: start, count: count, of: size.z)
      return try generator(input, code: code(style, styles, count: count))
    }
    return try Tensor.concatenate(parts, dim: 0).scalars()
  }

  /// `[count, depth, H, W]`: each slice with its neighbours.
  private func slab(
    _ slices: Tensor, from start: Int, count: Int, of total: Int
  ) throws(TorchError) -> Tensor {
    var rows: [Tensor] = []
    for k in start..<(start + count) {
      let indices = window.seen(around: k, of: total).map { Int64($0) }
      let neighbours = try slices.indexSelect(
        dim: 0, indices: Tensor(indices, shape: [indices.count]).to(device))
      rows.append(try neighbours.transposed(0, 1))
    }
    return try Tensor.concatenate(rows, dim: 0)
  }

  private func blocks(_ region: Volume, _ style: Int, _ styles: Int) throws -> [Float] {
    let size = region.grid.size
    let plane = size.x * size.y
    let volume = try region.tensor(on: device)
    var sums = [Float](repeating: 0, count: region.voxels.count)
    var weights = [Float](repeating: 0, count: size.z)
    var starts = Array(stride(from: 0, to: size.z - window.depth, by: window.depth / 2))
    starts.append(size.z - window.depth)
    for start in starts {
      let block = try volume.narrow(dim: 2, start: start, length: window.depth)
      let rendered = try generator(block, code: code(style, styles, count: 1)).scalars()
      for k in 0..<window.depth {
        let weight = Float(min(k + 1, window.depth - k))
        weights[start + k] += weight
        for pixel in 0..<plane {
          sums[(start + k) * plane + pixel] += weight * rendered[k * plane + pixel]
        }
      }
    }
    for offset in sums.indices { sums[offset] /= weights[offset / plane] }
    return sums
  }
}

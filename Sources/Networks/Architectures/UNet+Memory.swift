extension UNet.Configuration {
  /// About how many bytes the activations of one tile take at once, without gradients.
  ///
  /// Counted are the skip connections of all stages, which are kept until the end, and at full
  /// resolution, where most is needed, eight more feature maps: the concatenated input of the
  /// decoder's block (two), its copy in the layout or the type of the convolution (two), the
  /// convolution's output in both layouts (two), its normalised form and its rectified form.
  ///
  /// - Parameters:
  ///   - tile: the spatial size, `[D, H, W]`.
  ///   - bytesPerValue: 4 for float32. With bfloat16 convolutions the normalisation is in float32, so
  ///     about 3 on average.
  public func activationBytes(tile: [Int], bytesPerValue: Double) -> Int {
    var voxels = Double(tile.reduce(1, *))
    let top = voxels * Double(channels[0])
    var values = 8 * top
    for (level, width) in channels.enumerated() {
      voxels /= Double(strides[level].reduce(1, *))
      values += voxels * Double(width)
    }
    return Int(values * bytesPerValue)
  }
}

import Imaging

/// Flags from the header alone: directions and the distance of slices.
func geometryFlags(_ input: QualityInput, _ limits: QualityLimits) -> [QualityFlag] {
  var flags: [QualityFlag] = []
  let distance = input.image.grid.spacing.max()
  if distance > limits.sliceDistance {
    let (found, limit) = (decimals(distance, 1), decimals(limits.sliceDistance, 1))
    flags.append(
      QualityFlag(
        .thickSlices, .warning, measured: distance, limit: limits.sliceDistance, unit: "mm",
        "Slices lie \(found) mm apart (limit \(limit) mm): a cochlea is on one or two of them, and "
          + "volumes of small tumours are unsure.",
        "スライス間隔が \(found) mm(上限 \(limit) mm)と広く、小さな構造の体積は不確かです。"))
  }
  if !input.statesOrientation {
    flags.append(
      QualityFlag(
        .orientation, .error,
        "The file states no directions: left and right are a guess.",
        "ファイルに方向の記載がなく、左右が確定できません。"))
  }
  if input.contradictsOrientation {
    flags.append(
      QualityFlag(
        .orientation, .error,
        "The file states its directions twice (qform, sform), and they differ: left and right may be "
          + "swapped.",
        "ファイル内の二つの方向情報(qform と sform)が食い違っており、左右が逆の可能性があります。"))
  }
  return flags
}

import Evaluation
import Imaging

/// Flags from the masks: ears, tumour, and how they lie to each other.
func maskFlags(_ input: QualityInput, _ limits: QualityLimits) -> [QualityFlag] {
  var flags: [QualityFlag] = []
  if let cochleas = input.cochleas { flags += cochleaFlags(cochleas, limits) }
  guard let tumour = input.tumour, let box = tumour.boundingBox() else { return flags }
  flags += volumeFlags(
    tumour.volume, limits.tumourVolume, "The tumour", "腫瘍")
  flags += pieceFlags(tumour, limits)
  let shape = tumour.cropped(to: box, padding: false)
  let points = shape.points
  let centre = points.reduce(SIMD3<Double>.zero, +) / Double(points.count)
  let frame = EarFrame(input.cochleas ?? Mask(grid: tumour.grid, filledWith: false))
  let isRightSided = frame.isRight(centre)
  if let stated = input.isStatedRightSided, stated != isRightSided {
    let (found, expected) = isRightSided ? ("right", "left") : ("left", "right")
    let (foundJapanese, expectedJapanese) = isRightSided ? ("右", "左") : ("左", "右")
    flags.append(
      QualityFlag(
        .side, .error,
        "The tumour is on the \(found), but the records say \(expected): the image may be mirrored.",
        "腫瘍は\(foundJapanese)側ですが記録では\(expectedJapanese)側です。画像が左右反転している可能性があります。"))
  }
  if let cochleas = input.cochleas,
    let ear = isRightSided ? frame.right : frame.left
  {
    flags += positionFlags(shape, centre, beside: ear, in: cochleas, limits)
  }
  if let second = input.secondTumour { flags += agreementFlags(tumour, second, limits) }
  return flags
}

private func volumeFlags(
  _ volume: Double, _ allowed: ClosedRange<Double>, _ english: String, _ japanese: String
) -> [QualityFlag] {
  guard !allowed.contains(volume) else { return [] }
  let limit = volume < allowed.lowerBound ? allowed.lowerBound : allowed.upperBound
  let range = "\(decimals(allowed.lowerBound, 0))-\(decimals(allowed.upperBound, 0))"
  let found = decimals(volume, 0)
  return [
    QualityFlag(
      .volume, .warning, measured: volume, limit: limit, unit: "mm3",
      "\(english) has \(found) mm3; \(range) mm3 are plausible.",
      "\(japanese)の体積が \(found) mm3 です(妥当な範囲 \(range) mm3)。")
  ]
}

private func cochleaFlags(_ cochleas: Mask, _ limits: QualityLimits) -> [QualityFlag] {
  let parts = cochleas.connectedComponents().components.filter { $0.volume > 5 }
  let frame = EarFrame(cochleas)
  let found = [frame.right, frame.left].compactMap { $0 }
  var flags: [QualityFlag] = []
  if found.count != 2 {
    flags.append(
      QualityFlag(
        .cochleas, .error, measured: Double(found.count), limit: 2,
        "\(found.count) of two cochleas were found: the image may not hold both ears, or the "
          + "segmentation failed.",
        "蝸牛が \(found.count) 個しか見つかりません。両耳が撮像範囲にないか、抽出の失敗です。"))
  } else {
    let distance = (found[0] - found[1]).length
    if !limits.cochlearDistance.contains(distance) {
      let text = decimals(distance, 0)
      flags.append(
        QualityFlag(
          .position, .error, measured: distance,
          limit: distance < limits.cochlearDistance.lowerBound
            ? limits.cochlearDistance.lowerBound : limits.cochlearDistance.upperBound, unit: "mm",
          "The cochleas are \(text) mm apart, which no head is.",
          "両側の蝸牛の間隔が \(text) mm で、あり得ない値です。"))
    }
    // Pieces belong to the ear they are nearer to.
    for (ear, english, japanese) in [(0, "right", "右"), (1, "left", "左")] {
      let volume = parts.filter {
        let p = cochleas.grid.world($0.centroid)
        return (p - found[ear]).length <= (p - found[1 - ear]).length
      }.reduce(0) { $0 + $1.volume }
      flags += volumeFlags(
        volume, limits.cochleaVolume, "The \(english) cochlea", "\(japanese)の蝸牛")
    }
  }
  // The distance of a structure's voxels from the image's border, to the outer face of the voxel.
  let spacing = cochleas.grid.spacing
  let margin = parts.map { part -> Double in
    let low = SIMD3<Double>(part.boundingBox.lower) * spacing
    let high = SIMD3<Double>(cochleas.grid.size &- part.boundingBox.upper) * spacing
    return min(low.min(), high.min())
  }.min()
  if let margin, margin < limits.borderDistance {
    let (text, limit) = (decimals(margin, 1), decimals(limits.borderDistance, 1))
    flags.append(
      QualityFlag(
        .fieldOfView, .error, measured: margin, limit: limits.borderDistance, unit: "mm",
        "A cochlea lies \(text) mm from the image's border (limit \(limit) mm): it may be cut.",
        "蝸牛が画像の端から \(text) mm(下限 \(limit) mm)にあり、切れている可能性があります。"))
  }
  return flags
}

private func pieceFlags(_ tumour: Mask, _ limits: QualityLimits) -> [QualityFlag] {
  let parts = tumour.connectedComponents()
  guard parts.components.count > 1 else { return [] }
  let share = parts.components[1].volume / parts.components[0].volume
  guard share >= limits.secondPieceShare,
    let gap = parts.mask(of: 1).distance(to: parts.mask(of: 2)), gap > limits.secondPieceDistance
  else { return [] }
  let (mm, percent) = (decimals(gap, 0), decimals(100 * share, 0))
  return [
    QualityFlag(
      .severalTumours, .warning, measured: gap, limit: limits.secondPieceDistance, unit: "mm",
      "A second piece of tumour, \(percent) % as large as the first, lies \(mm) mm away from it.",
      "腫瘍が二つに分かれています(二つ目は一つ目の \(percent) %、間隔 \(mm) mm)。")
  ]
}

private func positionFlags(
  _ tumour: Mask, _ centre: SIMD3<Double>, beside ear: SIMD3<Double>, in cochleas: Mask,
  _ limits: QualityLimits
) -> [QualityFlag] {
  var flags: [QualityFlag] = []
  let nearest = tumour.surface().points.map { ($0 - ear).length }.min() ?? 0
  if nearest > limits.tumourDistance {
    let text = decimals(nearest, 0)
    flags.append(
      QualityFlag(
        .position, .error, measured: nearest, limit: limits.tumourDistance, unit: "mm",
        "The tumour is \(text) mm away from the cochlea of its side (limit "
          + "\(decimals(limits.tumourDistance, 0)) mm): it does not come from that ear's canal.",
        "腫瘍が同側の蝸牛から \(text) mm 離れており、内耳道由来とは考えにくい位置です。"))
  }
  let front = centre.y - ear.y
  if front > limits.frontOfCochlea {
    let text = decimals(front, 0)
    flags.append(
      QualityFlag(
        .orientation, .error, measured: front, limit: limits.frontOfCochlea, unit: "mm",
        "The tumour's centre lies \(text) mm in front of the cochlea, but the canal and the angle are "
          + "behind it: front and back, and with them left and right, may be swapped.",
        "腫瘍の中心が蝸牛より \(text) mm 前方にあります。前後(したがって左右)が逆の可能性があります。"))
  }
  return flags
}

private func agreementFlags(
  _ tumour: Mask, _ second: Mask, _ limits: QualityLimits
) -> [QualityFlag] {
  // The input has checked the grids.
  let dice = (try? diceScore(tumour, second)) ?? 1
  guard dice < limits.agreement else { return [] }
  let (text, limit) = (decimals(dice, 2), decimals(limits.agreement, 2))
  return [
    QualityFlag(
      .disagreement, .warning, measured: dice, limit: limits.agreement,
      "Two segmentations of the tumour agree with a Dice coefficient of \(text) (at least \(limit)).",
      "二つの抽出結果の一致度(Dice 係数)が \(text)(下限 \(limit))です。")
  ]
}

/// Flags from the image without any label.
func imageFlags(
  _ measures: ScanMeasures, _ limits: QualityLimits, expectsT2: Bool
) -> [QualityFlag] {
  var flags: [QualityFlag] = []
  func check(
    _ kind: QualityFlag.Kind, _ severity: QualityFlag.Severity, _ measured: Double?,
    above limit: Double, _ english: (String, String) -> String,
    _ japanese: (String, String) -> String
  ) {
    guard let measured, measured > limit else { return }
    let words = (decimals(measured, 2), decimals(limit, 2))
    flags.append(
      QualityFlag(
        kind, severity, measured: measured, limit: limit, english(words.0, words.1),
        japanese(words.0, words.1)))
  }
  if expectsT2, measures.fluidBrightness < limits.fluidBrightness {
    let (found, limit) = (
      decimals(measures.fluidBrightness, 2), decimals(limits.fluidBrightness, 2)
    )
    flags.append(
      QualityFlag(
        .contrast, .error, measured: measures.fluidBrightness, limit: limits.fluidBrightness,
        "The brightest parts of the head's middle are only \(found) times its median (at least \(limit)): "
          + "fluid is not bright, this does not look like T2.",
        "頭部中央の明るい部分が中央値の \(found) 倍(下限 \(limit))しかなく、脳脊髄液が明るくありません。"
          + "T2 強調像ではない可能性があります。"))
  }
  check(.fieldOfView, .error, measures.cutHead, above: limits.cutHead) {
    "Tissue fills \($0) of the image's side border (limit \($1)): the head is cut, an ear may be missing."
  } _: {
    "画像の左右端の \($0) が組織で占められ(上限 \($1))、頭部が途中で切れています。"
  }
  check(.noise, .warning, measures.noise, above: limits.noise) {
    "The noise is \($0) of the head's typical signal (limit \($1))."
  } _: {
    "ノイズが頭部の代表的な信号の \($0) 倍(上限 \($1))あります。"
  }
  check(.motion, .warning, measures.ghost, above: limits.ghost) {
    "The air beside the head shows \($0) of its signal (limit \($1)): ghosts of motion."
  } _: {
    "頭部の外の空気に頭部の信号の \($0) 倍(上限 \($1))の信号があり、体動によるゴーストが疑われます。"
  }
  check(.missingSlices, .error, measures.sliceJump, above: limits.sliceJump) {
    "Two neighbouring slices differ \($0) times as much as those around them (limit \($1)): slices are "
      + "missing there, or the head moved."
  } _: {
    "隣り合うスライスの差が周囲の \($0) 倍(上限 \($1))あり、スライスの欠落か体動が疑われます。"
  }
  return flags
}

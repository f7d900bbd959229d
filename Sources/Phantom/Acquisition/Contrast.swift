/// The two kinds of image of the crossMoDA challenge, spelled as in its file names.
public enum Contrast: String, Codable, Sendable, CaseIterable {
  /// T1-weighted after contrast agent: tumour bright, fluid dark.
  case ceT1
  /// Heavily T2-weighted: fluid bright, tumour grey.
  case T2
}

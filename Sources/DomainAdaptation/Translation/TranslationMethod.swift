/// How ceT1 becomes T2.
public enum TranslationMethod: String, Codable, CaseIterable, Sendable {
  /// Not at all: no `translate` and no `synthesise` stage.
  case none
  /// One generator, from ceT1 to T2; what keeps the anatomy is said by the weights: local correlation,
  /// edges, contrast of patches (CUT), attention (QS-Attn), segmentation.
  case oneWay = "one-way"
  /// Two generators whose round trip must end where it began (CycleGAN).
  case cycle
  /// Two generators whose encoders are those of the discriminators (NICE-GAN).
  case sharedEncoder = "shared-encoder"
}

/// What a translator sees at once.
public enum TranslationView: String, Codable, CaseIterable, Sendable {
  /// One axial slice (2-D).
  case slice
  /// A slice and its neighbours as channels, of which the middle one is rendered (2.5-D).
  case slab
  /// A block of slices (3-D).
  case block
}

/// Which generator a translator has.
public enum GeneratorKind: String, Codable, CaseIterable, Sendable {
  /// A skip connection from the stem to the last level; slices and slabs alone.
  case skip
  /// Anti-aliased resampling without a skip connection, as the crossMoDA 2023 winner's.
  case antiAliased = "anti-aliased"
}

/// How many styles a translator renders.
public enum StyleChoice: String, Codable, CaseIterable, Sendable {
  /// One for each site of the unlabelled images, chosen by a code.
  case perSite = "per-site"
  /// One for all sites together.
  case pooled
}

/// Which positions the contrastive loss compares at the two deepest levels.
public enum ContrastSelection: String, Codable, CaseIterable, Sendable {
  /// Random ones (CUT).
  case random
  /// Those of lowest attention entropy (QS-Attn).
  case attention
}

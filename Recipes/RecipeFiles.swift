/// The recipe files of this folder, built into the program, so that a copy of it has them, too.
public enum RecipeFiles {
  /// Names and texts, in the order in which they are listed.
  public static let all: [(name: String, text: String)] = [
    ("default", text(PackageResources.default_yaml)),
    ("source-only", text(PackageResources.source_only_yaml)),
    ("supervised", text(PackageResources.supervised_yaml)),
    ("baseline-cyclegan", text(PackageResources.baseline_cyclegan_yaml)),
    ("cut", text(PackageResources.cut_yaml)),
    ("qs-attn", text(PackageResources.qs_attn_yaml)),
    ("past-2022", text(PackageResources.past_2022_yaml)),
    ("site-styles-2023", text(PackageResources.site_styles_2023_yaml)),
    ("site-styles-2023-3d", text(PackageResources.site_styles_2023_3d_yaml)),
    ("slabs", text(PackageResources.slabs_yaml)),
    ("contrast-randomised", text(PackageResources.contrast_randomised_yaml)),
    ("entropy-minimisation", text(PackageResources.entropy_minimisation_yaml)),
    ("maximum-squares", text(PackageResources.maximum_squares_yaml)),
    ("mean-teacher", text(PackageResources.mean_teacher_yaml)),
    ("gradient-reversal", text(PackageResources.gradient_reversal_yaml)),
    ("output-adversarial", text(PackageResources.output_adversarial_yaml)),
    ("thin-parts", text(PackageResources.thin_parts_yaml)),
    ("residual-encoder", text(PackageResources.residual_encoder_yaml)),
    ("few-annotations", text(PackageResources.few_annotations_yaml)),
    ("masked-pretraining", text(PackageResources.masked_pretraining_yaml)),
    ("separate-heads", text(PackageResources.separate_heads_yaml)),
    ("fingerprint-plan", text(PackageResources.fingerprint_plan_yaml)),
  ]

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}

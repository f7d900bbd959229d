import Learning

extension Recipe {
  /// The recipe with another length of training: the steps of translation, pre-training, segmentation,
  /// self-training and fine-tuning times a factor, at least one step each.
  ///
  /// The localiser keeps its steps: recipes share it, and one that misses the ears would hide all else.
  public func withEffort(_ effort: Double) -> Recipe {
    func scaled(_ steps: Int) -> Int { max(1, Int((Double(steps) * effort).rounded())) }
    var recipe = self
    recipe.translation.steps = scaled(translation.steps)
    if let pretraining { recipe.pretraining?.steps = scaled(pretraining.steps) }
    recipe.segmentation.steps = scaled(segmentation.steps)
    recipe.selfTraining.training.steps = scaled(selfTraining.training.steps)
    recipe.fewAnnotations.training.steps = scaled(fewAnnotations.training.steps)
    return recipe
  }
}

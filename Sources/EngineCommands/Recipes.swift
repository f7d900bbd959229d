import ArgumentParser
import Commands
import DomainAdaptation
import Foundation

/// Lists the recipes that are built in.
struct Recipes: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Lists the recipes that train takes, with a line each.",
    discussion: """
      Example:
        kakehashi recipes
        kakehashi train --recipe contrast-randomised --data data/ --output runs/contrast-randomised
      """)

  func run() throws {
    let recipes = try RecipeCatalogue.all()
    let width = recipes.map(\.name.count).max() ?? 0
    for recipe in recipes {
      print("\(pad(recipe.name, width))  \(recipe.summary)")
    }
  }
}

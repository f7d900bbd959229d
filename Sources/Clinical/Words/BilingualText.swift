/// A language that pages and reasons are written in.
public enum PageLanguage: String, Hashable, Sendable, Codable, CaseIterable {
  /// English.
  case english = "en"
  /// Japanese.
  case japanese = "ja"

  /// The text in this language: `language("yes", "はい")`.
  public func callAsFunction(_ english: String, _ japanese: String) -> String {
    self == .english ? english : japanese
  }
}

/// A text in English and in Japanese.
public struct BilingualText: Hashable, Sendable, Codable, ExpressibleByStringLiteral {
  /// The English text.
  public let english: String
  /// The Japanese text.
  public let japanese: String

  /// A text in both languages.
  public init(_ english: String, _ japanese: String) {
    self.english = english
    self.japanese = japanese
  }

  /// A text that is the same in both languages, such as a number or a name.
  public init(_ both: String) { self.init(both, both) }

  /// A literal that is the same in both languages.
  public init(stringLiteral value: String) { self.init(value) }

  /// The text in one language.
  public subscript(language: PageLanguage) -> String {
    language(english, japanese)
  }
}

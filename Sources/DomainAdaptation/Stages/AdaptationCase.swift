public import Imaging

/// One case as a recipe sees it; files are opened by whoever makes the closures.
public struct AdaptationCase: Sendable {
  /// A name that is unique in the run.
  public let id: String
  /// The scanner's site, as in "ldn".
  public let site: String
  /// Whether the image teaches with its labels.
  public let isLabelled: Bool
  /// Whether true labels can be read of an image that teaches without them.
  public let hasAnnotation: Bool
  /// Reads the image.
  public let image: @Sendable () throws -> Volume
  /// Reads the labels, on the image's grid; called for labelled cases, and for those that a recipe with a
  /// few annotations has chosen.
  public let labels: @Sendable () throws -> LabelMap

  /// A case with labels.
  public init(
    id: String, site: String, image: @escaping @Sendable () throws -> Volume,
    labels: @escaping @Sendable () throws -> LabelMap
  ) {
    self.id = id
    self.site = site
    isLabelled = true
    hasAnnotation = true
    self.image = image
    self.labels = labels
  }

  /// A case without labels.
  ///
  /// - Parameter annotation: reads its true labels, where there are some, for a recipe with a few annotations.
  public init(
    id: String, site: String, image: @escaping @Sendable () throws -> Volume,
    annotation: (@Sendable () throws -> LabelMap)? = nil
  ) {
    self.id = id
    self.site = site
    isLabelled = false
    hasAnnotation = annotation != nil
    self.image = image
    labels = annotation ?? { throw MissingLabels(id: id) }
  }
}

/// Labels were asked of a case that has none.
public struct MissingLabels: Error, Hashable, Sendable, CustomStringConvertible {
  /// The case.
  public let id: String

  /// The error of a case.
  public init(id: String) { self.id = id }

  /// One sentence with the case.
  public var description: String { "\(id): expected labels, found an unlabelled case" }
}

/// A recipe was made for labels of another meaning than the data set's.
public struct RecipeMismatch: Error, Hashable, Sendable, CustomStringConvertible {
  /// The classes of the recipe's network, background included.
  public let classes: Int
  /// What the data set's labels mean.
  public let roles: LabelRoles

  /// One sentence with both numbers.
  public var description: String {
    "the recipe's network has \(classes) classes, expected \(roles.classes.count) for "
      + "\(roles.edition) (\(roles.classes.joined(separator: ", ")))"
  }
}

/// What the label values mean for a recipe.
public struct LabelRoles: Codable, Hashable, Sendable {
  /// The edition, as in "crossmoda2023".
  public var edition: String
  /// The names of classes, background first; class `i` has label value `i`.
  public var classes: [String]
  /// The labels whose union is the tumour.
  public var tumour: [UInt8]
  /// The label of the cochleas.
  public var cochlea: UInt8

  /// The roles of an edition's labels.
  public init(edition: String, classes: [String], tumour: [UInt8], cochlea: UInt8) {
    self.edition = edition
    self.classes = classes
    self.tumour = tumour
    self.cochlea = cochlea
  }
}

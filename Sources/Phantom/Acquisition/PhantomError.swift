/// A simulation was asked for something that does not exist.
public enum PhantomError: Error, Hashable, Sendable, CustomStringConvertible {
  /// No protocol is known under that name.
  case unknownSite(String, known: [String])

  /// One sentence with the name that was given and those that are known.
  public var description: String {
    switch self {
    case .unknownSite(let name, let known):
      "acquisition preset: expected one of the sites \(known.joined(separator: ", ")), "
        + "found \"\(name)\""
    }
  }
}

/// A piece of HTML or SVG whose interpolated text is escaped.
///
/// `"<td>\(name)</td>"` is safe whatever the name holds; markup interpolated into markup stays as
/// it is. The type is what keeps the two apart: there is no way to forget to escape.
package struct Markup: ExpressibleByStringInterpolation, Hashable, Sendable {
  /// The markup as text.
  package var text: String

  package init(stringLiteral value: String) { text = value }

  package init(stringInterpolation: Interpolation) { text = stringInterpolation.text }

  /// Collects literal pieces as they are and interpolated text escaped.
  package struct Interpolation: StringInterpolationProtocol {
    var text = ""

    package init(literalCapacity: Int, interpolationCount: Int) {
      text.reserveCapacity(literalCapacity + 16 * interpolationCount)
    }

    package mutating func appendLiteral(_ literal: String) { text += literal }

    package mutating func appendInterpolation(_ string: String) { text += escaped(string) }

    package mutating func appendInterpolation(_ number: Int) { text += String(number) }

    package mutating func appendInterpolation(_ markup: Markup) { text += markup.text }

    package mutating func appendInterpolation(_ markups: [Markup]) {
      for markup in markups { text += markup.text }
    }

    /// A coordinate with at most two decimals: no browser shows more, and files stay small.
    package mutating func appendInterpolation(_ coordinate: Double) {
      text += decimal(coordinate, 2)
    }
  }

  package static func + (first: Markup, second: Markup) -> Markup {
    var result = first
    result.text += second.text
    return result
  }

  package static func += (first: inout Markup, second: Markup) { first.text += second.text }
}

/// Text with the five characters that mean something in HTML replaced.
package func escaped(_ text: String) -> String {
  var result = ""
  result.reserveCapacity(text.utf8.count)
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": result += "&amp;"
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "\"": result += "&quot;"
    case "'": result += "&#39;"
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result
}

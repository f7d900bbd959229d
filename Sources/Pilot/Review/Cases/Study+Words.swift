import Foundation

extension Study {
  /// A reader's words without the patient's name, identifiers and date: exports and logs hold them.
  ///
  /// Parts of the name and identifiers are looked for as whole words, and letters count as the same in
  /// either case; Latin parts of fewer than four letters, which may be other words as well, only as
  /// they stand in the header. Single letters and characters are not looked for, and who is named
  /// otherwise, as by a nickname, is not found.
  func withoutPatient(_ text: String) -> String {
    let names = patientName.split { "^= ".contains($0) }.map(String.init)
    let known = names + [patientID, accessionNumber, studyDate]
    return known.filter { $0.count > 1 }.sorted { $0.count > $1.count }
      .reduce(text) { text, word in
        // Japanese has no spaces between words, so its names are found anywhere.
        let isLatin = word.allSatisfy(\.isASCII)
        let isShort = isLatin && word.count < 4
        let literal = NSRegularExpression.escapedPattern(for: word)
        let pattern = isLatin ? "(?<![A-Za-z0-9])\(literal)(?![A-Za-z0-9])" : literal
        var options: String.CompareOptions = [.regularExpression]
        if !isShort { options.insert(.caseInsensitive) }
        return text.replacingOccurrences(of: pattern, with: "[patient]", options: options)
      }
  }
}

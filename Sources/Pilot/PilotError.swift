/// Something the pilot cannot do; the message says what was expected and what was found.
///
/// Messages hold nothing of a patient: they are logged.
package struct PilotError: Error, Hashable, CustomStringConvertible {
  /// One sentence.
  package let message: String

  /// An error with its sentence.
  package init(_ message: String) { self.message = message }

  package var description: String { message }
}

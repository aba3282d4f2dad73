package import ByteScanning

/// A problem in data: a code, a place and a hint. Never a value; whoever prints it fetches and masks the cell.
package struct Finding: Sendable {
  package enum Severity: UInt8, Sendable, Comparable {
    /// Told, nothing left out.
    case note
    /// The cell is not used, the row is.
    case warning
    /// The row is set aside.
    case error
    package static func < (a: Severity, b: Severity) -> Bool { a.rawValue < b.rawValue }
  }

  package let code: Failure.Code
  package let severity: Severity
  package let at: Place
  /// The field concerned, where there is one.
  package let field: FieldID?
  /// Plain words for the sentence's `{0}`, `{1}` …: field names, expected forms, other places. No cell values.
  package let hint: [String]

  package init(
    _ code: Failure.Code, _ severity: Severity, at place: Place, field: FieldID? = nil, hint: [String] = []
  ) {
    self.code = code
    self.severity = severity
    self.at = place
    self.field = field
    self.hint = hint
  }
}

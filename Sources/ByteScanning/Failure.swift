/// What stops the work: a stable code, the place, and plain arguments for the sentence that explains it.
///
/// Problems *in data* are not failures but `Finding` values. The sentence itself (zh, en, with what to do) lives in
/// `templates/strings/*.tsv` under the code; `arguments` fill `{0}`, `{1}` … there. Arguments never hold personal
/// data: file and sheet names, field names, limits, counts.
package struct Failure: Error, Sendable {
  /// A stable, documented code such as `E201`; one range a room (see `templates/strings`).
  package struct Code: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package init(_ rawValue: String) { self.rawValue = rawValue }
    package init(stringLiteral value: String) { rawValue = value }
  }

  /// What the process should exit with: design.md "Commands".
  package enum Kind: Int32, Sendable {
    case usage = 2
    case unreadable = 3
    case rules = 4
    case refused = 5
    case internalFault = 70
  }

  package let code: Code
  package let kind: Kind
  package var file: String?
  package var sheet: String?
  package var cell: String?
  package var arguments: [String]
  package var underlying: (any Error)?

  package init(
    _ code: Code, kind: Kind = .unreadable, file: String? = nil, sheet: String? = nil, cell: String? = nil,
    _ arguments: [String] = [], underlying: (any Error)? = nil
  ) {
    self.code = code
    self.kind = kind
    self.file = file
    self.sheet = sheet
    self.cell = cell
    self.arguments = arguments
    self.underlying = underlying
  }

  /// The same failure with places filled in where they were still unknown.
  package func located(file: String? = nil, sheet: String? = nil, cell: String? = nil) -> Failure {
    var copy = self
    copy.file = self.file ?? file
    copy.sheet = self.sheet ?? sheet
    copy.cell = self.cell ?? cell
    return copy
  }
}

/// How a CSV file is to be read; whatever is nil is found out from the file.
package struct CSVOptions: Sendable {
  package var encoding: TextEncoding?
  /// Any single character; `,` `;` tab `|` are found by themselves, `，` `；` too.
  package var separator: Character?
  /// Keeps Excel's `sep=` line as a row (for showing exactly what the file holds).
  package var showsDirective = false
  /// The file is our own: take the `'` off again that kept formulas asleep.
  package var dropsGuard = false
  /// Processor cores that may work on one file.
  package var threads = 2

  package init(encoding: TextEncoding? = nil, separator: Character? = nil) {
    self.encoding = encoding
    self.separator = separator
  }
}

/// How a CSV file was understood: told to the user, and overridable.
package struct CSVDialect: Sendable, Equatable {
  package enum LineEnd: String, Sendable { case lf = "LF", crlf = "CRLF", cr = "CR", mixed }

  package var encoding: TextEncoding
  package var hasMark: Bool
  package var separator: Character
  package var lineEnd: LineEnd
  /// Rows that hold no data: Excel's `sep=;`.
  package var directiveRows: Int
}

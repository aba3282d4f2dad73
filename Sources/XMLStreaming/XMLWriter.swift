package import ByteScanning

/// Writes an XML part element by element; names and attribute names are the house's own constants, values are escaped
/// as spreadsheet strings.
package struct XMLWriter: ~Copyable {
  package var tape: ByteTape

  private let attributes: SpreadsheetText.Setting

  /// Begins with the XML declaration that spreadsheet programs write; VML parts have none, and plain attributes.
  package init(declaration: Bool = true, attributes: SpreadsheetText.Setting = .attribute) {
    self.attributes = attributes
    tape = ByteTape(capacity: 4096)
    if declaration { tape.append("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n") }
  }

  /// What has been written.
  package var bytes: [UInt8] { Array(tape.bytes) }

  /// `<name a="…"/>`; an attribute with value nil is left out.
  package mutating func element(_ name: StaticString, _ attributes: KeyValuePairs<StaticString, String?> = [:]) {
    begin(name, attributes)
    tape.append("/>")
  }

  /// `<name a="…">text</name>`.
  package mutating func element(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String?> = [:], text: String
  ) {
    begin(name, attributes)
    tape.append(UInt8(ascii: ">"))
    SpreadsheetText.append(text, to: &tape)
    close(name)
  }

  /// An element with what `body` writes in it.
  package mutating func element(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String?> = [:],
    body: (inout XMLWriter) throws -> Void
  ) rethrows {
    open(name, attributes)
    try body(&self)
    close(name)
  }

  package mutating func open(_ name: StaticString, _ attributes: KeyValuePairs<StaticString, String?> = [:]) {
    begin(name, attributes)
    tape.append(UInt8(ascii: ">"))
  }

  package mutating func close(_ name: StaticString) {
    tape.append("</")
    tape.append(name)
    tape.append(UInt8(ascii: ">"))
  }

  private mutating func begin(_ name: StaticString, _ attributes: KeyValuePairs<StaticString, String?>) {
    tape.append(UInt8(ascii: "<"))
    tape.append(name)
    for (key, value) in attributes {
      guard let value else { continue }
      tape.append(UInt8(ascii: " "))
      tape.append(key)
      tape.append("=\"")
      SpreadsheetText.append(value, to: &tape, self.attributes)
      tape.append(UInt8(ascii: "\""))
    }
  }
}

/// HTML or SVG that is safe to put on a page: literals of this program, and values that went through the escaper
/// of the place they stand in. There is no other way to make one, so no cell can bring markup along.
package struct Markup: Sendable, Hashable {
  /// UTF-8.
  package private(set) var bytes: [UInt8]

  package init() { bytes = [] }

  package init(_ literal: StaticString) {
    bytes = []
    append(literal)
  }

  /// A value as text content.
  package init(text: String) {
    bytes = []
    append(text: text)
  }

  package var html: String { String(decoding: bytes, as: UTF8.self) }
  package var isEmpty: Bool { bytes.isEmpty }

  package mutating func reserve(_ capacity: Int) { bytes.reserveCapacity(capacity) }

  /// Markup of this program's own making.
  package mutating func append(_ literal: StaticString) {
    literal.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  package mutating func append(_ other: Markup) { bytes.append(contentsOf: other.bytes) }

  /// A value as text between tags.
  package mutating func append(text: String) { Escaper.html(text, into: &bytes) }

  /// ` name="value"` with the value escaped for a double-quoted attribute.
  package mutating func attribute(_ name: StaticString, _ value: String) {
    openAttribute(name)
    Escaper.html(value, into: &bytes)
    bytes.append(UInt8(ascii: "\""))
  }

  /// ` name="12.5"`.
  package mutating func attribute(_ name: StaticString, _ value: Double) {
    openAttribute(name)
    append(number: value)
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func openAttribute(_ name: StaticString) {
    bytes.append(UInt8(ascii: " "))
    append(name)
    bytes.append(UInt8(ascii: "="))
    bytes.append(UInt8(ascii: "\""))
  }

  /// A coordinate: at most two decimals, no exponent, no negative zero; what is not finite becomes 0.
  package mutating func append(number value: Double) {
    guard value.isFinite, abs(value) < 1e12 else {
      bytes.append(UInt8(ascii: "0"))
      return
    }
    var hundredths = Int((value * 100).rounded())
    if hundredths < 0 {
      bytes.append(UInt8(ascii: "-"))
      hundredths = -hundredths
    }
    append(whole: hundredths / 100)
    let rest = hundredths % 100
    if rest == 0 { return }
    bytes.append(UInt8(ascii: "."))
    bytes.append(UInt8(ascii: "0") + UInt8(rest / 10))
    if rest % 10 != 0 { bytes.append(UInt8(ascii: "0") + UInt8(rest % 10)) }
  }

  /// Digits straight into the buffer: coordinates are most of a drawing.
  private mutating func append(whole value: Int) {
    if value < 10 {
      bytes.append(UInt8(ascii: "0") + UInt8(value))
    } else if value < 1_000 {
      if value >= 100 { bytes.append(UInt8(ascii: "0") + UInt8(value / 100)) }
      bytes.append(UInt8(ascii: "0") + UInt8(value / 10 % 10))
      bytes.append(UInt8(ascii: "0") + UInt8(value % 10))
    } else {
      bytes.append(contentsOf: String(value).utf8)
    }
  }

  /// How many elements and texts a browser makes of it.
  package var nodes: Int {
    bytes.withUnsafeBufferPointer { bytes in
      var count = 0
      var before: UInt8 = 0
      for byte in bytes {
        if before == UInt8(ascii: "<"), byte != UInt8(ascii: "/") { count &+= 1 }
        if before == UInt8(ascii: ">"), byte != UInt8(ascii: "<") { count &+= 1 }
        before = byte
      }
      return count
    }
  }

  /// Without the line breaks between tags: each would be a node of the page that shows nothing.
  package func compacted() -> Markup {
    var out = Markup()
    out.bytes.reserveCapacity(bytes.count)
    bytes.withUnsafeBufferPointer { bytes in
      var start = 0
      for i in bytes.indices where bytes[i] == UInt8(ascii: "\n") {
        let before = start < i ? bytes[i - 1] : out.bytes.last
        guard before == nil || before == UInt8(ascii: ">"),
          i + 1 == bytes.count || bytes[i + 1] == UInt8(ascii: "<") || bytes[i + 1] == UInt8(ascii: "\n")
        else { continue }
        out.bytes.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start..<i]))
        start = i + 1
      }
      out.bytes.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start...]))
    }
    return out
  }

  /// The same markup as the content of a template variable that was rendered from escaped parts.
  ///
  /// Only `Templating` calls this, on what its own templates made of `Markup` and escaped text.
  package static func rendered(_ html: [UInt8]) -> Markup {
    var out = Markup()
    out.bytes = html
    return out
  }
  package static func rendered(_ html: String) -> Markup { rendered(Array(html.utf8)) }
}

package import ByteScanning

/// HTML or SVG that is safe to put on a page: literals of this program, and values that went through the escaper
/// of the place they stand in. There is no other way to make one, so no cell can bring markup along.
package struct Markup: Sendable, Hashable {
  /// UTF-8.
  private var out: OutputBuffer

  package init() { out = OutputBuffer() }

  package init(_ literal: StaticString) {
    out = OutputBuffer()
    append(literal)
  }

  /// A value as text content.
  package init(text: String) {
    out = OutputBuffer()
    append(text: text)
  }

  /// - Parameter capacity: about how many bytes it will be.
  package init(capacity: Int) { out = OutputBuffer(capacity: capacity) }

  package var bytes: [UInt8] { out.bytes }
  /// Gives the bytes away without a copy; nothing is left.
  package mutating func take() -> [UInt8] { out.take() }
  package var html: String { withBytes { String(decoding: $0, as: UTF8.self) } }
  package var count: Int { out.count }
  package var isEmpty: Bool { out.count == 0 }

  package func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result { out.withBytes(body) }

  /// Markup of this program's own making.
  package mutating func append(_ literal: StaticString) { out.append(literal) }

  package mutating func append(_ other: Markup) { out.append(other.out) }

  /// A value as text between tags, or inside the quotes of an attribute.
  package mutating func append(text: String) { Escaper.html(text, into: &out) }

  /// ` name="value"` with the value escaped for a double-quoted attribute.
  package mutating func attribute(_ name: StaticString, _ value: String) {
    out.append(UInt8(ascii: " "))
    append(name)
    append("=\"")
    append(text: value)
    out.append(UInt8(ascii: "\""))
  }

  package mutating func append(whole value: Int) { out.append(decimal: value) }

  /// A coordinate: at most two decimals, no exponent, no negative zero; what is not finite becomes 0.
  package mutating func append(number value: Double) { out.append(hundredths: value) }

  /// Some of both, of at most `most` bytes together: room is asked for once.
  package mutating func append(upTo most: Int, _ write: (inout MarkupPen) -> Void) { out.append(upTo: most, write) }

  /// How many elements and texts a browser makes of it: a tag begins that ends nothing, or a tag is over and none begins.
  package var nodes: Int {
    withBytes { bytes in
      guard let start = bytes.baseAddress, bytes.count > 1 else { return 0 }
      var count = 0
      for i in 0..<(bytes.count - 1) {
        let (byte, next) = (start[i], start[i + 1])
        let begins = byte == UInt8(ascii: "<") && next != UInt8(ascii: "/")
        let ends = byte == UInt8(ascii: ">") && next != UInt8(ascii: "<")
        count &+= begins || ends ? 1 : 0
      }
      return count
    }
  }

  /// Without the line breaks between tags: each would be a node of the page that shows nothing.
  package func compacted() -> Markup {
    var compact = OutputBuffer(capacity: count)
    withBytes { bytes in
      var start = 0
      for i in bytes.indices where bytes[i] == UInt8(ascii: "\n") {
        let before = start < i ? bytes[i - 1] : compact.last
        guard before == nil || before == UInt8(ascii: ">"),
          i + 1 == bytes.count || bytes[i + 1] == UInt8(ascii: "<") || bytes[i + 1] == UInt8(ascii: "\n")
        else { continue }
        compact.append(UnsafeBufferPointer(rebasing: bytes[start..<i]))
        start = i + 1
      }
      compact.append(UnsafeBufferPointer(rebasing: bytes[start...]))
    }
    return Markup.rendered(compact)
  }

  /// The same markup as the content of a template variable that was rendered from escaped parts.
  ///
  /// Only `Templating` calls this, on what its own templates made of `Markup` and escaped text.
  package static func rendered(_ html: OutputBuffer) -> Markup {
    var markup = Markup()
    markup.out = html
    return markup
  }
  package static func rendered(_ html: String) -> Markup { rendered(OutputBuffer(Array(html.utf8))) }
}

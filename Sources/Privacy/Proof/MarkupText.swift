/// The strings of a file's part: text between tags and attribute values of markup, cells of comma-separated lines, or
/// the whole part line by line.
enum MarkupText {
  static func forEachString(
    _ bytes: [UInt8], isMarkup: Bool, isLines: Bool, _ body: (UnsafeBufferPointer<UInt8>) -> Void
  ) {
    bytes.withUnsafeBufferPointer { all in
      if isMarkup {
        markup(all, body)
      } else if isLines {
        cells(all, body)
      } else {
        for line in all.split(separator: 0x0A) { body(UnsafeBufferPointer(rebasing: line)) }
      }
    }
  }

  private static func markup(_ s: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
    var i = 0
    var start = 0
    func give(_ range: Range<Int>) {
      if range.isEmpty { return }
      let run = UnsafeBufferPointer(rebasing: s[range])
      if run.contains(UInt8(ascii: "&")) || run.contains(UInt8(ascii: "_")) {
        unescaped(run).withUnsafeBufferPointer(body)
      } else {
        body(run)
      }
    }
    while i < s.count {
      if s[i] == UInt8(ascii: "<") {
        give(start..<i)
        // Attribute values: whatever stands between equal quotes inside the tag.
        i += 1
        while i < s.count, s[i] != UInt8(ascii: ">") {
          if s[i] == UInt8(ascii: "\"") || s[i] == UInt8(ascii: "'") {
            let quote = s[i]
            let from = i + 1
            i += 1
            while i < s.count, s[i] != quote { i += 1 }
            give(from..<min(i, s.count))
          }
          i += 1
        }
        start = min(i + 1, s.count)
      }
      i += 1
    }
    if start < s.count { give(start..<s.count) }
  }

  private static func cells(_ s: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
    var cell: [UInt8] = []
    var quoted = false
    var i = 0
    if s.starts(with: [0xEF, 0xBB, 0xBF]) { i = 3 }
    func end() {
      if !cell.isEmpty {
        cell.withUnsafeBufferPointer(body)
        // The prefix that disarms formulas is not part of the value.
        if cell.first == UInt8(ascii: "'") { Array(cell.dropFirst()).withUnsafeBufferPointer(body) }
      }
      cell.removeAll(keepingCapacity: true)
    }
    while i < s.count {
      let byte = s[i]
      if byte == UInt8(ascii: "\"") {
        if quoted, i + 1 < s.count, s[i + 1] == byte {
          cell.append(byte)
          i += 1
        } else {
          quoted.toggle()
        }
      } else if !quoted, byte == UInt8(ascii: ",") || byte == 0x0A || byte == 0x0D || byte == 0x09 || byte == 0x3B {
        end()
      } else {
        cell.append(byte)
      }
      i += 1
    }
    end()
  }

  /// `&amp;`, `&#49;`, `&#x31;` and `_x0031_`.
  static func unescaped(_ s: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    var out: [UInt8] = []
    var i = 0
    while i < s.count {
      if s[i] == UInt8(ascii: "&"), let end = s[i...].prefix(12).firstIndex(of: UInt8(ascii: ";")) {
        let name = String(decoding: s[(i + 1)..<end], as: UTF8.self)
        if let made = entity(name) {
          out += Array(String(Character(made)).utf8)
          i = end + 1
          continue
        }
      }
      if s[i] == UInt8(ascii: "_"), i + 6 < s.count, s[i + 1] == UInt8(ascii: "x"), s[i + 6] == UInt8(ascii: "_"),
        let value = UInt32(String(decoding: s[(i + 2)..<(i + 6)], as: UTF8.self), radix: 16),
        let scalar = Unicode.Scalar(value)
      {
        out += Array(String(Character(scalar)).utf8)
        i += 7
        continue
      }
      out.append(s[i])
      i += 1
    }
    return out
  }

  private static func entity(_ name: String) -> Unicode.Scalar? {
    switch name {
    case "amp": return "&"
    case "lt": return "<"
    case "gt": return ">"
    case "quot": return "\""
    case "apos": return "'"
    default:
      guard name.hasPrefix("#") else { return nil }
      let digits = name.dropFirst()
      let value = digits.lowercased().hasPrefix("x") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
      return value.flatMap(Unicode.Scalar.init)
    }
  }
}

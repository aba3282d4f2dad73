/// One escaper per context a value can stand in. Hostile cells (`<script>`, `"onload=`, `]]>`, U+2028) stay inert.
package enum Escaper {
  /// For text between tags and for quoted attributes, HTML and SVG alike: `& < > " '` as references, and what HTML
  /// forbids (controls, non-characters) as U+FFFD.
  package static func html(_ text: String, into bytes: inout [UInt8]) {
    let start = bytes.count
    var text = text
    let isPlain = Escaper.isPlain
    let suspicious = text.withUTF8 { utf8 in
      // Leads of what might be forbidden: C2 (controls), EF and F0…F4 (non-characters); full-width punctuation begins
      // with EF BC and EF BD.
      var suspicious = false
      // Bytes that stand for themselves go over in runs.
      var plain = 0
      for i in utf8.indices where !isPlain[Int(utf8[i])] {
        let byte = utf8[i]
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[plain..<i]))
        plain = i + 1
        switch byte {
        case UInt8(ascii: "&"): bytes.append(contentsOf: "&amp;".utf8)
        case UInt8(ascii: "<"): bytes.append(contentsOf: "&lt;".utf8)
        case UInt8(ascii: ">"): bytes.append(contentsOf: "&gt;".utf8)
        case UInt8(ascii: "\""): bytes.append(contentsOf: "&quot;".utf8)
        case UInt8(ascii: "'"): bytes.append(contentsOf: "&#39;".utf8)
        case 0x09, 0x0A: bytes.append(byte)
        case 0..<0x20, 0x7F: bytes.append(contentsOf: replacement)
        case 0xC2, 0xF0...0xF4:
          suspicious = true
          bytes.append(byte)
        case 0xEF:
          suspicious = suspicious || !(0xBC...0xBD).contains(i + 1 < utf8.count ? utf8[i + 1] : 0)
          bytes.append(byte)
        default: bytes.append(byte)
        }
      }
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[plain...]))
      return suspicious
    }
    if suspicious, text.unicodeScalars.contains(where: isForbidden) {
      // Rare: start again on clean text, so that the fast path above stays a plain byte loop.
      var clean = String.UnicodeScalarView()
      for scalar in text.unicodeScalars { clean.append(isForbidden(scalar) ? "\u{FFFD}" : scalar) }
      bytes.removeLast(bytes.count - start)
      html(String(clean), into: &bytes)
    }
  }

  package static func html(_ text: String) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count + 8)
    html(text, into: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A JSON string literal, quotes included, that may stand inside `<script>`: besides JSON's own escapes also
  /// `< > &` and U+2028/9, so that neither `</script>` nor `]]>` nor a line end of JavaScript can appear.
  package static func json(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": out += "\\\\"
      case "\"", "<", ">", "&", "'", "\u{2028}", "\u{2029}", "\u{7F}", "\0"..<" ": out += unicodeEscape(scalar)
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }

  /// A CSS string literal, quotes included, that may stand inside `<style>`.
  package static func css(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\", "<", ">", "&", "'", "\0"..<" ", "\u{7F}": out += "\\" + String(scalar.value, radix: 16) + " "
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }

  /// By byte: true where it is written as it is and says nothing suspicious.
  private static let isPlain: [Bool] = (0...255).map { byte in
    switch UInt8(byte) {
    case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "'"), 0..<0x20, 0x7F,
      0xC2, 0xF0...0xF4, 0xEF:
      return false
    default: return true
    }
  }

  private static let replacement: [UInt8] = Array("\u{FFFD}".utf8)

  private static func unicodeEscape(_ scalar: Unicode.Scalar) -> String {
    let hex = String(scalar.value, radix: 16)
    return "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
  }

  private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x80...0x9F, 0xFDD0...0xFDEF: true
    default: scalar.value & 0xFFFE == 0xFFFE
    }
  }
}

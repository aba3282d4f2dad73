package import ByteScanning

/// One escaper per context a value can stand in. Hostile cells (`<script>`, `"onload=`, `]]>`, U+2028) stay inert.
package enum Escaper {
  /// For text between tags and for quoted attributes, HTML and SVG alike: `& < > " '` as references, and what HTML
  /// forbids (controls, non-characters) as U+FFFD.
  package static func html(_ text: String, into out: inout OutputBuffer) {
    let start = out.count
    var text = text
    if text.withUTF8({ html($0, into: &out) }), text.unicodeScalars.contains(where: isForbidden) {
      // Rare: start again on clean text, so that the fast path stays a plain byte loop.
      var clean = String.UnicodeScalarView()
      for scalar in text.unicodeScalars { clean.append(isForbidden(scalar) ? "\u{FFFD}" : scalar) }
      out.truncate(to: start)
      html(String(clean), into: &out)
    }
  }

  /// - Returns: true where something forbidden might be among it.
  private static func html(_ utf8: UnsafeBufferPointer<UInt8>, into out: inout OutputBuffer) -> Bool {
    // Nearly every text stands for itself.
    out.append(utf8, ifNoneIn: isSpecial) ? false : escape(utf8, into: &out)
  }

  private static func escape(_ utf8: UnsafeBufferPointer<UInt8>, into out: inout OutputBuffer) -> Bool {
    var suspicious = false
    // Bytes that stand for themselves go over in runs.
    var plain = 0
    for i in 0..<utf8.count where isSpecial[Int(utf8[i])] != 0 {
      let byte = utf8[i]
      // Leads of what might be forbidden: C2 (controls), EF and F0…F4 (non-characters); full-width punctuation begins
      // with EF BC and EF BD.
      if byte >= 0xC2 {
        let harmless = byte == 0xEF && (0xBC...0xBD).contains(i + 1 < utf8.count ? utf8[i + 1] : 0)
        suspicious = suspicious || !harmless
        continue
      }
      out.append(UnsafeBufferPointer(rebasing: utf8[plain..<i]))
      plain = i + 1
      switch byte {
      case UInt8(ascii: "&"): out.append("&amp;")
      case UInt8(ascii: "<"): out.append("&lt;")
      case UInt8(ascii: ">"): out.append("&gt;")
      case UInt8(ascii: "\""): out.append("&quot;")
      case UInt8(ascii: "'"): out.append("&#39;")
      default: out.append("\u{FFFD}")
      }
    }
    out.append(UnsafeBufferPointer(rebasing: utf8[plain...]))
    return suspicious
  }

  package static func html(_ text: String) -> String {
    var out = OutputBuffer(capacity: text.utf8.count + 8)
    html(text, into: &out)
    return out.withBytes { String(decoding: $0, as: UTF8.self) }
  }

  /// A JSON string literal, quotes included, that may stand inside `<script>`: besides JSON's own escapes also
  /// `< > &` and U+2028/9, so that neither `</script>` nor `]]>` nor a line end of JavaScript can appear.
  package static func json(_ text: String, into out: inout OutputBuffer) {
    out.append(UInt8(ascii: "\""))
    var text = text
    text.withUTF8 { utf8 in
      var plain = 0
      for i in 0..<utf8.count {
        let byte = utf8[i]
        let (escape, length): (UInt32, Int)
        switch byte {
        case UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"),
          UInt8(ascii: "'"), 0..<0x20, 0x7F:
          (escape, length) = (UInt32(byte), 1)
        case 0xE2 where i + 2 < utf8.count && utf8[i + 1] == 0x80 && utf8[i + 2] & 0xFE == 0xA8:
          (escape, length) = (0x2028 + UInt32(utf8[i + 2] & 1), 3)
        default: continue
        }
        out.append(UnsafeBufferPointer(rebasing: utf8[plain..<i]))
        plain = i + length
        if byte == UInt8(ascii: "\\") {
          out.append("\\\\")
        } else {
          let hex = String(escape, radix: 16)
          out.append("\\u")
          for _ in hex.utf8.count..<4 { out.append(UInt8(ascii: "0")) }
          out.append(hex)
        }
      }
      out.append(UnsafeBufferPointer(rebasing: utf8[plain...]))
    }
    out.append(UInt8(ascii: "\""))
  }

  /// Markup as a JSON string: its texts are escaped already, so only its own quotes and line ends are left.
  package static func json(_ markup: Markup, into out: inout OutputBuffer) {
    markup.withBytes { from in
      // Every byte may become two; eight are written at a time.
      out.write(2 * from.count + 10) { to in
        to[0] = UInt8(ascii: "\"")
        var (i, at) = (0, 1)
        while i < from.count {
          if i + 8 <= from.count {
            let word = UnsafeRawPointer(from.baseAddress.unsafelyUnwrapped + i).loadUnaligned(as: UInt64.self)
            UnsafeMutableRawPointer(to + at).storeBytes(of: word, as: UInt64.self)
            let plain = plainBytes(UInt64(littleEndian: word))
            i += plain
            at += plain
            if plain == 8 { continue }
          }
          let byte = from[i]
          let escape = jsonEscape(byte)
          to[at] = escape == 0 ? byte : UInt8(ascii: "\\")
          to[at + 1] = escape
          at += escape == 0 ? 1 : 2
          i += 1
        }
        to[at] = UInt8(ascii: "\"")
        return at + 1
      }
    }
  }

  /// How many of eight bytes, the first in the lowest place, come before one that JSON escapes.
  private static func plainBytes(_ word: UInt64) -> Int {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let quotes = word ^ (ones &* 0x22)
    let slashes = word ^ (ones &* 0x5C)
    // The lowest byte that is marked is one; those above it may be marked by a borrow.
    let marked = (word &- ones &* 0x20) & ~word | (quotes &- ones) & ~quotes | (slashes &- ones) & ~slashes
    return (marked & (ones &* 0x80)).trailingZeroBitCount / 8
  }

  /// What stands behind the backslash; 0 = the byte stands for itself.
  private static func jsonEscape(_ byte: UInt8) -> UInt8 {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): byte
    case 0x0A: UInt8(ascii: "n")
    // Markup holds no other control than a tab.
    case 0..<0x20: UInt8(ascii: "t")
    default: 0
    }
  }

  package static func json(_ text: String) -> String {
    var out = OutputBuffer(capacity: text.utf8.count + 16)
    json(text, into: &out)
    return out.withBytes { String(decoding: $0, as: UTF8.self) }
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

  /// By byte: 0 where it is written as it is and says nothing suspicious.
  private static let isSpecial: [UInt8] = (0...255).map { byte in
    switch UInt8(byte) {
    case 0x09, 0x0A: return 0
    case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "'"), 0..<0x20, 0x7F,
      0xC2, 0xF0...0xF4, 0xEF:
      return 1
    default: return 0
    }
  }

  private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x80...0x9F, 0xFDD0...0xFDEF: true
    default: scalar.value & 0xFFFE == 0xFFFE
    }
  }
}

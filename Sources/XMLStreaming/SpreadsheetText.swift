package import ByteScanning

/// Text on its way into an XML part of a workbook.
///
/// Spreadsheet strings (ECMA-376 §22.9.2.19, ST_Xstring) write what XML 1.0 cannot hold — C0 controls, U+FFFE,
/// U+FFFF — as `_xHHHH_`, and a literal `_xHHHH_` with its first underscore as `_x005F_`. Bytes that are not UTF-8
/// become U+FFFD, one for each part that could have begun a character (Unicode §3.9, maximal subparts): whatever
/// comes in, the part stays well-formed.
package enum SpreadsheetText {
  package enum Setting: Sendable {
    /// Between tags: tab and line feed stand as they are; a carriage return is escaped, XML would swallow it.
    case content
    /// Between double quotes: every control is escaped.
    case attribute
    /// Between double quotes in a part that knows no `_xHHHH_` (VML names shapes `_x0000_s1025`): underscores stand.
    case plainAttribute
  }

  /// Appends `run`, escaped.
  package static func append(
    _ run: UnsafeBufferPointer<UInt8>, to tape: inout ByteTape, _ setting: Setting = .content
  ) {
    // The most a byte can grow to is seven.
    tape.reserve(run.count &* 7 &+ 8)
    var start = 0
    var i = 0
    let count = run.count
    while i < count {
      let byte = run[i]
      if byte < 0x80 {
        if byte >= 0x40 ? byte != UInt8(ascii: "_") : plainBelow64 >> UInt64(byte) & 1 == 1 {
          i += 1
          continue
        }
        i = appendSpecial(run, from: start, at: i, to: &tape, setting)
        start = i
      } else if byte &- 0xE1 < 0x0C || byte == 0xEE, i &+ 2 < count, run[i + 1] & 0xC0 == 0x80,
        run[i + 2] & 0xC0 == 0x80
      {
        // Nearly all of CJK: three bytes that cannot be overlong, a surrogate or a noncharacter.
        i += 3
      } else {
        let length = UTF8Sequence.length(run, at: i)
        if length > 0 {
          i += length
        } else {
          i = appendBroken(run, from: start, at: i, to: &tape)
          start = i
        }
      }
    }
    if start < count { tape.put(UnsafeBufferPointer(rebasing: run[start..<count])) }
  }

  package static func append(_ text: String, to tape: inout ByteTape, _ setting: Setting = .content) {
    var text = text
    text.withUTF8 { append($0, to: &tape, setting) }
  }

  /// True where XML readers would trim: `xml:space="preserve"` is due.
  package static func needsPreserving(_ run: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = run.first, let last = run.last else { return false }
    return isSpace(first) || isSpace(last)
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 9 || byte == 10 || byte == 13 }

  /// Bit n: the character n stands as it is; not for controls, `"`, `&`, `<`, `>`.
  private static let plainBelow64: UInt64 =
    ~(0xFFFF_FFFF | 1 << 0x22 | 1 << 0x26 | 1 << 0x3C | 1 << 0x3E)

  /// Writes what is pending from `start`, then the special byte at `i`; gives where to go on.
  @inline(never)
  private static func appendSpecial(
    _ run: UnsafeBufferPointer<UInt8>, from start: Int, at i: Int, to tape: inout ByteTape, _ setting: Setting
  ) -> Int {
    tape.put(UnsafeBufferPointer(rebasing: run[start..<i]))
    switch run[i] {
    case UInt8(ascii: "&"): tape.put("&amp;")
    case UInt8(ascii: "<"): tape.put("&lt;")
    case UInt8(ascii: ">"): tape.put("&gt;")
    case UInt8(ascii: "\""):
      if setting == .content { tape.put(UInt8(ascii: "\"")) } else { tape.put("&quot;") }
    case UInt8(ascii: "_"):
      if setting != .plainAttribute, looksEscaped(run, at: i) {
        tape.put("_x005F_")
      } else {
        tape.put(UInt8(ascii: "_"))
      }
    case 9 where setting == .content, 10 where setting == .content: tape.put(run[i])
    case let control: put(escape: UInt16(control), to: &tape)
    }
    return i + 1
  }

  /// The same for a byte that begins no character, or one of the two that XML forbids.
  @inline(never)
  private static func appendBroken(
    _ run: UnsafeBufferPointer<UInt8>, from start: Int, at i: Int, to tape: inout ByteTape
  ) -> Int {
    tape.put(UnsafeBufferPointer(rebasing: run[start..<i]))
    if run[i] == 0xEF, i + 2 < run.count, run[i + 1] == 0xBF, run[i + 2] >= 0xBE {
      put(escape: run[i + 2] == 0xBE ? 0xFFFE : 0xFFFF, to: &tape)
      return i + 3
    }
    tape.put("\u{FFFD}")
    return i + UTF8Sequence.brokenLength(run, at: i)
  }

  private static func put(escape code: UInt16, to tape: inout ByteTape) {
    tape.put("_x")
    for shift in [12, 8, 4, 0] as [UInt16] {
      let digit = UInt8(code >> shift & 15)
      tape.put(digit < 10 ? digit + 48 : digit + 55)
    }
    tape.put(UInt8(ascii: "_"))
  }

  /// Whether `_xHHHH_` stands at `i`.
  private static func looksEscaped(_ run: UnsafeBufferPointer<UInt8>, at i: Int) -> Bool {
    guard i + 6 < run.count, run[i + 1] == UInt8(ascii: "x"), run[i + 6] == UInt8(ascii: "_") else { return false }
    return run[i + 2...i + 5].allSatisfy {
      switch $0 {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
        UInt8(ascii: "A")...UInt8(ascii: "F"):
        return true
      default: return false
      }
    }
  }
}

extension ByteTape {
  /// A fixed text into reserved room.
  mutating func put(_ text: StaticString) { text.withUTF8Buffer { put($0) } }
}

/// Well-formed UTF-8, byte by byte (Unicode §3.9, table 3-7).
enum UTF8Sequence {
  /// The length of the character of two to four bytes at `i`; 0 where none begins, and for U+FFFE and U+FFFF.
  static func length(_ run: UnsafeBufferPointer<UInt8>, at i: Int) -> Int {
    let wanted = expected(run[i])
    guard wanted > 0, brokenLength(run, at: i) == wanted else { return 0 }
    if wanted == 3, run[i] == 0xEF, run[i + 1] == 0xBF, run[i + 2] >= 0xBE { return 0 }
    return wanted
  }

  /// How many bytes from `i` belong together as far as they are a legal beginning; at least 1.
  static func brokenLength(_ run: UnsafeBufferPointer<UInt8>, at i: Int) -> Int {
    let wanted = expected(run[i])
    var length = 1
    while length < wanted, i + length < run.count {
      let next = run[i + length]
      guard length == 1 ? second(after: run[i]).contains(next) : (0x80...0xBF).contains(next) else { break }
      length += 1
    }
    return length
  }

  private static func expected(_ lead: UInt8) -> Int {
    switch lead {
    case 0xC2...0xDF: return 2
    case 0xE0...0xEF: return 3
    case 0xF0...0xF4: return 4
    default: return 0
    }
  }

  private static func second(after lead: UInt8) -> ClosedRange<UInt8> {
    switch lead {
    case 0xE0: return 0xA0...0xBF
    case 0xED: return 0x80...0x9F
    case 0xF0: return 0x90...0xBF
    case 0xF4: return 0x80...0x8F
    default: return 0x80...0xBF
    }
  }
}

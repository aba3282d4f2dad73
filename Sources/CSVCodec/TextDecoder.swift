/// Turns bytes of one encoding into UTF-8.
///
/// A byte that stands for nothing becomes U+FFFD and is counted; an ASCII byte where a trail byte should be is kept
/// as itself (as the WHATWG Encoding Standard does), so a broken character never swallows a separator.
struct TextDecoder {
  let encoding: TextEncoding
  let table: DoubleByteTable?

  init(_ encoding: TextEncoding) {
    self.encoding = encoding
    switch encoding {
    case .gb18030: table = .gb18030
    case .big5: table = .big5
    case .shiftJIS: table = .shiftJIS
    case .korean: table = .korean
    default: table = nil
    }
  }

  /// Appends the UTF-8 of `bytes` to `out`; gives the number of broken places.
  func decode(_ bytes: Span<UInt8>, into out: inout [UInt8]) -> Int {
    switch encoding {
    case .utf8: return UTF8Text.repair(bytes, into: &out)
    case .utf16LittleEndian, .utf16BigEndian: return decodeUTF16(bytes, into: &out)
    case .windows1252: return decodeWindows1252(bytes, into: &out)
    case .gb18030, .big5, .shiftJIS, .korean: return decodeDoubleByte(bytes, into: &out)
    }
  }

  private func decodeDoubleByte(_ bytes: Span<UInt8>, into out: inout [UInt8]) -> Int {
    let before = out.count
    out.append(contentsOf: repeatElement(0, count: growth * bytes.count + TextDecoder.slack))
    var (broken, length) = (0, 0)
    var target = out.mutableSpan
    var raw = target.mutableBytes
    length = decode(bytes, 0..<bytes.count, into: &raw, at: before, &broken)
    out.removeLast(out.count - before - length)
    return broken
  }

  /// What stands at `i` and is no plain two-byte character: one or two code points (the second 0 where there is one), and
  /// the bytes taken.
  func odd(_ bytes: Span<UInt8>, at i: Int, _ table: DoubleByteTable) -> ((UInt32, UInt32), Int) {
    let lead = bytes[i]
    if encoding == .korean, lead == 0xA4, let syllable = HangulFiller.syllable(bytes, at: i) {
      return ((syllable, 0), 8)
    }
    if i + 1 < bytes.count {
      let trail = bytes[i + 1]
      let entry = table[lead, trail]
      if entry != 0 { return ((DoubleByteTable.codePoint(entry), 0), 2) }
      if encoding == .gb18030, i + 3 < bytes.count, (0x30...0x39).contains(trail), bytes[i + 2] >= 0x81,
        bytes[i + 2] <= 0xFE, (0x30...0x39).contains(bytes[i + 3]),
        let code = fourByte(lead, trail, bytes[i + 2], bytes[i + 3], table)
      {
        return ((code, 0), 4)
      }
      if encoding == .big5, let pair = TextDecoder.hongKongPair(lead, trail) { return (pair, 2) }
    }
    if encoding == .shiftJIS, (0xA1...0xDF).contains(lead) { return ((0xFF61 + UInt32(lead) - 0xA1, 0), 1) }
    // Code page 936 puts the euro sign here.
    if encoding == .gb18030, lead == 0x80 { return ((0x20AC, 0), 1) }
    // A lead byte takes a trail byte that is no ASCII with it, as one broken character.
    let takesTrail = i + 1 < bytes.count && bytes[i + 1] >= 0x80 && lead >= 0x81 && lead <= 0xFE
    return ((0xFFFD, 0), takesTrail ? 2 : 1)
  }

  /// GB 18030 §"four-byte part": a mixed-radix number over 126 × 10 × 126 × 10.
  private func fourByte(_ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8, _ table: DoubleByteTable) -> UInt32? {
    guard a >= 0x81, a <= 0xFE else { return nil }
    let linear =
      ((Int(a) - 0x81) * 10 + Int(b) - 0x30) * 1260 + (Int(c) - 0x81) * 10 + Int(d) - 0x30
    if linear < table.fourByteCharacters.count { return UInt32(table.fourByteCharacters[linear]) }
    guard linear >= 189_000, linear - 189_000 <= 0xFFFFF else { return nil }
    return UInt32(0x10000 + linear - 189_000)
  }

  /// The four codes of HKSCS that stand for a letter and a combining mark.
  private static func hongKongPair(_ lead: UInt8, _ trail: UInt8) -> (UInt32, UInt32)? {
    guard lead == 0x88 else { return nil }
    switch trail {
    case 0x62: return (0xCA, 0x304)
    case 0x64: return (0xCA, 0x30C)
    case 0xA3: return (0xEA, 0x304)
    case 0xA5: return (0xEA, 0x30C)
    default: return nil
    }
  }

  private func decodeUTF16(_ bytes: Span<UInt8>, into out: inout [UInt8]) -> Int {
    let (high, low) = encoding == .utf16BigEndian ? (0, 1) : (1, 0)
    var broken = 0
    var i = 0
    func unit(_ at: Int) -> UInt32 { UInt32(bytes[at + high]) << 8 | UInt32(bytes[at + low]) }
    while i + 1 < bytes.count {
      let first = unit(i)
      i += 2
      if first < 0x80 {
        out.append(UInt8(first))
      } else if first & 0xFC00 == 0xD800, i + 1 < bytes.count, unit(i) & 0xFC00 == 0xDC00 {
        TextDecoder.append(codePoint: 0x10000 + (first & 0x3FF) << 10 + unit(i) & 0x3FF, to: &out)
        i += 2
      } else if first & 0xF800 == 0xD800 {
        broken += 1
        TextDecoder.append(codePoint: 0xFFFD, to: &out)
      } else {
        TextDecoder.append(codePoint: first, to: &out)
      }
    }
    if i < bytes.count {
      broken += 1
      TextDecoder.append(codePoint: 0xFFFD, to: &out)
    }
    return broken
  }

  private func decodeWindows1252(_ bytes: Span<UInt8>, into out: inout [UInt8]) -> Int {
    var broken = 0
    for i in bytes.indices {
      let byte = bytes[i]
      if byte < 0x80 {
        out.append(byte)
      } else if byte >= 0xA0 {
        TextDecoder.append(codePoint: UInt32(byte), to: &out)
      } else {
        let code = TextDecoder.windows1252[Int(byte) - 0x80]
        if code == 0xFFFD { broken += 1 }
        TextDecoder.append(codePoint: UInt32(code), to: &out)
      }
    }
    return broken
  }

  /// 0x80…0x9F of Windows-1252.
  private static let windows1252: [UInt16] = [
    0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD,
    0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
    0x0153, 0xFFFD, 0x017E, 0x0178,
  ]

  static func append(codePoint code: UInt32, to out: inout [UInt8]) {
    switch code {
    case ..<0x80: out.append(UInt8(code))
    case ..<0x800:
      out.append(UInt8(0xC0 | code >> 6))
      out.append(UInt8(0x80 | code & 0x3F))
    case ..<0x10000:
      out.append(UInt8(0xE0 | code >> 12))
      out.append(UInt8(0x80 | code >> 6 & 0x3F))
      out.append(UInt8(0x80 | code & 0x3F))
    default:
      out.append(UInt8(0xF0 | code >> 18))
      out.append(UInt8(0x80 | code >> 12 & 0x3F))
      out.append(UInt8(0x80 | code >> 6 & 0x3F))
      out.append(UInt8(0x80 | code & 0x3F))
    }
  }
}

extension TextEncoding {
  /// The text of `bytes`; what stands for nothing becomes U+FFFD. A byte order mark is kept.
  package func decoded(_ bytes: [UInt8]) -> String {
    var out: [UInt8] = []
    _ = TextDecoder(self).decode(bytes.span, into: &out)
    return String(decoding: out, as: UTF8.self)
  }
}

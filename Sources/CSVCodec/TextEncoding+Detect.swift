/// What the first bytes of a file say about its encoding.
struct EncodingGuess: Sendable {
  var encoding: TextEncoding
  /// Bytes of the byte order mark.
  var mark: Int
}

extension TextEncoding {
  /// BOM → strict UTF-8 → UTF-16 pattern → evidence.
  ///
  /// Big5 bytes often decode as valid GB 18030 and the other way round, so both are tried on the sample and scored by
  /// how many common characters and known header words come out. Where neither looks like Chinese and the high bytes
  /// stand alone among Latin letters, it is Windows-1252. Korean and Japanese code pages are read when told.
  ///
  /// - Parameter sample: the start of the file; a character cut off at its end does not count against it.
  static func detect(_ sample: Span<UInt8>) -> EncodingGuess {
    if let marked = mark(of: sample) { return marked }
    let valid = UTF8Text.validPrefix(sample)
    let rest = sample.count - valid
    let isUTF8 = rest == 0 || rest < 4 && isStartedCharacter(sample, at: valid)
    if let wide = utf16Pattern(sample, validUTF8: isUTF8) { return EncodingGuess(encoding: wide, mark: 0) }
    if isUTF8 || mostlyUTF8(sample) { return EncodingGuess(encoding: .utf8, mark: 0) }
    var best = (encoding: TextEncoding.gb18030, score: score(sample, as: .gb18030))
    let big5 = score(sample, as: .big5)
    if big5 > best.score { best = (.big5, big5) }
    if best.score <= 0, latinEvidence(sample) { return EncodingGuess(encoding: .windows1252, mark: 0) }
    return EncodingGuess(encoding: best.encoding, mark: 0)
  }

  static func mark(of sample: Span<UInt8>) -> EncodingGuess? {
    func starts(_ bytes: [UInt8]) -> Bool {
      sample.count >= bytes.count && bytes.indices.allSatisfy { sample[$0] == bytes[$0] }
    }
    if starts([0xEF, 0xBB, 0xBF]) { return EncodingGuess(encoding: .utf8, mark: 3) }
    if starts([0xFF, 0xFE]) { return EncodingGuess(encoding: .utf16LittleEndian, mark: 2) }
    if starts([0xFE, 0xFF]) { return EncodingGuess(encoding: .utf16BigEndian, mark: 2) }
    if starts([0x84, 0x31, 0x95, 0x33]) { return EncodingGuess(encoding: .gb18030, mark: 4) }
    return nil
  }

  /// Whether the bytes from `start` to the end begin a character that the sample cuts off.
  private static func isStartedCharacter(_ sample: Span<UInt8>, at start: Int) -> Bool {
    let lead = sample[start]
    let length = lead >= 0xF0 && lead < 0xF5 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 0
    // A whole file is no longer than its sample: a cut there is a broken byte like any other.
    guard sample.count >= EncodingSample.size, sample.count - start < length else { return false }
    for i in (start + 1)..<sample.count where sample[i] & 0xC0 != 0x80 { return false }
    return true
  }

  /// UTF-8 with a few broken bytes: whole characters outnumber them twenty to one.
  private static func mostlyUTF8(_ sample: Span<UInt8>) -> Bool {
    var whole = 0
    var broken = 0
    var i = 0
    while i < sample.count {
      let length = UTF8Text.sequence(sample, at: i)
      if length > 1 { whole += 1 }
      if length == 0 { broken += 1 }
      i += max(1, length)
    }
    return whole >= 20 * broken
  }

  /// UTF-16 without a mark: zero bytes stand at one side of the pairs, and the units make plausible text.
  private static func utf16Pattern(_ sample: Span<UInt8>, validUTF8: Bool) -> TextEncoding? {
    var zeros = (even: 0, odd: 0)
    let pairs = sample.count / 2
    guard pairs >= 4 else { return nil }
    for i in 0..<pairs {
      if sample[2 * i] == 0 { zeros.even += 1 }
      if sample[2 * i + 1] == 0 { zeros.odd += 1 }
    }
    let (more, fewer) = (max(zeros.even, zeros.odd), min(zeros.even, zeros.odd))
    guard more * 30 >= pairs, more >= 8 * fewer, more >= 3 else { return nil }
    let bigEndian = zeros.even > zeros.odd
    var plausible = 0
    var ends = 0
    for i in 0..<pairs {
      let (a, b) = (UInt32(sample[2 * i]), UInt32(sample[2 * i + 1]))
      let unit = bigEndian ? a << 8 | b : b << 8 | a
      switch unit {
      case 0x0A, 0x0D:
        ends += 1
        plausible += 1
      case 0x09, 0x20...0x7E, 0xA0...0x052F, 0x2000...0x206F, 0x3000...0x30FF, 0x4E00...0x9FFF, 0xAC00...0xD7A3,
        0xD800...0xDFFF, 0xFF00...0xFFEF:
        plausible += 1
      default: break
      }
    }
    guard plausible * 20 >= pairs * 19, ends > 0 || more * 2 > pairs else { return nil }
    return bigEndian ? .utf16BigEndian : .utf16LittleEndian
  }

  /// How much a sample looks like Chinese under an encoding; 0 or less = not at all.
  private static func score(_ sample: Span<UInt8>, as encoding: TextEncoding) -> Int {
    var text: [UInt8] = []
    text.reserveCapacity(sample.count * 2)
    let broken = TextDecoder(encoding).decode(sample.extracting(0..<min(sample.count, 16_384)), into: &text)
    var score = -12 * broken
    let common = CommonCharacters.isCommon
    let bytes = text.span
    var i = 0
    while i < bytes.count {
      let length = max(1, UTF8Text.sequence(bytes, at: i))
      if length == 3 {
        let code = Int(bytes[i] & 0x0F) << 12 | Int(bytes[i + 1] & 0x3F) << 6 | Int(bytes[i + 2] & 0x3F)
        switch code {
        case 0xFFFD: break
        case 0x3000...0x3011, 0xFF01...0xFF5E: score += 2
        case 0x4E00...0x9FFF: score += common[code] ? 4 : -1
        case 0xE000...0xF8FF: score -= 6
        case 0x3400...0x4DBF: score -= 3
        default: score -= 1
        }
      } else if length > 1 {
        score -= 1
      }
      i += length
    }
    for word in CommonCharacters.headerWords where holds(bytes, word) { score += 20 }
    return score
  }

  private static func holds(_ text: Span<UInt8>, _ word: [UInt8]) -> Bool {
    guard text.count >= word.count else { return false }
    // The second byte of a Chinese character tells more than the first.
    let (first, second, third) = (word[0], word[1], word[2])
    for i in 0...(text.count - word.count) where text[i + 1] == second && text[i] == first && text[i + 2] == third {
      var same = true
      for k in word.indices where text[i + k] != word[k] { same = false }
      if same { return true }
    }
    return false
  }

  /// High bytes that stand alone between ASCII, most of them letters of western European languages.
  private static func latinEvidence(_ sample: Span<UInt8>) -> Bool {
    var alone = 0
    var high = 0
    for i in sample.indices where sample[i] >= 0x80 {
      high += 1
      let before = i > 0 ? sample[i - 1] : 0x20
      let after = i + 1 < sample.count ? sample[i + 1] : 0x20
      let letter =
        sample[i] >= 0xC0
        || [0x80, 0x85, 0x91, 0x92, 0x93, 0x94, 0x96, 0x97, 0xA3, 0xA7, 0xA9, 0xB0]
          .contains(sample[i])
      if before < 0x80, after < 0x80, letter { alone += 1 }
    }
    return high > 0 && alone * 10 >= high * 9
  }
}

/// The part of a file that detection looks at.
enum EncodingSample {
  static let size = 65_536
}

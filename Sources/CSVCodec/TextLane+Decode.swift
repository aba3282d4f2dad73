import Tabular

/// What is odd about a text.
struct TextMarks: OptionSet, Sendable {
  let rawValue: UInt8
  /// Bytes that stand for no character were replaced by U+FFFD.
  static let broken = TextMarks(rawValue: 1)
  static let null = TextMarks(rawValue: 2)
  /// U+FEFF inside the text.
  static let byteOrderMark = TextMarks(rawValue: 4)
}

extension TextLane {
  /// Turns the texts from the file's bytes into UTF-8, each distinct one once; gives the odd ones by code.
  mutating func decode(_ decoder: TextDecoder, dropsGuard: Bool) -> [UInt32: TextMarks] {
    if decoder.encoding == .utf8, !dropsGuard, isPlainUTF8 { return [:] }
    var marks: [UInt32: TextMarks] = [:]
    var made = TextPool()
    let isWide = decoder.encoding != .utf8
    made.reserve(texts: pool.count, bytes: pool.bytes.count + (isWide ? pool.bytes.count / 2 : 0))
    var text: [UInt8] = []
    for code in 0..<UInt32(pool.count) {
      text.removeAll(keepingCapacity: true)
      let raw = pool.bytes.span.extracting(pool.range(code))
      let broken = decoder.decode(raw, into: &text)
      var mark: TextMarks = broken > 0 ? .broken : []
      if text.contains(0) { mark.insert(.null) }
      if TextLane.holdsMark(text.span) { mark.insert(.byteOrderMark) }
      if !mark.isEmpty { marks[code] = mark }
      if dropsGuard, FormulaGuard.isGuarded(text.span) { text.removeFirst() }
      _ = made.append(text)
    }
    replacePool(made)
    return marks
  }

  /// Whether every text is UTF-8 without NUL and byte order marks: nothing to do.
  private var isPlainUTF8: Bool {
    let bytes = pool.bytes.span
    guard UTF8Text.validPrefix(bytes) == bytes.count else { return false }
    // A character must not be cut in two by the end of a text.
    for end in pool.ends where Int(end) < bytes.count && bytes[Int(end)] & 0xC0 == 0x80 { return false }
    return !TextLane.holdsNull(bytes) && !TextLane.holdsMark(bytes)
  }

  private static func holdsNull(_ bytes: Span<UInt8>) -> Bool {
    let raw = bytes.bytes
    var i = 0
    while i + 8 <= bytes.count {
      let word = raw.unsafeLoadUnaligned(fromByteOffset: i, as: UInt64.self)
      if (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080 != 0 { return true }
      i += 8
    }
    while i < bytes.count {
      if bytes[i] == 0 { return true }
      i += 1
    }
    return false
  }

  private static func holdsMark(_ bytes: Span<UInt8>) -> Bool {
    var i = 0
    while i + 2 < bytes.count {
      if bytes[i + 2] == 0xBF, bytes[i + 1] == 0xBB, bytes[i] == 0xEF { return true }
      // The last byte of the mark cannot be one of its other two.
      i += bytes[i + 2] == 0xEF || bytes[i + 2] == 0xBB ? 1 : 3
    }
    return false
  }
}

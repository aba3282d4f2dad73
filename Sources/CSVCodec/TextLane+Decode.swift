import ByteScanning
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
  /// Turns the texts from the file's bytes into UTF-8, each distinct one once, and marks the odd ones.
  ///
  /// - Parameter share: how many times as much will stand in the lane at the end, for memory.
  mutating func decode(_ decoder: TextDecoder, dropsGuard: Bool, share: Double = 1) {
    if isDecoded { return }
    if decoder.encoding == .utf8, !dropsGuard, isPlainUTF8 {
      setDecoded()
      return
    }
    decodeOneByOne(decoder, dropsGuard: dropsGuard, share: share)
  }

  private mutating func decodeOneByOne(_ decoder: TextDecoder, dropsGuard: Bool, share: Double) {
    var marks: [UInt32: TextMarks] = [:]
    var made: [UInt8] = []
    var madeEnds: [UInt32] = []
    withTexts { bytes, ends in
      made.reserveLarge(Int(Double(bytes.count) * 1.5 * share))
      madeEnds.reserveLarge(Int(Double(ends.count) * share))
      var start = 0
      for code in ends.indices {
        let end = Int(ends[code])
        let raw = bytes.extracting(start..<end)
        if dropsGuard, FormulaGuard.isGuarded(raw) || decoder.encoding != .utf8 {
          var text: [UInt8] = []
          if decoder.decode(raw, into: &text) > 0 { marks[UInt32(code)] = .broken }
          if FormulaGuard.isGuarded(text.span) { text.removeFirst() }
          made.append(contentsOf: text)
        } else if decoder.decode(raw, into: &made) > 0 {
          marks[UInt32(code)] = .broken
        }
        madeEnds.append(UInt32(made.count))
        start = end
      }
      if !ends.isEmpty, TextLane.isOdd(made.span) {
        TextLane.mark(made.span, madeEnds.span, 0...ends.count - 1, &marks)
      }
    }
    setDecoded(bytes: made, ends: madeEnds, marks: marks)
  }

  /// Whether every text is UTF-8 without NUL and byte order marks: nothing to do.
  private var isPlainUTF8: Bool {
    withTexts { bytes, ends in
      guard UTF8Text.validPrefix(bytes) == bytes.count else { return false }
      // A character must not be cut in two by the end of a text.
      for i in ends.indices where Int(ends[i]) < bytes.count && bytes[Int(ends[i])] & 0xC0 == 0x80 { return false }
      return !TextLane.isOdd(bytes)
    }
  }

  static func mark(
    _ bytes: Span<UInt8>, _ ends: Span<UInt32>, _ codes: ClosedRange<Int>, _ marks: inout [UInt32: TextMarks]
  ) {
    for code in codes {
      let text = bytes.extracting((code == 0 ? 0 : Int(ends[code - 1]))..<Int(ends[code]))
      var mark: TextMarks = []
      for i in text.indices {
        if text[i] == 0 { mark.insert(.null) }
        if text[i] == 0xEF, i + 2 < text.count, text[i + 1] == 0xBB, text[i + 2] == 0xBF { mark.insert(.byteOrderMark) }
      }
      if !mark.isEmpty { marks[UInt32(code), default: []].formUnion(mark) }
    }
  }

  /// Whether a NUL or the bytes of U+FEFF occur.
  static func isOdd(_ bytes: Span<UInt8>) -> Bool {
    let raw = bytes.bytes
    let (zero, ef, bb, bf) = (
      SIMD16<UInt8>(repeating: 0), SIMD16<UInt8>(repeating: 0xEF), SIMD16<UInt8>(repeating: 0xBB),
      SIMD16<UInt8>(repeating: 0xBF)
    )
    var i = 0
    while i + 18 <= bytes.count {
      let a = raw.unsafeLoadUnaligned(fromByteOffset: i, as: SIMD16<UInt8>.self)
      let b = raw.unsafeLoadUnaligned(fromByteOffset: i + 1, as: SIMD16<UInt8>.self)
      let c = raw.unsafeLoadUnaligned(fromByteOffset: i + 2, as: SIMD16<UInt8>.self)
      let hit = (a .== zero) .| ((a .== ef) .& (b .== bb) .& (c .== bf))
      let words = unsafeBitCast(hit, to: SIMD2<UInt64>.self)
      if words[0] | words[1] != 0 { return true }
      i += 16
    }
    while i < bytes.count {
      if bytes[i] == 0 { return true }
      if bytes[i] == 0xEF, i + 2 < bytes.count, bytes[i + 1] == 0xBB, bytes[i + 2] == 0xBF { return true }
      i += 1
    }
    return false
  }
}

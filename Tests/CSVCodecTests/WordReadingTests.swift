import Tabular
import Testing

@testable import CSVCodec

/// Numbers, days and hashes are read eight bytes at a time; byte by byte they must come out the same.
@Suite struct WordReadingTests {
  /// Spellings of up to eleven of the characters that matter, most of them no number and no day, from a fixed seed.
  static let spellings: [[UInt8]] = {
    var state: UInt64 = 20_260_101
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let alphabet = Array("0123456789012345678901234567890.-:/ ,\u{7F}".utf8) + [0x80, 0xB0, 0xFF, 0x00]
    var made = (0..<60_000).map { _ in (0..<next(11) + 1).map { _ in alphabet[next(alphabet.count)] } }
    for _ in 0..<20_000 {
      var digits = (0..<next(9) + 1).map { _ in UInt8(0x30 + next(10)) }
      if next(3) > 0 { digits.insert(0x2E, at: next(digits.count + 1)) }
      if next(6) == 0 { digits.insert(0x2D, at: 0) }
      made.append(digits)
      let day = "\(1900 + next(300))-\(next(2))\(next(10))-\(next(4))\(next(10))"
      made.append(Array(day.utf8))
    }
    return made
  }()

  /// The spellings that come out different, whatever stands behind them, and how many were understood at all.
  static func compared<Value: Equatable>(
    _ slow: (Span<UInt8>) -> Value?, _ fast: (Span<UInt8>, Int, Int) -> Value?
  ) -> (different: [String], understood: Int) {
    var different: [String] = []
    var understood = 0
    for text in spellings {
      let value = slow(text.span)
      if value != nil { understood += 1 }
      for follower: UInt8 in [0x00, 0x2C, 0x35, 0xFF] {
        let padded = [0x39] + text + [UInt8](repeating: follower, count: 16)
        if fast(padded.span, 1, text.count) != value { different.append(String(decoding: text, as: UTF8.self)) }
      }
    }
    return (different, understood)
  }

  struct Number: Equatable {
    var value: Double
    var decimals: Int
    var endsInZero: Bool

    init(_ number: ScalarText.Number) {
      (value, decimals, endsInZero) = (number.value, number.decimals, number.endsInZero)
    }
  }

  @Test func `numbers read by words are those read byte by byte`() {
    let result = Self.compared(
      { ScalarText.number($0).map(Number.init) }, { ScalarText.number($0, $1, $2).map(Number.init) })
    #expect(result.different == [])
    #expect(result.understood > 5000)
  }

  @Test func `days read by words are those read byte by byte`() {
    let result = Self.compared({ ScalarText.day($0) }, { ScalarText.day($0, $1, $2) })
    #expect(result.different == [])
    #expect(result.understood > 3000)
  }

  @Test func `every day of ten thousand years has the number after the one before`() {
    var number = Day.number(year: 1, month: 1, day: 1)
    var wrong: [String] = []
    #expect(number == -719_162)
    for year in 1...9999 {
      for month in 1...12 {
        if Day.number(year: year, month: month, day: 1) != number { wrong.append("\(year)-\(month)") }
        number += Day.length(ofMonth: month, year: year)
      }
    }
    #expect(wrong == [])
    #expect(Day.number(year: 0, month: 3, day: 1) == -719_468)
    #expect(Day.number(year: -400, month: 3, day: 1) == -719_468 - 146_097)
  }

  @Test(arguments: 1...70) func `what follows a text changes neither its hash nor what it equals`(count: Int) {
    func hash(_ bytes: [UInt8], _ start: Int) -> UInt64 { TextHash.hash(bytes.span.bytes, start, count) }
    func equal(_ a: [UInt8], _ b: [UInt8]) -> Bool { TextHash.equal(a.span.bytes, 0, b.span.bytes, 3, count) }
    let text = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 37 + count) }
    let one = text + [UInt8](repeating: 0xFF, count: 32)
    let other = [0x01, 0x02, 0x03] + text + [UInt8](repeating: 0x00, count: 32)
    #expect(hash(one, 0) == hash(other, 3))
    #expect(equal(one, other))
    for changed in 0..<count {
      var third = other
      third[3 + changed] ^= 0x40
      #expect(!equal(one, third))
      #expect(hash(one, 0) != hash(third, 3))
    }
  }
}

/// EUC-KR spells syllables it has no code for as a filler and three letters (KS X 1001 annex 3), eight bytes in all.
enum HangulFiller {
  /// Letters A4A1…A4BE as leading consonants; -1 where one cannot lead.
  private static let leading: [Int] = [
    0, 1, -1, 2, -1, -1, 3, 4, 5, -1, -1, -1, -1, -1, -1, -1, 6, 7, 8, -1, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18,
  ]
  /// The same letters as trailing consonants, counted from 1.
  private static let trailing: [Int] = [
    1, 2, 3, 4, 5, 6, 7, -1, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, -1, 18, 19, 20, 21, 22, -1, 23, 24, 25, 26, 27,
  ]

  /// The syllable spelt at `i`, or nil.
  static func syllable(_ bytes: Span<UInt8>, at i: Int) -> UInt32? {
    guard i + 8 <= bytes.count, bytes[i] == 0xA4, bytes[i + 1] == 0xD4, bytes[i + 2] == 0xA4, bytes[i + 4] == 0xA4,
      bytes[i + 6] == 0xA4
    else { return nil }
    let (a, b, c) = (Int(bytes[i + 3]) - 0xA1, Int(bytes[i + 5]) - 0xBF, Int(bytes[i + 7]))
    guard leading.indices.contains(a), leading[a] >= 0, (0...20).contains(b) else { return nil }
    var tail = 0
    if c != 0xD4 {
      guard trailing.indices.contains(c - 0xA1), trailing[c - 0xA1] >= 0 else { return nil }
      tail = trailing[c - 0xA1]
    }
    return UInt32(0xAC00 + (leading[a] * 21 + b) * 28 + tail)
  }
}

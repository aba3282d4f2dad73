/// Some words, numbered from 0 in the order they came, and found again among the texts of a large column.
///
/// Nearly every text is none of them: of plain texts (letters, digits and signs of ASCII, whole ideographs) that is
/// seen from their bytes, without making a `String` of each.
package struct WordNumbers: Sendable {
  private var numbers: [String: Int32] = [:]
  /// The same, to be found by bytes; codes are the numbers.
  private var pool = TextPool()
  private var index = TextIndex()
  /// Some word may be written in other bytes that are plain.
  private var hasLookalikes = false

  package init() {}

  package var count: Int { pool.count }

  /// The number of a word, new where it was not there yet.
  package mutating func add(_ word: String) -> Int32 {
    if let known = numbers[word] { return known }
    let number = Int32(pool.count)
    numbers[word] = number
    _ = index.intern(word, in: &pool)
    if !hasLookalikes { hasLookalikes = word.unicodeScalars.contains { WordNumbers.isLookalike($0.value) } }
    return number
  }

  /// The number of a word that is plain.
  package mutating func add(plain word: UnsafeBufferPointer<UInt8>) -> Int32 {
    if let known = index.find(word, in: pool) { return Int32(known) }
    return add(String(decoding: word, as: UTF8.self))
  }

  /// -1 where it is none of them.
  package func find(_ word: String) -> Int32 { numbers[word] ?? -1 }

  /// The number of a plain text, -1 where it is none of them; nil where its bytes do not tell.
  package func find(plain text: UnsafeBufferPointer<UInt8>) -> Int32? {
    if hasLookalikes { return nil }
    return index.find(text, in: pool).map { Int32($0) } ?? -1
  }

  /// True for a text without blanks whose bytes nothing else is written in.
  package static func isPlain(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var i = 0
    while i < text.count {
      switch text[i] {
      case 0x21...0x7E: i += 1
      // The whole ideographs: three bytes that are no other's spelling, no blank and no bracket.
      case 0xE4...0xE9 where i + 2 < text.count: i += 3
      default: return false
      }
    }
    return true
  }

  /// An ideograph or a sign that Unicode holds equal to one of those of plain texts.
  private static func isLookalike(_ scalar: UInt32) -> Bool {
    (0xF900...0xFAFF).contains(scalar) || scalar > 0xFFFF || [0x037E, 0x1FEF, 0x212A].contains(scalar)
  }
}

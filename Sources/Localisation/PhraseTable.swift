import ByteScanning

/// Phrases by key: pages ask thousands of times.
struct PhraseTable: Sendable {
  struct Phrase: Sendable {
    var zh: String
    var en: String
  }

  private typealias Bytes = UnsafeBufferPointer<UInt8>

  private var phrases = [PlainKey: Phrase](minimumCapacity: 4096)

  var keys: [String] { phrases.keys.map(\.text) }

  func find(_ family: String, _ key: String) -> Phrase? {
    phrases[PlainKey(family.isEmpty ? key : family + key)]
  }

  // MARK: Reading

  /// The lines of a file: key, Chinese, English.
  mutating func read(_ bytes: UnsafeBufferPointer<UInt8>) {
    var line = 0
    while line < bytes.count {
      // The ends of the line, of the key and of the Chinese; and whether a line break is written in it.
      var (end, key, zh) = (line, 0, 0)
      var escaped = false
      while end < bytes.count, bytes[end] != UInt8(ascii: "\n") {
        if bytes[end] == UInt8(ascii: "\t") {
          if key == 0 { key = end } else if zh == 0 { zh = end }
        }
        escaped = escaped || bytes[end] == UInt8(ascii: "\\")
        end += 1
      }
      if zh > 0, bytes[line] != UInt8(ascii: "#") {
        func text(_ range: Range<Int>) -> String {
          let text = String(decoding: Bytes(rebasing: bytes[range]), as: UTF8.self)
          guard escaped else { return text }
          return text.split(separator: "\\n", omittingEmptySubsequences: false).joined(separator: "\n")
        }
        let name = String(decoding: Bytes(rebasing: bytes[line..<key]), as: UTF8.self)
        phrases[PlainKey(name)] = Phrase(zh: text((key + 1)..<zh), en: text((zh + 1)..<end))
      }
      line = end + 1
    }
  }
}

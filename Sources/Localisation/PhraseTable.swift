import ByteScanning

/// Phrases by key: pages ask thousands of times.
struct PhraseTable: Sendable {
  struct Phrase: Sendable {
    var zh: String
    var en: String
  }

  private typealias Bytes = UnsafeBufferPointer<UInt8>

  /// A key in one piece or in two: what a family and a name make together is never put together.
  private struct Key: Hashable {
    var family = ""
    var name: String

    var text: String { family + name }

    static func == (a: Key, b: Key) -> Bool {
      if a.family.isEmpty { return b.isSame(as: a.name) }
      return b.family.isEmpty ? a.isSame(as: b.name) : PlainKey(a.text) == PlainKey(b.text)
    }

    private func isSame(as whole: String) -> Bool {
      var (family, name, whole) = (family, name, whole)
      return whole.withUTF8 { whole in
        family.withUTF8 { family in
          name.withUTF8 { name in
            guard family.count + name.count == whole.count else { return false }
            for i in 0..<family.count where family[i] != whole[i] { return false }
            for i in 0..<name.count where name[i] != whole[family.count + i] { return false }
            return true
          }
        }
      }
    }

    func hash(into hasher: inout Hasher) { hasher.combine(Key.sum(name, Key.sum(family, 0))) }

    private static func sum(_ text: String, _ before: UInt64) -> UInt64 {
      var text = text
      return text.withUTF8 { bytes in
        var sum = before
        for i in 0..<bytes.count { sum = sum &* 31 &+ UInt64(bytes[i]) }
        return sum
      }
    }
  }

  private var phrases = [Key: Phrase](minimumCapacity: 4096)

  var keys: [String] { phrases.keys.map(\.text) }

  func find(_ family: String, _ key: String) -> Phrase? { phrases[Key(family: family, name: key)] }

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
        phrases[Key(name: name)] = Phrase(zh: text((key + 1)..<zh), en: text((zh + 1)..<end))
      }
      line = end + 1
    }
  }
}

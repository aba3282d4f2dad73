/// Phrases by key. A key is looked up by its bytes, in two parts where it has two: pages ask thousands of times.
struct PhraseTable: Sendable {
  struct Phrase: Sendable {
    var zh: String
    var en: String
  }

  private typealias Bytes = UnsafeBufferPointer<UInt8>

  private var phrases: [Phrase] = []
  /// The keys one after the other, and where each ends.
  private var names: [UInt8] = []
  private var ends: [Int] = []
  /// By hash, the place of a phrase and one; 0 = free. At most half are taken.
  private var slots: [Int32] = Array(repeating: 0, count: 8192)

  var keys: [String] { phrases.indices.map { String(decoding: names[name($0)], as: UTF8.self) } }

  func find(_ family: String, _ key: String) -> Phrase? {
    var (family, key) = (family, key)
    return family.withUTF8 { family in
      key.withUTF8 { key in
        let place = slots[slot(family, key)]
        return place == 0 ? nil : phrases[Int(place) - 1]
      }
    }
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
        add(Bytes(rebasing: bytes[line..<key]), Phrase(zh: text((key + 1)..<zh), en: text((zh + 1)..<end)))
      }
      line = end + 1
    }
  }

  private mutating func add(_ key: Bytes, _ phrase: Phrase) {
    let at = slot(Bytes(start: nil, count: 0), key)
    guard slots[at] == 0 else { return phrases[Int(slots[at]) - 1] = phrase }
    names.append(contentsOf: key)
    ends.append(names.count)
    phrases.append(phrase)
    slots[at] = Int32(phrases.count)
    if phrases.count * 2 > slots.count { widen() }
  }

  private mutating func widen() {
    slots = Array(repeating: 0, count: slots.count * 2)
    for place in phrases.indices {
      let at = names.withUnsafeBufferPointer {
        slot(Bytes(start: nil, count: 0), Bytes(rebasing: $0[name(place)]))
      }
      slots[at] = Int32(place + 1)
    }
  }

  // MARK: Hashing

  private func name(_ place: Int) -> Range<Int> { (place == 0 ? 0 : ends[place - 1])..<ends[place] }

  /// Where the phrase of a key is, or would be.
  private func slot(_ family: Bytes, _ key: Bytes) -> Int {
    // FNV-1a.
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in family { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    for byte in key { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    let last = slots.count - 1
    var at = Int(truncatingIfNeeded: hash ^ hash >> 32) & last
    while slots[at] != 0, !holds(Int(slots[at]) - 1, family, key) { at = (at + 1) & last }
    return at
  }

  private func holds(_ place: Int, _ family: Bytes, _ key: Bytes) -> Bool {
    let own = name(place)
    guard own.count == family.count + key.count else { return false }
    return names.withUnsafeBufferPointer { names in
      for i in 0..<family.count where names[own.lowerBound + i] != family[i] { return false }
      let start = own.lowerBound + family.count
      for i in 0..<key.count where names[start + i] != key[i] { return false }
      return true
    }
  }
}

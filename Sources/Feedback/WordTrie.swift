/// The words of a list as a trie over UTF-8 bytes: the longest word that starts at a place, found in one walk.
struct WordTrie: Sendable {
  /// `next[state * 256 + byte]`; 0 = no word goes on.
  private var next: [UInt16] = Array(repeating: 0, count: 256)
  /// Entry that ends in a state, or -1.
  private var ends: [Int32] = [-1]
  /// Bytes a word may start with.
  private(set) var starts: [Bool] = Array(repeating: false, count: 256)

  /// Words with the entry each stands for; where two are the same, the later one.
  init(_ words: [(word: String, entry: Int)]) {
    for (word, entry) in words {
      var state = 0
      for byte in word.utf8 {
        let slot = state << 8 | Int(byte)
        if next[slot] == 0 {
          // 65,535 states hold some 20,000 Chinese words; more than a sheet of words ever has.
          guard ends.count < Int(UInt16.max) else { break }
          next[slot] = UInt16(ends.count)
          ends.append(-1)
          next.append(contentsOf: repeatElement(0, count: 256))
        }
        state = Int(next[slot])
      }
      if state != 0 { ends[state] = Int32(entry) }
      if let first = word.utf8.first { starts[Int(first)] = true }
    }
  }

  /// The entry of the longest word at `from`, and where it stops. `text` is lower case as far as ASCII goes.
  @inline(__always)
  func longest(_ text: UnsafeBufferPointer<UInt8>, from: Int) -> (entry: Int, end: Int)? {
    var state = 0
    var found: (entry: Int, end: Int)?
    var i = from
    return next.withUnsafeBufferPointer { next in
      while i < text.count {
        state = Int(next[state << 8 | Int(text[i])])
        if state == 0 { break }
        i += 1
        if ends[state] >= 0, WordTrie.closes(text, from, i) { found = (Int(ends[state]), i) }
      }
      return found
    }
  }

  /// Latin words match whole: "class" is not in "classic".
  @inline(__always)
  private static func closes(_ text: UnsafeBufferPointer<UInt8>, _ from: Int, _ end: Int) -> Bool {
    func letter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) }
    if letter(text[end - 1]), end < text.count, letter(text[end]) { return false }
    if letter(text[from]), from > 0, letter(text[from - 1]) { return false }
    return true
  }
}

/// The words of a list as a trie over UTF-8 bytes: the longest word that starts at a place, found in one walk.
struct WordTrie: Sendable {
  /// `next[state * width + column[byte]]`; 0 = no word goes on.
  private var next: [UInt16]
  /// Bytes by the column of the table they have; 0 for those in no word.
  private var column: [UInt8] = Array(repeating: 0, count: 256)
  private let width: Int
  /// Entry that ends in a state, or -1.
  private var ends: [Int32] = [-1]
  /// Bytes a word may start with.
  private(set) var starts: [Bool] = Array(repeating: false, count: 256)

  /// Words with the entry each stands for; where two are the same, the later one.
  init(_ words: [(word: String, entry: Int)]) {
    var length = 0
    var used = 0
    for (word, _) in words {
      length += word.utf8.count
      // No text in UTF-8 has more than 243 different bytes.
      for byte in word.utf8 where column[Int(byte)] == 0 {
        used += 1
        column[Int(byte)] = UInt8(used)
      }
    }
    width = used + 1
    next = Array(repeating: 0, count: width)
    next.reserveCapacity(min(length + 1, Int(UInt16.max)) * width)
    for (word, entry) in words {
      var state = 0
      for byte in word.utf8 {
        let slot = state * width + Int(column[Int(byte)])
        if next[slot] == 0 {
          // 65,535 states hold some 20,000 Chinese words; more than a sheet of words ever has.
          guard ends.count < Int(UInt16.max) else { break }
          next[slot] = UInt16(ends.count)
          ends.append(-1)
          next.append(contentsOf: repeatElement(0, count: width))
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
        state = Int(next[state * width + Int(column[Int(text[i])])])
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

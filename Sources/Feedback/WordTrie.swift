/// The words of a list as a trie over UTF-8 bytes: the longest word that starts at a place, found in one walk.
struct WordTrie: Sendable {
  /// The way on from each state: 0 where no word goes on; where one byte does, its column and the next state
  /// (`column << 16 | next`); where several do, a row of `rows` (`many | row`).
  private var ways: [UInt32] = [0]
  private static let many: UInt32 = 1 << 31
  /// `rows[row * width + column]` is the next state, 0 = no word goes on. One state in ten has a row.
  private var rows: [UInt16] = []
  /// Bytes by their column; 0 for those in no word.
  private var column: [UInt8] = Array(repeating: 0, count: 256)
  private let width: Int
  /// Entry that ends in a state, or -1.
  private var ends: [Int32] = [-1]
  /// Bytes a word may start with.
  private(set) var starts: [Bool] = Array(repeating: false, count: 256)

  /// Words with the entry each stands for; where two are the same, the later one.
  init(_ words: [(word: String, entry: Int)]) {
    var used = 0
    for (word, _) in words {
      // No text in UTF-8 has more than 243 different bytes.
      for byte in word.utf8 where column[Int(byte)] == 0 {
        used += 1
        column[Int(byte)] = UInt8(used)
      }
    }
    width = used + 1
    for (word, entry) in words {
      var state = 0
      for byte in word.utf8 {
        var next = self.next(state, byte)
        if next == 0 {
          // 65,535 states hold some 20,000 Chinese words; more than a sheet of words ever has.
          guard ends.count < Int(UInt16.max) else { break }
          next = ends.count
          ends.append(-1)
          ways.append(0)
          lead(from: state, Int(column[Int(byte)]), to: next)
        }
        state = next
      }
      if state != 0 { ends[state] = Int32(entry) }
      if let first = word.utf8.first { starts[Int(first)] = true }
    }
  }

  @inline(__always)
  private func next(_ state: Int, _ byte: UInt8) -> Int {
    let way = ways[state]
    let column = UInt32(column[Int(byte)])
    if way & WordTrie.many != 0 { return Int(rows[Int(way ^ WordTrie.many) * width + Int(column)]) }
    return way >> 16 == column ? Int(way & 0xFFFF) : 0
  }

  private mutating func lead(from state: Int, _ column: Int, to next: Int) {
    let way = ways[state]
    if way == 0 {
      ways[state] = UInt32(column) << 16 | UInt32(next)
      return
    }
    if way & WordTrie.many == 0 {
      let row = rows.count / width
      rows.append(contentsOf: repeatElement(0, count: width))
      rows[row * width + Int(way >> 16)] = UInt16(way & 0xFFFF)
      ways[state] = WordTrie.many | UInt32(row)
    }
    rows[Int(ways[state] ^ WordTrie.many) * width + column] = UInt16(next)
  }

  /// The entry of the longest word at `from`, and where it stops. `text` is lower case as far as ASCII goes.
  @inline(__always)
  func longest(_ text: UnsafeBufferPointer<UInt8>, from: Int) -> (entry: Int, end: Int)? {
    var state = 0
    var found: (entry: Int, end: Int)?
    var i = from
    while i < text.count {
      state = next(state, text[i])
      if state == 0 { break }
      i += 1
      if ends[state] >= 0, WordTrie.closes(text, from, i) { found = (Int(ends[state]), i) }
    }
    return found
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

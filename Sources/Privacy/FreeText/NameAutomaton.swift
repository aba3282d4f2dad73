/// One automaton over all names: every place where any of them stands in a text, in one pass (Aho & Corasick 1975).
///
/// It runs over scalars, not bytes: the alphabet is the few thousand characters names are made of, and a character
/// outside of it leads straight back to the root. Latin letters match in either case.
struct NameAutomaton: Sendable {
  /// Scalar → letter of the alphabet, 0 = in no name. Beyond the basic plane a dictionary.
  private var letters: [UInt16]
  private var rareLetters: [UInt32: UInt16] = [:]
  private var letterCount: UInt16 = 1
  /// From the root by letter.
  private var root: [Int32] = [0]
  /// (state, letter) → state, open addressing; key 0 = free.
  private var keys: [UInt64] = []
  private var targets: [Int32] = []
  private var mask = 0
  private var fail: [Int32] = [0]
  /// Entry that ends in a state, or -1; the next shorter one by suffix links in `shorter`.
  private var entryAt: [Int32] = [-1]
  private var shorter: [Int32] = [0]
  private var lengths: [UInt8] = []
  private(set) var count = 0

  static let longest = 60

  init() { letters = Array(repeating: 0, count: 0x10000) }

  /// Builds the automaton; entry `i` is `names[i]`. Empty and overlong names match nothing.
  init(_ names: [[UInt32]]) {
    self.init()
    lengths = names.map { UInt8(min($0.count, 255)) }
    count = names.count
    var total = 0
    for name in names where name.count <= Self.longest {
      for scalar in name { learn(scalar) }
      total += name.count
    }
    var size = 64
    while size < total * 2 { size *= 2 }
    keys = Array(repeating: 0, count: size)
    targets = Array(repeating: 0, count: size)
    mask = size - 1
    root = Array(repeating: 0, count: Int(letterCount))
    for (entry, name) in names.enumerated() where !name.isEmpty && name.count <= Self.longest {
      var state: Int32 = 0
      for scalar in name { state = grow(state, letter(scalar)) }
      if entryAt[Int(state)] < 0 { entryAt[Int(state)] = Int32(entry) }
    }
    link(names)
  }

  private static func folded(_ scalar: UInt32) -> UInt32 { scalar >= 0x41 && scalar <= 0x5A ? scalar | 0x20 : scalar }

  private mutating func learn(_ scalar: UInt32) {
    let scalar = Self.folded(scalar)
    guard letter(scalar) == 0, letterCount < UInt16.max else { return }
    if scalar < 0x10000 { letters[Int(scalar)] = letterCount } else { rareLetters[scalar] = letterCount }
    if scalar >= 0x61, scalar <= 0x7A { letters[Int(scalar & ~0x20)] = letterCount }
    letterCount += 1
  }

  @inline(__always)
  private func letter(_ scalar: UInt32) -> UInt16 {
    scalar < 0x10000 ? letters[Int(scalar)] : rareLetters[scalar] ?? 0
  }

  private mutating func grow(_ state: Int32, _ letter: UInt16) -> Int32 {
    let known = next(state, letter)
    if known != 0 { return known }
    let new = Int32(fail.count)
    fail.append(0)
    entryAt.append(-1)
    shorter.append(0)
    if state == 0 {
      root[Int(letter)] = new
    } else {
      let key = UInt64(UInt32(state)) << 16 | UInt64(letter)
      var slot = Int(truncatingIfNeeded: key &* 0x9E37_79B9_7F4A_7C15 >> 20) & mask
      while keys[slot] != 0 { slot = (slot + 1) & mask }
      keys[slot] = key
      targets[slot] = new
    }
    return new
  }

  @inline(__always)
  private func next(_ state: Int32, _ letter: UInt16) -> Int32 {
    if state == 0 { return root[Int(letter)] }
    let key = UInt64(UInt32(state)) << 16 | UInt64(letter)
    var slot = Int(truncatingIfNeeded: key &* 0x9E37_79B9_7F4A_7C15 >> 20) & mask
    while keys[slot] != 0 {
      if keys[slot] == key { return targets[slot] }
      slot = (slot + 1) & mask
    }
    return 0
  }

  /// Failure links, breadth first by walking every name a letter further each round.
  private mutating func link(_ names: [[UInt32]]) {
    var states = Array(repeating: Int32(0), count: names.count)
    var depth = 0
    var open = names.indices.filter { !names[$0].isEmpty && names[$0].count <= Self.longest }
    var done = Array(repeating: false, count: fail.count)
    while !open.isEmpty {
      for entry in open {
        let parent = states[entry]
        let symbol = letter(names[entry][depth])
        let state = next(parent, symbol)
        states[entry] = state
        if depth == 0 || done[Int(state)] { continue }
        done[Int(state)] = true
        var back = fail[Int(parent)]
        while back != 0, next(back, symbol) == 0 { back = fail[Int(back)] }
        let target = next(back, symbol)
        fail[Int(state)] = target
        shorter[Int(state)] = entryAt[Int(target)] >= 0 ? target : shorter[Int(target)]
      }
      depth += 1
      open = open.filter { names[$0].count > depth }
    }
  }

  /// Calls `body` with every occurrence: entry and range of scalars, in order of their ends.
  @inline(__always)
  func scan(_ scalars: [UInt32], _ body: (_ entry: Int, _ range: Range<Int>) -> Void) {
    if count == 0 { return }
    var state: Int32 = 0
    for i in scalars.indices {
      let symbol = letter(scalars[i])
      if symbol == 0 {
        state = 0
        continue
      }
      var target = next(state, symbol)
      while target == 0, state != 0 {
        state = fail[Int(state)]
        target = next(state, symbol)
      }
      state = target
      var hit = entryAt[Int(state)] >= 0 ? state : shorter[Int(state)]
      while hit != 0 {
        let entry = Int(entryAt[Int(hit)])
        body(entry, i + 1 - Int(lengths[entry])..<i + 1)
        hit = shorter[Int(hit)]
      }
    }
  }
}

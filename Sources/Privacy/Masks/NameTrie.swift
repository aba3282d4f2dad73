/// Names as a byte trie: the longest name that stands at a place is found in one walk, without an allocation.
struct NameTrie: Sendable {
  /// A node's label, its first child and its next sibling (0 = none), and its value (0 = no name ends here).
  private var label: [UInt8] = [0]
  private var child: [Int32] = [0]
  private var sibling: [Int32] = [0]
  private var value: [Int32] = [0]

  /// Adds a name; one that is there already keeps its first value.
  mutating func insert(_ name: some Sequence<UInt8>, _ number: Int) {
    var node = 0
    for byte in name {
      if let next = step(node, byte) {
        node = next
      } else {
        label.append(byte)
        child.append(0)
        sibling.append(child[node])
        value.append(0)
        child[node] = Int32(label.count - 1)
        node = label.count - 1
      }
    }
    if value[node] == 0 { value[node] = Int32(number) }
  }

  @inline(__always)
  private func step(_ node: Int, _ byte: UInt8) -> Int? {
    var next = Int(child[node])
    while next != 0 {
      if label[next] == byte { return next }
      next = Int(sibling[next])
    }
    return nil
  }

  /// Calls `body` with the end and value of every name that starts at `at`, shortest first.
  @inline(__always)
  func matches(_ s: UnsafeBufferPointer<UInt8>, at: Int, _ body: (_ end: Int, _ value: Int) -> Void) {
    var node = 0
    var i = at
    while i < s.count, let next = step(node, s[i]) {
      node = next
      i += 1
      if value[node] != 0 { body(i, Int(value[node])) }
    }
  }

  func longest(_ s: UnsafeBufferPointer<UInt8>, at: Int) -> (end: Int, value: Int)? {
    var best: (Int, Int)?
    matches(s, at: at) { best = ($0, $1) }
    return best
  }
}

/// The word somebody probably meant: for unknown commands, roles, fields, columns and rule words.
package enum NearestWord {
  /// How far a word may be from what was meant, as a share of the longer of the two.
  package enum Reach: Sendable {
    /// For commands and flags, where a wrong guess misleads.
    case third
    /// For names of a closed list, shown beside the cell: short Chinese names differ in half their characters soon.
    case half
  }

  /// The candidate with the smallest edit distance (Damerau's: a swap of neighbours counts once), or nil where even
  /// that is out of reach.
  package static func of(
    _ word: String, among candidates: some Sequence<String>, within reach: Reach = .third
  ) -> String? {
    let wanted = letters(word)
    var best: (word: String, count: Int, distance: Int)?
    for candidate in candidates {
      let own = letters(candidate)
      // Whatever they share, so many letters are missing in one of them.
      if let best, abs(own.count - wanted.count) >= best.distance { continue }
      let d = distance(wanted, own)
      if best == nil || d < best!.distance { best = (candidate, own.count, d) }
    }
    guard let best, best.distance <= max(1, max(wanted.count, best.count) / (reach == .half ? 2 : 3)) else {
      return nil
    }
    return best.word
  }

  private static func letters(_ word: String) -> [Unicode.Scalar] { Array(word.lowercased().unicodeScalars) }

  static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in 1...a.count {
      var row = [i] + [Int](repeating: 0, count: b.count)
      for j in 1...b.count {
        let same = a[i - 1] == b[j - 1]
        row[j] = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1))
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { row[j] = min(row[j], beforeLast[j - 2] + 1) }
      }
      beforeLast = last
      last = row
    }
    return last[b.count]
  }
}

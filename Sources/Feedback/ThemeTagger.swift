/// What a text speaks of and in what mood, by longest match over a word list; Chinese needs no spaces for it.
package struct ThemeTagger: Sendable {
  /// A word that was found: bytes of the text, and which entry of the list.
  package struct Match: Sendable, Hashable {
    package var range: Range<Int>
    package var entry: Int
    /// What it added to the mood (0 for words without).
    package var mood: Double
  }

  package struct Tagging: Sendable {
    /// Themes with at least the list's minimum of matches, ascending.
    package var themes: [Int] = []
    /// Sum over mood words of ±1 × degree, turned round by a negation before it. 0 = neutral or nothing said.
    package var mood: Double = 0
    package var matches: [Match] = []
  }

  package let list: WordList
  private let trie: WordTrie
  /// A negation or degree reaches a mood word at most this many bytes on (four Chinese characters).
  private static let reach = 12

  package init(_ list: WordList) {
    self.list = list
    trie = WordTrie(list.entries.map(\.word))
  }

  package func tag(_ text: String) -> Tagging {
    var text = text
    return text.withUTF8 { tag($0) }
  }

  /// Tags UTF-8 bytes.
  package func tag(_ raw: UnsafeBufferPointer<UInt8>) -> Tagging {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: max(1, raw.count)) { lower in
      for i in 0..<raw.count {
        let byte = raw[i]
        lower[i] = (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
      }
      return walk(UnsafeBufferPointer(rebasing: lower[..<raw.count]))
    }
  }

  private func walk(_ text: UnsafeBufferPointer<UInt8>) -> Tagging {
    var out = Tagging()
    var counts: [Int: Int] = [:]
    var negated = false
    var factor = 1.0
    var modifierEnd = -1
    var i = 0
    while i < text.count {
      let byte = text[i]
      guard trie.starts[Int(byte)], let (entry, end) = trie.longest(text, from: i) else {
        if ThemeTagger.endsClause(text, i) { modifierEnd = -1 }
        i += ThemeTagger.width(byte)
        continue
      }
      if modifierEnd < 0 || i - modifierEnd > ThemeTagger.reach {
        negated = false
        factor = 1
      }
      var mood = 0.0
      for role in list.entries[entry].roles {
        switch role {
        case .theme(let theme): counts[theme, default: 0] += 1
        case .mood(let polarity): mood += polarity * factor * (negated ? -1 : 1)
        case .negation:
          // Two in a row cancel out: 不是不满意.
          negated.toggle()
          modifierEnd = end
        case .degree(let by):
          factor *= by
          modifierEnd = end
        case .neutral: break
        }
      }
      if mood != 0 { modifierEnd = -1 }
      out.mood += mood
      out.matches.append(Match(range: i..<end, entry: entry, mood: mood))
      i = end
    }
    out.themes = counts.filter { $0.value >= list.minimum[$0.key] }.keys.sorted()
    return out
  }

  @inline(__always)
  private static func width(_ byte: UInt8) -> Int { byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4 }

  /// A comma, full stop or semicolon, half or full width: a negation does not reach across it.
  @inline(__always)
  private static func endsClause(_ text: UnsafeBufferPointer<UInt8>, _ i: Int) -> Bool {
    switch text[i] {
    case UInt8(ascii: ","), UInt8(ascii: "."), UInt8(ascii: ";"), UInt8(ascii: "!"), UInt8(ascii: "?"): return true
    case 0xEF where i + 2 < text.count && text[i + 1] == 0xBC:
      return [0x8C, 0x9B, 0x81, 0x9F].contains(text[i + 2])
    case 0xE3 where i + 2 < text.count && text[i + 1] == 0x80: return text[i + 2] == 0x82
    default: return false
    }
  }
}

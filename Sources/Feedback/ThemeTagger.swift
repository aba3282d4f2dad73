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
  /// A negation or degree reaches a mood word at most this many Chinese characters or Latin words on.
  private static let reach = 4
  /// Blame is taken back from near by only: 不会失望, but not "doesn't share it and is rude".
  private static let reachOfBlame = 2

  package init(_ list: WordList) {
    self.list = list
    // People type don’t as often as don't.
    trie = WordTrie(
      list.entries.enumerated().flatMap { entry, item -> [(String, Int)] in
        item.word.utf8.contains(UInt8(ascii: "'"))
          ? [(item.word, entry), (item.word.replacing("'", with: "’"), entry)] : [(item.word, entry)]
      })
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
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: max(1, list.themes.count)) { counts in
      counts.initialize(repeating: 0)
      walk(text, counts: counts, &out)
      for theme in 0..<list.themes.count where counts[theme] > 0 && counts[theme] >= list.minimum[theme] {
        out.themes.append(theme)
      }
    }
    return out
  }

  private func walk(_ text: UnsafeBufferPointer<UInt8>, counts: UnsafeMutableBufferPointer<Int32>, _ out: inout Tagging)
  {
    var negated = false
    var factor = 1.0
    // Characters and words since the last negation or degree; beyond reach where there is none.
    var gap = ThemeTagger.reach + 1
    var i = 0
    while i < text.count {
      let byte = text[i]
      guard trie.starts[Int(byte)], let (entry, end) = trie.longest(text, from: i) else {
        if ThemeTagger.endsClause(text, i) {
          gap = ThemeTagger.reach + 1
        } else if byte >= 0xC0 || byte == UInt8(ascii: " ") {
          gap += 1
        }
        i += ThemeTagger.width(byte)
        continue
      }
      if gap > ThemeTagger.reach {
        negated = false
        factor = 1
      }
      var mood = 0.0
      var modifies = false
      for role in list.entries[entry].roles {
        switch role {
        case .theme(let theme): counts[theme] += 1
        case .mood(let polarity):
          let turned = negated && (polarity > 0 || gap <= ThemeTagger.reachOfBlame)
          mood += polarity * factor * (turned ? -1 : 1)
        case .negation:
          // Two in a row cancel out: 不是不满意.
          negated.toggle()
          modifies = true
        case .degree(let by):
          factor *= by
          modifies = true
        case .neutral: break
        }
      }
      if modifies {
        gap = 0
      } else if mood != 0 {
        gap = ThemeTagger.reach + 1
      } else if byte >= 0xC0 {
        gap += (end - i) / 3
      }
      out.mood += mood
      out.matches.append(Match(range: i..<end, entry: entry, mood: mood))
      i = end
    }
  }

  @inline(__always)
  private static func width(_ byte: UInt8) -> Int { byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4 }

  /// A comma, full stop, semicolon or the end of a line, half or full width: a negation does not reach across it.
  @inline(__always)
  private static func endsClause(_ text: UnsafeBufferPointer<UInt8>, _ i: Int) -> Bool {
    switch text[i] {
    case UInt8(ascii: ","), UInt8(ascii: "."), UInt8(ascii: ";"), UInt8(ascii: "!"), UInt8(ascii: "?"), 0x0A:
      return true
    case 0xEF where i + 2 < text.count && text[i + 1] == 0xBC:
      return [0x8C, 0x9B, 0x81, 0x9F].contains(text[i + 2])
    case 0xE3 where i + 2 < text.count && text[i + 1] == 0x80: return text[i + 2] == 0x82
    default: return false
    }
  }
}

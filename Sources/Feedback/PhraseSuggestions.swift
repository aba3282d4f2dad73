package import CustomerRecords
import Tabular

/// Phrases customers often use that the word list does not know: candidates for the list.
package enum PhraseSuggestions {
  package struct Phrase: Sendable, Hashable {
    package var text: String
    /// Rows that say it.
    package var rows: Int
  }

  /// Runs of 2…4 Chinese characters outside every known word, said in at least `minimum` rows; a phrase that only ever
  /// stands inside a longer one with the same count is left out. Most frequent first, at most `limit`.
  package static func find(
    _ table: RecordTable, fields: [String], tagger: ThemeTagger, minimum: Int = 5, limit: Int = 30
  ) -> [Phrase] {
    var counts: [String: Int] = [:]
    for field in fields where table.has(field) {
      let view = table.texts(field)
      var uses = [Int](repeating: 0, count: view.pool.count)
      for code in view.codes where code != TextPool.none { uses[Int(code)] += 1 }
      for code in 0..<UInt32(view.pool.count) where uses[Int(code)] > 0 {
        for phrase in candidates(view.pool.string(code), tagger) { counts[phrase, default: 0] += uses[Int(code)] }
      }
    }
    let frequent = counts.filter { $0.value >= minimum }
    let kept = frequent.filter { phrase, count in
      !frequent.contains { $0.key.count > phrase.count && $0.value == count && $0.key.contains(phrase) }
    }
    return kept.map { Phrase(text: $0.key, rows: $0.value) }
      .sorted { ($1.rows, $1.text.count, $0.text) < ($0.rows, $0.text.count, $1.text) }.prefix(limit).map { $0 }
  }

  private static func candidates(_ text: String, _ tagger: ThemeTagger) -> Set<String> {
    let bytes = Array(text.utf8)
    var known = [Bool](repeating: false, count: bytes.count)
    for match in tagger.tag(text).matches { for i in match.range { known[i] = true } }
    var found: Set<String> = []
    var run: [Character] = []
    func close() {
      for length in 2...4 where run.count >= length {
        for start in 0...(run.count - length) { found.insert(String(run[start..<start + length])) }
      }
      run = []
    }
    var offset = 0
    for character in text {
      let width = character.utf8.count
      let isHan = character.unicodeScalars.allSatisfy { (0x4E00...0x9FFF).contains($0.value) }
      if isHan, !known[offset] { run.append(character) } else { close() }
      offset += width
    }
    close()
    return found
  }
}

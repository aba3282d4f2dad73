package import CustomerRecords
import Tabular

/// Themes and mood of every text of a record table: tagged once for each distinct text.
package struct ThemeTable: Sendable {
  package let themes: [String]
  /// For each row the themes as bits, 0 where the row has no text. Up to 64 themes.
  package let bits: [UInt64]
  /// For each row the mood; NaN where the row has no text.
  package let mood: [Double]

  /// Tags `fields` of `table` together (as feedback, problem and content of a visit).
  package init(_ table: RecordTable, fields: [String], tagger: ThemeTagger) {
    themes = Array(tagger.list.themes.prefix(64))
    var bits = [UInt64](repeating: 0, count: table.count)
    var mood = [Double](repeating: .nan, count: table.count)
    var first: TextView?
    for field in fields where table.has(field) {
      let view = table.texts(field)
      defer { if first == nil { first = view } }
      var known: [(bits: UInt64, mood: Double)?] = Array(repeating: nil, count: view.pool.count)
      for row in 0..<table.count where view.codes[row] != TextPool.none {
        let code = view.codes[row]
        // What stands in two columns of a row was said once.
        if let first, first[row] == view[row] { continue }
        let tagged: (bits: UInt64, mood: Double)
        if let seen = known[Int(code)] {
          tagged = seen
        } else {
          let result = view.pool.withBytes(code) { tagger.tag($0) }
          tagged = (result.themes.reduce(0) { $1 < 64 ? $0 | 1 << UInt64($1) : $0 }, result.mood)
          known[Int(code)] = tagged
        }
        bits[row] |= tagged.bits
        mood[row] = (mood[row].isNaN ? 0 : mood[row]) + tagged.mood
      }
    }
    self.bits = bits
    self.mood = mood
  }

  /// The rows each theme was found in, ascending.
  package func rowsByTheme() -> [[UInt32]] {
    var rows = [[UInt32]](repeating: [], count: themes.count)
    for row in bits.indices {
      var left = bits[row]
      while left != 0 {
        let theme = left.trailingZeroBitCount
        if theme < rows.count { rows[theme].append(UInt32(row)) }
        left &= left - 1
      }
    }
    return rows
  }

  /// A theme in numbers: how often, over how many people, and in what mood.
  package struct Count: Sendable {
    package var theme: String
    package var mentions: Int
    package var people: Int
    package var negative: Int
    package var positive: Int
    /// Spread over at least three people with at least five mentions; else a one-off.
    package var isCommon: Bool
  }

  /// Counts by theme over `rows`, most mentions first; `person` gives the customer row of a table row, -1 unknown.
  package func counts(rows: some Sequence<Int>, person: (Int) -> Int32) -> [Count] {
    var mentions = [Int](repeating: 0, count: themes.count)
    var negative = mentions
    var positive = mentions
    var people = [Set<Int32>](repeating: [], count: themes.count)
    for row in rows where bits[row] != 0 {
      for theme in themes.indices where bits[row] & 1 << UInt64(theme) != 0 {
        mentions[theme] += 1
        if mood[row] < 0 { negative[theme] += 1 }
        if mood[row] > 0 { positive[theme] += 1 }
        let who = person(row)
        if who >= 0 { people[theme].insert(who) }
      }
    }
    return themes.indices.filter { mentions[$0] > 0 }.map { theme in
      Count(
        theme: themes[theme], mentions: mentions[theme], people: people[theme].count, negative: negative[theme],
        positive: positive[theme], isCommon: mentions[theme] >= 5 && people[theme].count >= 3)
    }.sorted { ($1.mentions, $0.theme) < ($0.mentions, $1.theme) }
  }
}

package import ByteScanning
package import Tabular

/// The words feedback is understood by: a sheet (`rules/themes.csv`) people can change.
///
/// Columns: kind (主题 theme, 情绪 mood, 否定 negation, 程度 degree, 虚词 neutral phrase), theme, words separated by
/// `|`, polarity (mood: 1 or -1; degree: its factor), minimum number of matches that count as evidence.
package struct WordList: Sendable {
  package enum Role: Sendable, Hashable {
    case theme(Int)
    case mood(Double)
    case negation
    case degree(Double)
    /// A phrase that swallows the words in it: 没有问题 is no problem.
    case neutral
  }
  package struct Entry: Sendable {
    package var word: String
    package var roles: [Role]
  }

  package private(set) var themes: [String] = []
  /// Matches a theme needs before a text counts as speaking of it.
  package private(set) var minimum: [Int] = []
  package private(set) var entries: [Entry] = []

  static let kinds: [String: String] = [
    "主题": "theme", "theme": "theme", "情绪": "mood", "mood": "mood", "否定": "negation", "negation": "negation",
    "程度": "degree", "degree": "degree", "虚词": "neutral", "neutral": "neutral",
  ]

  /// Reads the sheet. Throws `E701` (a kind nobody knows), `E702` (no number where one is needed),
  /// `E727` (a theme without a name), with the cell.
  package init(grid: Grid) throws(Failure) {
    var index: [PlainKey: Int] = [:]
    for row in grid.rows.indices.dropFirst() {
      let kind = grid.text(row, 0).lowercased()
      if kind.isEmpty, grid.text(row, 2).isEmpty { continue }
      guard let known = WordList.kinds[kind] else {
        let near = NearestWord.of(kind, among: WordList.kinds.keys.sorted()) ?? ""
        throw grid.failure("E701", row, 0, [near])
      }
      let theme = grid.text(row, 1)
      let value = Double(grid.text(row, 3)).flatMap { abs($0) <= 100 ? $0 : nil }
      if value == nil, known == "mood" || known == "degree" { throw grid.failure("E702", row, 3) }
      if known == "theme", theme.isEmpty { throw grid.failure("E727", row, 1) }
      let role: Role
      switch known {
      case "theme":
        let at = themes.firstIndex(of: theme) ?? themes.count
        if at == themes.count {
          themes.append(theme)
          minimum.append(Int(grid.text(row, 4)) ?? 1)
        }
        role = .theme(at)
      case "mood": role = .mood(value ?? 0)
      case "negation": role = .negation
      case "degree": role = .degree(value ?? 1)
      default: role = .neutral
      }
      for part in grid.text(row, 2).parts(at: UInt8(ascii: "|")) {
        let word = part.lowercased()
        let key = PlainKey(word)
        if let at = index[key] {
          entries[at].roles.append(role)
        } else {
          index[key] = entries.count
          entries.append(Entry(word: word, roles: [role]))
        }
      }
    }
  }
}

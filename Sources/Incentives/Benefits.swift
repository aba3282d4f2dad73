package import Localisation
package import Tabular

/// What each tier brings, in words (`rules/benefits.csv`: tier, 权益, benefit, …).
package struct Benefits: Sendable {
  private var texts: [String: (zh: String, en: String)] = [:]

  package init(_ grid: Grid) {
    guard let header = grid.rows.first else { return }
    let names = header.cells.indices.map { grid.text(0, $0).lowercased() }
    let zh = names.firstIndex { $0.contains("权益") } ?? 1
    let en = names.firstIndex { $0.contains("benefit") } ?? zh
    for row in grid.rows.indices.dropFirst() {
      let tier = grid.text(row, 0)
      if !tier.isEmpty { texts[tier] = (grid.text(row, zh), grid.text(row, en)) }
    }
  }

  /// Nil where the sheet says nothing of the tier.
  package func text(_ tier: String, _ language: Language) -> String? {
    guard let found = texts[tier] else { return nil }
    let text = language == .zh || found.en.isEmpty ? found.zh : found.en
    return text.isEmpty ? nil : text
  }
}

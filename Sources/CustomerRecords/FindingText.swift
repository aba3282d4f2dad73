import ByteScanning
package import Localisation
package import Tabular

/// Turns findings into sentences in the reader's language. No cell value ever enters one.
package struct FindingText: Sendable {
  package let language: Language
  package let catalogue: FieldCatalogue
  package let sources: [SourceReport]

  package init(_ language: Language, sources: [SourceReport], catalogue: FieldCatalogue = .standard) {
    self.language = language
    self.sources = sources
    self.catalogue = catalogue
  }

  /// `登记日期无法识别：没有 13 月`.
  package func sentence(_ finding: Finding) -> String {
    Phrasebook.text(finding.code.rawValue, language, arguments(finding))
  }

  /// What to do; nil where there is no advice.
  package func help(_ finding: Finding) -> String? {
    let key = finding.code.rawValue + ".help"
    return Phrasebook.has(key) ? Phrasebook.text(key, language, arguments(finding)) : nil
  }

  /// The short reason for under the cell: the last hint that is a phrase.
  package func reason(_ finding: Finding) -> String {
    guard let last = finding.hint.last(where: { $0.hasPrefix("@") && !$0.hasPrefix("@place") }) else { return "" }
    // Phrases that go on a sentence begin with its comma.
    return String(word(last).drop { $0.isPunctuation || $0.isWhitespace })
  }

  /// `客户登记.xlsx › 登记表 › D17`.
  package func place(_ place: Place) -> String {
    guard sources.indices.contains(Int(place.source)) else { return place.address }
    let sheet = sources[Int(place.source)].sheet
    return [sheet.file, sheet.sheet, place.address].filter { !$0.isEmpty }.joined(separator: " › ")
  }

  private func arguments(_ finding: Finding) -> [String] {
    // What a codec found (E2xx, E3xx) names no field: its phrases count from the first hint.
    if finding.code.rawValue.hasPrefix("E2") || finding.code.rawValue.hasPrefix("E3") { return finding.hint.map(word) }
    let title: String
    if let field = finding.field {
      title = catalogue.title(field, language)
    } else {
      title = ""
    }
    return [title] + finding.hint.map(word)
  }

  /// `@date.month|13` is the phrase of that key with its arguments; `@place|2|D4` a cell of another sheet.
  private func word(_ hint: String) -> String {
    guard hint.hasPrefix("@") else { return hint }
    let parts = hint.dropFirst().split(separator: "|", omittingEmptySubsequences: false).map(String.init)
    if parts[0] == "place", parts.count == 3, let source = Int(parts[1]), sources.indices.contains(source) {
      return [sources[source].sheet.file, sources[source].sheet.sheet, parts[2]].filter { !$0.isEmpty }
        .joined(separator: " › ")
    }
    return Phrasebook.text(parts[0], language, Array(parts.dropFirst()))
  }
}

import ByteScanning
import Localisation
package import Tabular

/// Prints findings as a compiler does: code, place, the cells around, what to do.
///
/// `mask` shows a cell as far as it may be seen; it gets the field, or nil where none is known, and then must hide the
/// value whole.
package struct FindingRenderer {
  package let text: FindingText
  package let mask: (_ value: String, _ field: FieldID?) -> String
  private let fields: [Int: [Int: FieldID]]

  /// - Parameter records: nil before headers are known: then every cell is masked whole.
  package init(
    _ text: FindingText, records: Records?, mask: @escaping (_ value: String, _ field: FieldID?) -> String
  ) {
    self.text = text
    self.mask = mask
    var fields: [Int: [Int: FieldID]] = [:]
    for kind in TableKind.allCases {
      for column in records?.tables[kind]?.table.columns ?? [] {
        for stood in column.stood where fields[stood.source]?[stood.column] == nil {
          fields[stood.source, default: [:]][stood.column] = column.field
        }
      }
    }
    self.fields = fields
  }

  /// The lines of one finding; `others` are places of the same kind that are not printed, `all` whether they all are.
  package func lines(_ finding: Finding, window: SheetWindow?, others: [Finding] = []) -> [String] {
    let word = Phrasebook.text("severity.\(finding.severity)", text.language)
    var out = ["\(word)[\(finding.code.rawValue)]: \(text.sentence(finding))", "  --> \(text.place(finding.at))"]
    if let window, finding.at.row > 0 { out += cells(finding, window) }
    var help = text.help(finding) ?? ""
    if !others.isEmpty {
      let shown = others.prefix(6).map { other in
        other.at.source == finding.at.source ? other.at.address : text.place(other.at)
      }
      let places = shown.joined(separator: " ") + (others.count > shown.count ? " …" : "")
      let more = Phrasebook.text("check.more", text.language, [String(others.count), places])
      help += help.isEmpty ? more : Phrasebook.text("check.and", text.language) + more
    }
    if !help.isEmpty { out.append("\(Phrasebook.text("check.help", text.language)): \(help)") }
    return out
  }

  private func cells(_ finding: Finding, _ window: SheetWindow) -> [String] {
    let rows = window.around(Int(finding.at.row))
    guard !rows.isEmpty else { return [] }
    let own = Int(finding.at.column)
    let filled = Set(rows.flatMap { $0.cells.keys }).sorted()
    // Up to four columns: those before the cell, it, and then those after it.
    var columns: [Int]
    if own >= 0 {
      let before = filled.filter { $0 < own }.suffix(3)
      columns = before + [own]
      columns += filled.filter { $0 > own }.prefix(4 - columns.count)
    } else {
      columns = Array(filled.prefix(4))
    }
    guard !columns.isEmpty else { return [] }
    let known = fields[Int(finding.at.source)] ?? [:]
    let shown = rows.map { row in
      columns.map { column -> String in
        guard let cell = row.cells[column] else { return "" }
        let plain = cell.plainText.map { $0.isNewline ? " " : String($0) }.joined()
        return mask(plain, known[column])
      }
    }
    let widths = columns.indices.map { i in
      min(24, max(CellName.letters(columns[i]).count, shown.map { DisplayWidth.of($0[i]) }.max() ?? 0))
    }
    let margin = String(rows.last?.number ?? 0).count
    func line(_ head: String, _ parts: [String]) -> String {
      let gutter = String(repeating: " ", count: margin - head.count) + head
      let row = zip(parts, widths).map { DisplayWidth.fit($0, $1) }.joined(separator: "   ")
      let text = gutter + " |  " + row
      return String(text[..<(text.lastIndex { $0 != " " }.map { text.index(after: $0) } ?? text.startIndex)])
    }
    var out = [line("", columns.map { CellName.letters($0) })]
    for (row, parts) in zip(rows, shown) { out.append(line(String(row.number), parts)) }
    if let i = columns.firstIndex(of: own) {
      let indent = widths[..<i].reduce(0) { $0 + $1 + 3 }
      let width = max(1, min(widths[i], DisplayWidth.of(shown.last?[i] ?? "")))
      let reason = text.reason(finding)
      out.append(
        String(repeating: " ", count: margin) + " |  " + String(repeating: " ", count: indent)
          + String(repeating: "^", count: width) + (reason.isEmpty ? "" : " " + reason))
    }
    return out
  }
}

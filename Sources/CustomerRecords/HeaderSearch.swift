import ByteScanning
import Localisation
import Tabular

/// Finds the header of a sheet among its first rows: under titles, merged lines and blank rows, one line or two.
struct HeaderSearch {
  struct HeaderCell {
    var column: Int
    var text: String
    /// Folded forms to look up, the best first.
    var keys: [String]
    var unit: HeaderUnit?
  }

  struct Candidate {
    /// Positions in the preview.
    var first: Int
    var last: Int
    var cells: [HeaderCell]
    /// Distinct fields the cells can mean.
    var known: Int
  }

  let preview: SheetPreview
  let catalogue: FieldCatalogue
  /// True for folded headers a map names for this sheet.
  let isMapped: (String) -> Bool
  /// Every text of the preview, folded once.
  private let folded: [PlainKey: FoldedHeader]

  init(preview: SheetPreview, catalogue: FieldCatalogue, isMapped: @escaping (String) -> Bool) {
    self.preview = preview
    self.catalogue = catalogue
    self.isMapped = isMapped
    var folded: [PlainKey: FoldedHeader] = [:]
    for row in preview.rows {
      for cell in row.cells {
        guard let text = HeaderSearch.text(cell) else { continue }
        let key = PlainKey(text)
        if folded[key] == nil { folded[key] = HeaderFolding.fold(text) }
      }
    }
    self.folded = folded
  }

  private func fold(_ text: String) -> FoldedHeader { folded[PlainKey(text)] ?? HeaderFolding.fold(text) }

  /// The best header of the sheet: most known columns; of equals one line before two, the higher before the lower.
  func best() -> Candidate? {
    var best: Candidate?
    for row in preview.rows.indices {
      // No more columns can be known than there are: past a header that is known throughout, rows need no look.
      let below = row + 1 < preview.rows.count ? preview.rows[row + 1].cells.count : 0
      if preview.merges.isEmpty, max(preview.rows[row].cells.count, below) <= best?.known ?? 0 { continue }
      let single = oneLine(row)
      if single.known > best?.known ?? 0 { best = single }
      // A title over the header makes a pair that knows no more than the header alone.
      if row + 1 < preview.rows.count, let double = twoLines(row), double.known > best?.known ?? 0,
        double.known > oneLine(row + 1).known
      {
        best = double
      }
    }
    return best
  }

  /// The row people would take for a header where nothing is known: the first with two texts or more.
  func fallback() -> Candidate? {
    for row in preview.rows.indices {
      let texts = preview.rows[row].cells.filter { if case .text(let t) = $0 { !t.trimmed.isEmpty } else { false } }
      if texts.count >= 2 || (texts.count == 1 && preview.rows.count == 1) { return oneLine(row) }
    }
    return nil
  }

  func oneLine(_ row: Int) -> Candidate {
    var cells: [HeaderCell] = []
    for (column, cell) in preview.rows[row].cells.enumerated() {
      guard let text = HeaderSearch.text(cell) else { continue }
      let folded = fold(text)
      cells.append(HeaderCell(column: column, text: text, keys: [folded.key], unit: folded.unit))
    }
    return Candidate(first: row, last: row, cells: cells, known: known(cells))
  }

  /// Group headers above, column headers below: 家长 over 姓名 and 电话 are 家长姓名 and 家长电话.
  private func twoLines(_ row: Int) -> Candidate? {
    let upper = preview.rows[row]
    let lower = preview.rows[row + 1]
    guard lower.number == upper.number + 1 else { return nil }
    let groups = spread(upper)
    guard groups.contains(where: { $0 != nil }) else { return nil }
    var cells: [HeaderCell] = []
    for column in 0..<max(groups.count, lower.cells.count) {
      let group = column < groups.count ? groups[column] : nil
      let below = column < lower.cells.count ? HeaderSearch.text(lower.cells[column]) : nil
      switch (group, below) {
      case (nil, nil): continue
      case (let group?, nil):
        // Only its own cell, not one spread from the left.
        guard column < upper.cells.count, HeaderSearch.text(upper.cells[column]) != nil else { continue }
        let folded = fold(group)
        cells.append(HeaderCell(column: column, text: group, keys: [folded.key], unit: folded.unit))
      case (nil, let below?):
        let folded = fold(below)
        cells.append(HeaderCell(column: column, text: below, keys: [folded.key], unit: folded.unit))
      case (let group?, let below?):
        let sub = fold(below)
        let above = fold(group)
        let keys = joined(group: above.key, sub: sub.key)
        cells.append(HeaderCell(column: column, text: group + below, keys: keys, unit: sub.unit ?? above.unit))
      }
    }
    return Candidate(first: row, last: row + 1, cells: cells, known: known(cells))
  }

  /// The upper line with merged cells spread over their columns; a sheet without merges spreads to the right over
  /// blanks.
  private func spread(_ row: SheetPreview.Row) -> [String?] {
    let merges = preview.merges.filter { $0.rows.contains(row.number) && $0.columns.count > 1 }
    var out: [String?] = row.cells.map(HeaderSearch.text)
    if !merges.isEmpty {
      for merge in merges {
        guard merge.columns.lowerBound < out.count, let text = out[merge.columns.lowerBound] else { continue }
        // A title over the whole sheet is no group.
        let width = preview.rows.map(\.cells.count).max() ?? 0
        if merge.columns.count >= width { return [] }
        while out.count <= min(merge.columns.upperBound, 16_383) { out.append(nil) }
        for column in merge.columns where column < out.count { out[column] = text }
      }
      return out
    }
    var last: String?
    for column in out.indices {
      if let text = out[column] { last = text } else { out[column] = last }
    }
    return out
  }

  private func joined(group: String, sub: String) -> [String] {
    var bare = group
    for tail in ["信息", "资料", "情况", "部分", "info", "information", "details"] where bare.hasSuffix(tail) {
      bare = String(bare.dropLast(tail.count))
      break
    }
    var keys = [bare + sub, group + sub]
    // A group that is itself another person: its 姓名 is that person, its 电话 a guardian's.
    let persons = catalogue.matches(bare).map { catalogue.fields[$0.field] }.filter {
      $0.isPersonName && $0.table == .customers && $0.name != "name"
    }
    guard let person = persons.first else { return keys + [sub] }
    let meanings = Set(catalogue.matches(sub).map { catalogue.fields[$0.field].name })
    if meanings.contains("name") || meanings.contains("customer_name") {
      keys.append(HeaderFolding.key(person.id.rawValue))
    }
    if meanings.contains("phone"), ["guardian_name", "father_name", "mother_name"].contains(person.name) {
      keys.append(HeaderFolding.key("customers.guardian_phone"))
    }
    return keys
  }

  private func known(_ cells: [HeaderCell]) -> Int {
    var fields: Set<String> = []
    for cell in cells {
      guard let key = cell.keys.first(where: { isMapped($0) || !catalogue.matches($0).isEmpty }) else { continue }
      // One header, one meaning: by the first field it can be, so that synonyms of one field count once.
      fields.insert(catalogue.matches(key).first.map { catalogue.fields[$0.field].name } ?? key)
    }
    return fields.count
  }

  static func text(_ cell: Cell) -> String? {
    guard case .text(let text) = cell else { return nil }
    let kept = text.trimmed
    return kept.isEmpty || kept.count > 200 ? nil : kept
  }
}

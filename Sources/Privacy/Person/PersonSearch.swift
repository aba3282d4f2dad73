import CustomerRecords
import Tabular

/// Finds and takes out what is said of one person in other people's rows.
///
/// What others hold as well is theirs: a phone the whole family shares, a guardian with another child, a member of staff of
/// the same name. A namesake's own rows are about the namesake.
struct PersonSearch {
  private let dictionary: PersonDictionary
  /// Without the person's own names, for the rows of namesakes.
  private let unnamed: PersonDictionary
  private let mine: Set<Int32>
  private let namesakes: Set<Int32>
  private let records: Records
  private let catalogue: FieldCatalogue

  init(_ rows: [Int32], in records: Records, catalogue: FieldCatalogue) {
    self.records = records
    self.catalogue = catalogue
    mine = Set(rows)
    let customers = records.customers
    let own = rows.map { UInt32($0) }
    let isMine = mine
    let others = (0..<UInt32(customers.count)).filter { !isMine.contains(Int32($0)) }
    var sources: [PersonDictionary.Source] = []
    var shared: [PersonDictionary.Source] = []
    var names: [PersonDictionary.Source] = []
    for named in customers.table.columns {
      guard let field = catalogue.owner(of: named.field), field.fieldClass == .direct, field.ownMask != .address,
        !PersonSearch.staffFields.contains(field.name), field.name != "referrer"
      else { continue }
      let source = PersonDictionary.Source(column: named.column.gathered(own), rule: field.ownMask)
      sources.append(source)
      if field.name == "name" {
        names.append(source)
      } else {
        shared.append(PersonDictionary.Source(column: named.column.gathered(others), rule: field.ownMask))
      }
    }
    // An id with letters in it is nobody else's; `15` in a cell may be anything.
    let ids = customers.texts("customer_id")
    let letters = own.compactMap { ids[Int($0)] }.filter { id in id.unicodeScalars.contains(where: isLatin) }
    sources.append(.init(column: .texts(letters), rule: .wechat))
    if let staff = records[.staff].column("name") { shared.append(.init(column: staff, rule: .name)) }
    for kind in TableKind.allCases {
      for named in records[kind].table.columns {
        guard let field = catalogue.owner(of: named.field), PersonSearch.staffFields.contains(field.name) else {
          continue
        }
        shared.append(.init(column: named.column, rule: .name))
      }
    }
    dictionary = PersonDictionary(sources: sources).without(shared)
    unnamed = dictionary.without(names)
    let texts = customers.texts("name")
    let called = Set(own.compactMap { texts[Int($0)].map(Canonical.text) })
    namesakes = Set(others.filter { texts[Int($0)].map(Canonical.text).map(called.contains) ?? false }.map(Int32.init))
  }

  /// Fields whose names are those of staff.
  private static let staffFields: Set<String> = [
    "collected_by", "owner", "tutor", "reviewed_by", "staff", "problem_owner", "teacher", "sales_rep",
  ]

  /// True where a cell of a column belongs to somebody else by what the column is for.
  private func isTheirs(_ field: FieldDefinition?, owner: Int32) -> Bool {
    guard let field else { return false }
    if PersonSearch.staffFields.contains(field.name) || field.table == .staff { return true }
    return owner >= 0 && field.fieldClass == .direct && field.name != "referrer"
  }

  private func owners(_ kind: TableKind, _ count: Int) -> [Int32] {
    if kind == .customers { return (0..<Int32(count)).map { $0 } }
    let owners = records.customerRow(of: kind)
    return owners.count == count ? owners : Array(repeating: -1, count: count)
  }

  /// Short names may be anybody's.
  private func isHit(_ hit: TextHit) -> Bool {
    hit.entry >= 0 ? !dictionary.entries[hit.entry].isShort : dictionary.numbers.contains(ExportProof.bare(hit.digits))
  }

  /// A cell without the person; nil where it does not speak of them.
  private func cleaned(_ cell: Cell, _ scanner: inout FreeTextScanner) -> Cell? {
    guard var text = CellText.of(cell) else { return nil }
    var out: [UInt8] = []
    let changed = text.withUTF8 { bytes -> Bool in
      scanner.scan(bytes)
      scanner.keep(isHit)
      return scanner.rewrite(bytes, into: &out)
    }
    return changed ? .text(String(decoding: out, as: UTF8.self)) : nil
  }

  /// Calls `body` with every cell of other people's rows that speaks of the person, and what is left of it.
  func forEachMention(_ body: (TableKind, _ row: Int, FieldID, _ cleaned: Cell) -> Void) {
    for kind in TableKind.allCases {
      let table = records[kind].table
      let owners = owners(kind, table.rowCount)
      var plain = FreeTextScanner(dictionary)
      var ofNamesakes = FreeTextScanner(unnamed)
      for named in table.columns {
        let field = catalogue.owner(of: named.field)
        if case .day = named.column.lane, named.column.strays.isEmpty { continue }
        // Most texts say nothing of anybody: each distinct one is searched once.
        var clean: Set<UInt32> = []
        for row in 0..<table.rowCount where !mine.contains(owners[row]) {
          if isTheirs(field, owner: owners[row]) { continue }
          var code: UInt32?
          if case .text(let codes, _) = named.column.lane, codes[row] != TextPool.none { code = codes[row] }
          if let code, clean.contains(code) { continue }
          let isNamesake = namesakes.contains(owners[row])
          let made =
            isNamesake
            ? cleaned(named.column.cell(row), &ofNamesakes) : cleaned(named.column.cell(row), &plain)
          if let made {
            body(kind, row, named.field, made)
          } else if let code, !isNamesake {
            clean.insert(code)
          }
        }
      }
    }
  }

  /// Calls `body` with every cell of a sheet that speaks of the person by what is theirs alone, and what is left of it.
  func forEachMention(in table: Table, _ body: (_ column: Int, _ row: Int, _ cleaned: Cell) -> Void) {
    var scanner = makeScanner()
    for (i, named) in table.columns.enumerated() {
      var clean: Set<UInt32> = []
      if case .day = named.column.lane, named.column.strays.isEmpty { continue }
      for row in 0..<table.rowCount {
        var code: UInt32?
        if case .text(let codes, _) = named.column.lane, codes[row] != TextPool.none { code = codes[row] }
        if let code, clean.contains(code) { continue }
        if let made = cleaned(named.column.cell(row), &scanner) {
          body(i, row, made)
        } else if let code {
          clean.insert(code)
        }
      }
    }
  }

  /// A text without the person; nil where it does not speak of them.
  func cleaned(_ text: String) -> String? {
    var scanner = makeScanner()
    guard case .text(let made)? = cleaned(.text(text), &scanner) else { return nil }
    return made
  }

  /// True where the whole of a cell is what only the person is called, named or reached by.
  func isIdentifier(_ cell: Cell, _ scanner: inout FreeTextScanner) -> Bool {
    guard var text = CellText.of(cell), text.utf8.count < 64 else { return false }
    text = Canonical.text(text)
    return text.withUTF8 { bytes in
      scanner.scan(bytes)
      scanner.keep(isHit)
      return scanner.hits.count == 1 && scanner.hits[0].scalars == 0..<scanner.text.count
    }
  }

  func makeScanner() -> FreeTextScanner { FreeTextScanner(namesakes.isEmpty ? dictionary : unnamed) }
}

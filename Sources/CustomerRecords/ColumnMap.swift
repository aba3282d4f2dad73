import ByteScanning
import Localisation
package import Tabular

/// What people said of headers nobody could guess: the rows of a `--map` file (`sheet,header,table,field`).
///
/// `*` stands for any sheet; field `-` means the column is not wanted. Sheets and headers are compared folded.
package struct ColumnMap: Sendable {
  package struct Entry: Sendable {
    package var sheet: String
    package var header: String
    package var table: TableKind?
    /// nil = ignore the column.
    package var field: FieldID?
    /// Where the entry stands, for messages.
    package var address: String

    package init(sheet: String, header: String, table: TableKind?, field: FieldID?, address: String = "") {
      self.sheet = sheet
      self.header = header
      self.table = table
      self.field = field
      self.address = address
    }
  }

  package private(set) var entries: [Entry] = []
  private var byHeader: [String: [Int]] = [:]

  package init(_ entries: [Entry] = []) {
    for entry in entries { append(entry) }
  }

  /// Reads a map sheet. An unknown table or field is a `Failure` (E134) with the nearest field.
  package init(_ grid: Grid, catalogue: FieldCatalogue) throws {
    for row in grid.rows.indices {
      let (sheet, header) = (grid.text(row, 0), grid.text(row, 1))
      let (tableWord, fieldWord) = (grid.text(row, 2), grid.text(row, 3))
      if row == 0, HeaderFolding.key(header) == "header" || HeaderFolding.key(sheet) == "sheet" { continue }
      if header.isEmpty || (fieldWord.isEmpty && tableWord.isEmpty) { continue }
      let table = TableKind(rawValue: tableWord)
      if fieldWord == "-" {
        append(Entry(sheet: sheet, header: header, table: table, field: nil, address: grid.address(row, 3)))
        continue
      }
      // A suggestion nobody filled in is no instruction.
      if fieldWord.isEmpty { continue }
      guard let table else {
        throw Failure(
          "E134", kind: .usage, file: grid.source.file, sheet: grid.source.sheet, cell: grid.address(row, 2),
          [tableWord, TableKind.allCases.map(\.rawValue).joined(separator: " ")])
      }
      let word = fieldWord.hasPrefix(tableWord + ".") ? String(fieldWord.dropFirst(tableWord.count + 1)) : fieldWord
      guard let field = catalogue.definition(FieldID(table.rawValue, word)) ?? named(word, table, catalogue) else {
        throw Failure(
          "E135", kind: .usage, file: grid.source.file, sheet: grid.source.sheet, cell: grid.address(row, 3),
          [tableWord + "." + word, catalogue.nearest(word, in: table)?.id.rawValue ?? "-"])
      }
      append(Entry(sheet: sheet, header: header, table: table, field: field.id, address: grid.address(row, 3)))
    }
  }

  private func named(_ word: String, _ table: TableKind, _ catalogue: FieldCatalogue) -> FieldDefinition? {
    catalogue.match(HeaderFolding.key(word), in: table)?.field
  }

  private mutating func append(_ entry: Entry) {
    byHeader[HeaderFolding.key(entry.header), default: []].append(entries.count)
    entries.append(entry)
  }

  /// The entry for a header of a sheet; one that names the sheet goes before `*`.
  package func entry(sheet: String, file: String, key: String) -> Entry? {
    guard let found = byHeader[key] else { return nil }
    let named = HeaderFolding.value(sheet)
    let stem = HeaderFolding.value(ColumnMap.stem(file))
    let exact = found.first {
      let wanted = HeaderFolding.value(entries[$0].sheet)
      return wanted == named || wanted == stem || wanted == HeaderFolding.value(ColumnMap.base(file))
    }
    let any = found.first { entries[$0].sheet == "*" || entries[$0].sheet.isEmpty }
    return (exact ?? any).map { entries[$0] }
  }

  static func base(_ path: String) -> String { String(path.split(separator: "/").last ?? "") }

  static func stem(_ path: String) -> String {
    let base = base(path)
    guard let dot = base.lastIndex(of: "."), dot > base.startIndex else { return base }
    return String(base[..<dot])
  }
}

/// What the user said a sheet is: `--as visits=FILE[#SHEET]`.
package struct SheetRole: Sendable {
  package let table: TableKind
  package let file: String
  package let sheet: String?

  package init(table: TableKind, file: String, sheet: String?) {
    self.table = table
    self.file = file
    self.sheet = sheet
  }

  /// Reads `visits=FILE#SHEET`. Throws `Failure` (E140) with the tables there are.
  package init(argument: String) throws {
    let parts = argument.split(separator: "=", maxSplits: 1)
    let table = TableKind(rawValue: parts.first.map(String.init) ?? "")
    guard let table, parts.count == 2 else {
      throw Failure("E140", kind: .usage, [TableKind.allCases.map(\.rawValue).joined(separator: " ")])
    }
    let target = parts[1].split(separator: "#", maxSplits: 1)
    self.init(
      table: table, file: String(target.first ?? ""), sheet: target.count > 1 ? String(target[1]) : nil)
  }

  func names(file other: String, sheet otherSheet: String) -> Bool {
    let named = SheetRole.tidy(file)
    let theirs = SheetRole.tidy(other)
    let asFile = named == theirs || named == ColumnMap.base(theirs) || named == ColumnMap.stem(theirs)
    if let sheet { return asFile && HeaderFolding.value(sheet) == HeaderFolding.value(otherSheet) }
    if asFile { return true }
    // A CSV of a folder is a sheet of that workbook.
    let inside = theirs + "/" + otherSheet
    return named == inside || named == inside + ".csv" || named == otherSheet + ".csv"
      || theirs + "/" + ColumnMap.stem(named) == inside && named.hasPrefix(theirs + "/")
  }

  private static func tidy(_ path: String) -> String {
    var path = path[...]
    while path.hasPrefix("./") { path = path.dropFirst(2) }
    while path.count > 1, path.hasSuffix("/") { path = path.dropLast() }
    return String(path)
  }
}

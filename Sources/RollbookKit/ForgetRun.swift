import ByteScanning
import CustomerRecords
import Foundation
package import Localisation
package import Privacy
import ReleaseGate
import Tabular
package import Workbooks

/// `person forget`: every sheet that was given, cell for cell, without somebody; searched for them once written.
package struct ForgetRun: Sendable {
  /// Rows that went, as `file › sheet › row`.
  package private(set) var removed: [String] = []
  /// Cells that were masked: `file › sheet › D5`, and what the column is called.
  package private(set) var masked: [(place: String, title: String)] = []
  /// What a copy cannot carry, as codes with arguments.
  package private(set) var losses: [Conversion.Loss] = []
  private let person: PersonRecord
  private var books: [Book] = []

  private struct Book: Sendable {
    var name: String
    var isWorkbook: Bool
    var sheets: [SheetCopy]
  }

  /// Reads every sheet of the institution's files, hidden and unknown ones too, and takes the person out.
  package init(_ institution: Institution, _ person: PersonRecord, to output: String, _ language: Language) throws {
    self.person = person
    let isWorkbook = try Workbooks.targetKind(output) == .xlsx
    for book in institution.books {
      var sheets: [SheetCopy] = []
      for position in book.sheets.indices {
        sheets.append(try copy(book, position, institution, language))
      }
      let becomesWorkbook = isWorkbook || book.kind == .xlsx
      for loss in Conversion.losses(of: book, sheets, isWorkbook: becomesWorkbook, keepsMerges: becomesWorkbook)
      where !losses.contains(loss) { losses.append(loss) }
      books.append(Book(name: book.name, isWorkbook: book.kind == .xlsx, sheets: sheets))
    }
  }

  private mutating func copy(
    _ book: OpenedWorkbook, _ position: Int, _ institution: Institution, _ language: Language
  ) throws -> SheetCopy {
    var copy = try SheetCopy(of: book, sheet: position)
    let name = book.sheets[position].name
    let records = institution.records
    let sources = records.sources.indices.filter {
      records.sources[$0].sheet.sheet == name && records.sources[$0].sheet.file == book.path
    }
    let clean = SheetWithoutPerson(
      person, in: records, copy.table, merges: copy.merges, sources: Set(sources),
      headerRow: copy.presentation.headerRow)
    let source = book.source(sheet: position)
    func place(_ address: String) -> String { [source.file, source.sheet, address].joined(separator: " › ") }
    removed += clean.removed.map { place(String($0)) }
    masked += clean.masked.map { cell in
      let title = cell.field.map { institution.rules.catalogue.title($0, language) } ?? CellName.letters(cell.column)
      return (place(CellName.name(column: cell.column, row: cell.row)), title)
    }
    copy.presentation.rowFormats = copy.presentation.rowFormats.mapValues { $0.compactMap { moved($0, clean.kept) } }
    copy.table = clean.table
    copy.presentation.merges = clean.merges
    if !clean.merges.isEmpty { copy.presentation.keepsPositions = true }
    return copy
  }

  /// A number format of some rows, where they stand now.
  private func moved(
    _ format: SheetPresentation.RowFormat, _ kept: [UInt32]
  ) -> SheetPresentation.RowFormat? {
    func position(_ row: Int) -> Int {
      var (low, high) = (0, kept.count)
      while low < high {
        let middle = (low + high) / 2
        if Int(kept[middle]) < row { low = middle + 1 } else { high = middle }
      }
      return low
    }
    let rows = position(format.rows.lowerBound)..<position(format.rows.upperBound)
    return rows.isEmpty ? nil : .init(rows: rows, format: format.format)
  }

  /// Writes the copies, opens them again and searches them: into one workbook or CSV file where `output` is one, else into
  /// a folder, each workbook under its own name and CSV files beside them. Throws `Failure` E562 where they still speak of
  /// the person; the copies are taken away then.
  package func write(to output: String, _ options: WriteOptions) throws {
    var written: [String] = []
    if try Workbooks.targetKind(output) == .folder {
      var names: Set<String> = []
      for book in books where book.isWorkbook {
        let path = Path.joined(output, ForgetRun.fresh(fileName(book.name), &names))
        _ = try Workbooks.write(book.sheets.map(released), to: path, options)
        written.append(path)
      }
      let loose = books.filter { !$0.isWorkbook }.flatMap(\.sheets)
      if !loose.isEmpty {
        written += try Workbooks.write(loose.map(released), to: output, options).files.map(\.file)
      }
    } else {
      var names: Set<String> = []
      let sheets = books.flatMap(\.sheets).map { sheet in
        var sheet = sheet
        sheet.table.name = ForgetRun.fresh(sheet.table.name, &names)
        return sheet
      }
      _ = try Workbooks.write(sheets.map(released), to: output, options)
      written.append(output)
    }
    var left = 0
    for path in written {
      let book = try Workbooks.open(path)
      for position in book.sheets.indices { left += person.remains(in: try SheetCopy(of: book, sheet: position).table) }
    }
    guard left > 0 else { return }
    for path in written { try? FileManager.default.removeItem(atPath: path) }
    throw Failure("E562", kind: .refused, file: output, [String(left)])
  }

  private func released(_ sheet: SheetCopy) -> Released<Custody> {
    Released(sheet.table, through: .custody(reason: "person forget"), presentation: sheet.presentation)
  }

  /// The name of a workbook's copy: without the person, and never with macros.
  private func fileName(_ name: String) -> String {
    let ending = Path.ending(of: name)
    let stem = ending.isEmpty ? name : String(name.dropLast(ending.count + 1))
    return person.withoutPerson(stem) + ".xlsx"
  }

  /// `name`, or `name (2)` where it is taken.
  private static func fresh(_ name: String, _ taken: inout Set<String>) -> String {
    let ending = Path.ending(of: name) == "xlsx" ? ".xlsx" : ""
    let stem = String(name.dropLast(ending.count))
    var made = name
    var n = 2
    while !taken.insert(made.lowercased()).inserted {
      made = "\(stem) (\(n))\(ending)"
      n += 1
    }
    return made
  }
}

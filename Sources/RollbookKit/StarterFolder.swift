import ByteScanning
import CustomerRecords
import Foundation
package import Localisation
package import ReleaseGate
import Tabular
import Templates
package import Workbooks

/// `init`: what an institution needs to begin: sheets with drop-downs, the rules workbook, a page that explains both.
package enum StarterFolder {
  /// Rows below each header that keep drop-downs and formats.
  static let spareRows = 500

  /// Writes into `folder`. Returns the files written. Throws what `Workbooks.write` throws.
  package static func write(to folder: String, language: Language, _ options: WriteOptions) throws -> [String] {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let sheets = folder + "/" + Phrasebook.text("init.sheets", language)
    let rules = folder + "/" + Phrasebook.text("init.rules", language)
    let guide = folder + "/" + Phrasebook.text("init.guide", language)
    var files = try Workbooks.write(blankSheets(language), to: sheets, options).files.map(\.file)
    files += try Workbooks.write(rulesWorkbook(), to: rules, options).files.map(\.file)
    let text = Phrasebook.text(
      "init.readme", language, [Phrasebook.text("init.sheets", language), Phrasebook.text("init.rules", language)])
    files += try OutputTarget.write(Array(("\u{FEFF}" + text + "\n").utf8), to: guide, purpose: "init", options).files
      .map(\.file)
    return files
  }

  /// The sheets of `templates/sheets`, empty, with the allowed values of their choice fields as drop-downs.
  static func blankSheets(_ language: Language) -> [Released<Custody>] {
    let catalogue = FieldCatalogue.standard
    let choices = ChoiceBook.standard
    return Templates.paths(in: "sheets").sorted().compactMap { path in
      let grid = Grid(template: Templates.text(path) ?? "", file: path, sheet: path)
      guard grid.rows.count > 1 else { return nil }
      var presentation = SheetPresentation()
      presentation.spareRows = spareRows
      var columns: [Table.Named] = []
      for row in grid.rows.indices.dropFirst() {
        let field = FieldID(grid.text(row, 0), grid.text(row, 3))
        guard let definition = catalogue.definition(field) else { continue }
        let lane: Lane
        switch definition.type {
        case .date: lane = .day([])
        case .number, .integer, .money, .percent, .csat, .nps: lane = .number([], .plain)
        case .text, .freeText, .phone, .email, .choice, .yesNo: lane = .text(codes: [], pool: TextPool())
        }
        columns.append(Table.Named(header: catalogue.title(field, language), field: field, column: Column(lane)))
        switch definition.type {
        case .choice:
          let values = choices.values(of: definition).map { choices.title($0, of: definition, language) }
          if !values.isEmpty { presentation.choices[field] = values }
        case .yesNo:
          presentation.choices[field] = [Phrasebook.text("word.yes", language), Phrasebook.text("word.no", language)]
        case .csat: presentation.choices[field] = (1...5).map(String.init)
        case .nps: presentation.choices[field] = (0...10).map(String.init)
        case .money: presentation.formats[field] = "#,##0.00"
        case .date: presentation.formats[field] = "yyyy-mm-dd"
        case .phone: presentation.formats[field] = "@"
        case .text where definition.isCode: presentation.formats[field] = "@"
        default: break
        }
      }
      let name = grid.text(1, language == .zh ? 1 : 2)
      return Released(
        Table(name: name, columns: columns, rowCount: 0), through: .custody(reason: "init"), presentation: presentation)
    }
  }

  /// The default rules, one sheet a file, every cell as it stands there.
  package static func rulesWorkbook() -> [Released<Custody>] {
    let book = HouseRules.shipped.filter { $0.source.sheet != "divisions" }
    return book.map { grid in
      let width = grid.rows.map(\.cells.count).max() ?? 0
      let columns = (0..<width).map { column in
        Table.Named(
          header: grid.text(0, column), field: FieldID("rules", "?\(column)"),
          column: .texts(
            grid.rows.indices.dropFirst().map { row in
              let text = grid.text(row, column)
              return text.isEmpty ? nil : text
            }))
      }
      return Released(
        Table(name: grid.source.sheet, columns: columns, rowCount: max(0, grid.rows.count - 1)),
        through: .custody(reason: "init"))
    }
  }
}

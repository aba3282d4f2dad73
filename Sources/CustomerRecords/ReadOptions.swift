import Localisation
package import Tabular
import Templates

/// An open workbook with what the records must know of its file.
package struct InputWorkbook: Sendable {
  /// The path as the user named it.
  package var file: String
  /// What the text was decoded from, where the codec had to find out.
  package var encoding: String?
  package var reading: any WorkbookReading

  package init(file: String, encoding: String? = nil, reading: any WorkbookReading) {
    self.file = file
    self.encoding = encoding
    self.reading = reading
  }
}

/// How to read records.
package struct ReadOptions: Sendable {
  package var catalogue: FieldCatalogue
  package var choices: ChoiceBook
  package var settings: Settings
  package var map: ColumnMap
  /// `--as`.
  package var roles: [SheetRole]
  package var dateOrder: DateOrder
  /// `--as-of`; nil = the newest date, by the rule of metrics.md.
  package var asOf: Day?

  package init(
    catalogue: FieldCatalogue = .standard, choices: ChoiceBook = .standard, settings: Settings = .standard,
    map: ColumnMap = ColumnMap(), roles: [SheetRole] = [], dateOrder: DateOrder = .ymd, asOf: Day? = nil
  ) {
    self.catalogue = catalogue
    self.choices = choices
    self.settings = settings
    self.map = map
    self.roles = roles
    self.dateOrder = dateOrder
    self.asOf = asOf
  }
}

extension Settings {
  /// The settings that ship with the program.
  package static let standard = Settings(
    defaults: Grid(template: Templates.text("rules/settings.csv") ?? "", file: "rules/settings.csv", sheet: "settings")
  )
}

import ByteScanning
package import Localisation
package import Tabular
import Templates

/// The canonical words of choice fields and what people write for them (`rules/choices.csv`).
///
/// A row is `table,field,value,zh,en`; table `*` means the field of that name in every table. A cell equal to a
/// synonym (folded like a header) is read as the value; what no row lists is kept as it stands.
package struct ChoiceBook: Sendable {
  private var canon: [String: [PlainKey: String]] = [:]
  private var order: [String: [String]] = [:]
  private var english: [String: [String: String]] = [:]

  package static let standard: ChoiceBook = {
    var book = ChoiceBook()
    book.overlay(
      Grid(template: Templates.text("rules/choices.csv") ?? "", file: "rules/choices.csv", sheet: "choices"))
    return book
  }()

  package init() {}

  /// Lays a sheet over what is there: its synonyms are added to those of the same value.
  package mutating func overlay(_ grid: Grid) {
    for row in grid.rows.indices.dropFirst() {
      let value = grid.text(row, 2)
      if value.isEmpty { continue }
      let scope = grid.text(row, 0) + "." + grid.text(row, 1)
      let en = FieldCatalogue.words(grid.text(row, 4))
      if canon[scope]?[PlainKey(HeaderFolding.value(value))] == nil { order[scope, default: []].append(value) }
      for word in [value] + FieldCatalogue.words(grid.text(row, 3)) + en {
        canon[scope, default: [:]][PlainKey(HeaderFolding.value(word))] = value
      }
      if let first = en.first { english[scope, default: [:]][value] = first }
    }
  }

  /// The canonical value of a cell, or nil where no row lists it.
  package func canonical(_ text: String, of field: FieldDefinition) -> String? {
    let key = PlainKey(HeaderFolding.value(text))
    return canon[field.id.rawValue]?[key] ?? canon["*." + field.name]?[key]
  }

  /// A table for going out again: choices in the language of their column's header, so that an English sheet's
  /// `female` that rules know as 女 leaves as an English word.
  package func inOwnWords(_ table: Table, catalogue: FieldCatalogue = .standard) -> Table {
    var out = table
    for (i, named) in table.columns.enumerated() {
      guard let field = catalogue.definition(named.field), field.type == .choice,
        !named.header.isEmpty, named.header.utf8.allSatisfy({ $0 < 0x80 }),
        case .text(let codes, let pool) = named.column.lane
      else { continue }
      var words = TextPool()
      var index = TextIndex()
      let moved = (0..<UInt32(pool.count)).map { code in
        index.intern(title(pool.string(code), of: field, .en), in: &words)
      }
      out.columns[i].column.lane = .text(
        codes: codes.map { $0 == TextPool.none ? $0 : moved[Int($0)] }, pool: words)
    }
    return out
  }

  func lookup(_ scope: String, _ key: String) -> String? { canon[scope]?[PlainKey(key)] }

  /// The listed values of a field in the order of the sheet: drop-downs.
  package func values(of field: FieldDefinition) -> [String] {
    order[field.id.rawValue] ?? order["*." + field.name] ?? []
  }

  /// A canonical value in the reader's language; A, B and C are the same in every one.
  package func title(_ value: String, of field: FieldDefinition, _ language: Language) -> String {
    if language == .zh || value.utf8.allSatisfy({ $0 < 0x80 }) { return value }
    return english[field.id.rawValue]?[value] ?? english["*." + field.name]?[value] ?? value
  }
}

extension ChoiceBook {
  /// Every canonical value with its English word, whatever the field; of fields that differ the first by name decides.
  package var englishWords: [String: String] {
    var out: [String: String] = [:]
    for field in english.keys.sorted() { out.merge(english[field] ?? [:]) { known, _ in known } }
    return out
  }

  /// A word a school uses for yes or no: rows `*,yes/no,yes,…` and `*,yes/no,no,…` of the sheet.
  func truth(_ word: String) -> Bool? {
    switch lookup("*.yes/no", HeaderFolding.value(word)) {
    case "yes": return true
    case "no": return false
    default: return nil
    }
  }
}

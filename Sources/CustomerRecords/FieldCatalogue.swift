package import ByteScanning
package import Localisation
package import Tabular
import Templates

/// The fields of every table with the headers people use for them (`rules/fields.csv`).
package struct FieldCatalogue: Sendable {
  /// In the order of the sheet.
  package private(set) var fields: [FieldDefinition] = []
  private var positions: [FieldID: Int] = [:]
  private var synonyms: [PlainKey: [Synonym]] = [:]
  /// Folded headers by table, for the nearest one.
  private var words: [TableKind: [(key: String, field: Int)]] = [:]

  /// A field a header may mean, and how far down its list of headers it stands.
  package struct Synonym: Sendable {
    package let field: Int
    package let rank: Int
  }

  /// A row of a user's sheet that could not be understood.
  package struct Problem: Sendable {
    package let code: Failure.Code
    package let address: String
    package let word: String
  }

  /// The catalogue that ships with the program.
  package static let standard: FieldCatalogue = {
    var catalogue = FieldCatalogue()
    catalogue.overlay(
      Grid(template: Templates.text("rules/fields.csv") ?? "", file: "rules/fields.csv", sheet: "fields"))
    return catalogue
  }()

  package init() {}

  /// Lays a sheet (`table,field,type,class,headers zh,headers en`) over what is there: a named field takes what the
  /// row fills, a new one is added. Gives the rows nobody could understand.
  @discardableResult
  package mutating func overlay(_ grid: Grid) -> [Problem] {
    var problems: [Problem] = []
    for row in grid.rows.indices.dropFirst() {
      let tableWord = grid.text(row, 0)
      let name = grid.text(row, 1)
      if tableWord.isEmpty && name.isEmpty { continue }
      guard let table = TableKind(rawValue: tableWord), !name.isEmpty, !name.contains(".") else {
        problems.append(Problem(code: "E131", address: grid.address(row, 0), word: tableWord))
        continue
      }
      let old = definition(FieldID(table.rawValue, name))
      let typeWord = grid.text(row, 2)
      guard let type = FieldType(rawValue: typeWord) ?? (typeWord.isEmpty ? old?.type : nil) else {
        problems.append(Problem(code: "E132", address: grid.address(row, 2), word: typeWord))
        continue
      }
      let classWord = grid.text(row, 3)
      guard let fieldClass = FieldClass(classWord) ?? (classWord.isEmpty ? old?.fieldClass : nil) else {
        problems.append(Problem(code: "E133", address: grid.address(row, 3), word: classWord))
        continue
      }
      let zh = FieldCatalogue.words(grid.text(row, 4))
      let en = FieldCatalogue.words(grid.text(row, 5))
      add(
        FieldDefinition(
          table: table, name: name, type: type, fieldClass: fieldClass,
          zh: zh.isEmpty ? old?.zh ?? [] : zh, en: en.isEmpty ? old?.en ?? [] : en))
    }
    index()
    return problems
  }

  private mutating func add(_ field: FieldDefinition) {
    if let i = positions[field.id] {
      fields[i] = field
    } else {
      positions[field.id] = fields.count
      fields.append(field)
    }
  }

  private mutating func index() {
    synonyms = Dictionary(minimumCapacity: fields.count * 8)
    words = [:]
    for (i, field) in fields.enumerated() {
      var rank = 0
      var own: [(key: String, field: Int)] = []
      for word in field.zh + field.en + [field.name, field.id.rawValue] {
        let key = HeaderFolding.key(word)
        if key.isEmpty { continue }
        let isNew = Self.add(Synonym(field: i, rank: rank), to: &synonyms[PlainKey(key), default: []])
        guard isNew else { continue }
        own.append((key, i))
        rank += 1
      }
      words[field.table, default: []] += own
    }
  }

  /// False where the field has that header already.
  private static func add(_ synonym: Synonym, to known: inout [Synonym]) -> Bool {
    if known.last?.field == synonym.field { return false }
    known.append(synonym)
    return true
  }

  static func words(_ cell: String) -> [String] {
    cell.parts(at: UInt8(ascii: "|"))
  }

  package func definition(_ id: FieldID) -> FieldDefinition? { positions[id].map { fields[$0] } }

  /// The field of a catalogue name, or of a column made beside it (`visits.visit_date_time`, `visits.phone_2`).
  package func owner(of id: FieldID) -> FieldDefinition? {
    if let field = definition(id) { return field }
    for suffix in ["_time", "_2"] where id.rawValue.hasSuffix(suffix) {
      return definition(FieldID(rawValue: String(id.rawValue.dropLast(suffix.count))))
    }
    return nil
  }

  /// The class of a field; an unknown column counts as direct, the strictest.
  package func fieldClass(_ id: FieldID) -> FieldClass { owner(of: id)?.fieldClass ?? .direct }

  package func fields(of table: TableKind) -> [FieldDefinition] { fields.filter { $0.table == table } }

  /// What people call a field: its first header, else its id.
  package func title(_ id: FieldID, _ language: Language) -> String {
    if id.isUnknown { return String(id.name.dropFirst()) }
    guard let field = owner(of: id) else { return String(id.name) }
    return (language == .zh ? field.zh.first : field.en.first) ?? field.en.first ?? field.name
  }

  /// Every field a folded header may mean, over all tables.
  package func matches(_ key: String) -> [Synonym] { synonyms[PlainKey(key)] ?? [] }

  /// The field of `table` a folded header means, and its rank among the field's headers.
  package func match(_ key: String, in table: TableKind) -> (field: FieldDefinition, rank: Int)? {
    for synonym in matches(key) where fields[synonym.field].table == table {
      return (fields[synonym.field], synonym.rank)
    }
    return nil
  }

  /// The tables in whose headers a folded header occurs.
  package func tables(of key: String) -> Set<TableKind> { Set(matches(key).map { fields[$0.field].table }) }

  /// The field named most like `word` (edit distance), for "did you mean".
  package func nearest(_ word: String, in table: TableKind) -> FieldDefinition? {
    let known = words[table] ?? []
    let names = known.map(\.key)
    return NearestWord.of(HeaderFolding.key(word), among: names).flatMap { found in
      known.first { $0.key == found }.map { fields[$0.field] }
    }
  }
}

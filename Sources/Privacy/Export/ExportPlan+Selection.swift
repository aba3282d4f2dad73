import ByteScanning
import CustomerRecords
import Localisation
import ReleaseGate
import Tabular

extension ExportPlan {
  /// True where somebody chose some of the rows.
  var isSelective: Bool { options.selection != nil || !options.only.isEmpty }

  /// Keeps the rows of which the recipient sees what `options.only` asks for (`gender=女`, `校区=东校区`).
  ///
  /// The comparison is with the released value: a filter can say nothing of anybody that the file does not say.
  /// Throws `Failure` E526 where it names no field, or one the view hides.
  mutating func select() throws {
    let table = session.records[options.table].table
    var keeps = Array(repeating: true, count: rows.count)
    for wanted in options.only {
      let parts = wanted.split(separator: "=", maxSplits: 1).map { String($0).trimmed }
      guard parts.count == 2, let named = table.columns.first(where: { isCalled(parts[0], $0) }),
        let column = released.table[field: named.field]
      else {
        let titles = released.table.columns.map(\.header)
        let word = parts.first ?? wanted
        throw Failure(
          "E526", kind: .refused, [word, NearestWord.of(word, among: titles) ?? titles.joined(separator: " ")])
      }
      let value = Canonical.text(parts[1])
      for row in keeps.indices where keeps[row] {
        keeps[row] = CellText.of(column.cell(row)).map(Canonical.text) == value
      }
    }
    let chosen = keeps.indices.filter { keeps[$0] }.map { rows[$0] }
    leave(rows.count - chosen.count, as: .selection)
    keep(chosen)
    if chosen.isEmpty { refuse(Failure("E530", kind: .refused, [String(rowsIn)])) }
    try release()
  }

  private func isCalled(_ word: String, _ named: Table.Named) -> Bool {
    guard let field = session.catalogue.owner(of: named.field) else { return false }
    let key = HeaderFolding.key(word)
    return ([field.name, named.header] + field.zh + field.en).contains { HeaderFolding.key($0) == key }
  }
}

import CustomerRecords
import Planning
import ReleaseGate
import Tabular

/// A released table, looked into: everything read from it is what the view shows.
struct ShownTable {
  let table: Table
  private let names: [String?]
  private let guardians: [String?]
  private let needs: [String?]
  let taboos: [String?]

  init(_ released: Released<Outside>) {
    table = released.table
    func read(_ field: FieldID) -> [String?] { ShownTable.texts(released.table, field) }
    names = read("customers.name")
    guardians = read("customers.guardian_name")
    needs = read("customers.need")
    taboos = read("customers.taboos")
  }

  func texts(_ field: FieldID) -> [String?] { ShownTable.texts(table, field) }

  private static func texts(_ table: Table, _ field: FieldID) -> [String?] {
    guard let column = table[field: field] else { return Array(repeating: nil, count: table.rowCount) }
    return (0..<table.rowCount).map { row in
      if case .text(let text) = column.cell(row) { return text }
      return nil
    }
  }

  func customer(_ row: Int) -> MessageMaker.Shown {
    MessageMaker.Shown(name: names[row], guardian: guardians[row], need: needs[row], taboos: taboos[row])
  }

  /// Number, account or address of the channel as the view shows it.
  func contact(_ row: Int, _ channel: String?) -> String? {
    switch channel {
    case "微信": return texts("customers.wechat")[row]
    case "邮件": return texts("customers.email")[row]
    default: return texts("customers.phone")[row]
    }
  }
}

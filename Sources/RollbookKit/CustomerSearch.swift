import ByteScanning
import CustomerRecords
import Tabular

/// Finds the customer somebody means: an id, a phone, or a name that only one person bears.
package enum CustomerSearch {
  /// Throws `E917` where nobody fits, `E918` where several do.
  package static func find(_ word: String, in institution: Institution) throws -> Int {
    let records = institution.records
    let wanted = word.trimmed
    var found: Set<Int32> = []
    for field in ["customer_id", "phone", "guardian_phone", "name"] {
      let view = records.customers.texts(field)
      guard let code = view.code(of: wanted) else { continue }
      for row in 0..<view.count where view.codes[row] == code {
        found.insert(records.person.isEmpty ? Int32(row) : records.person[row])
      }
      if !found.isEmpty { break }
    }
    guard let first = found.min() else { throw Failure("E917", kind: .usage) }
    if found.count > 1 { throw Failure("E918", kind: .usage, [String(found.count)]) }
    return Int(first)
  }
}

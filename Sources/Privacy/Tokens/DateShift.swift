import ReleaseGate
import Tabular

/// Dates moved by one offset per person and recipient, so that gaps between a person's dates stay true.
///
/// The offset is −180 … 180 days without 0. A birthday is never shifted: that could carry it across the age cutoff.
struct DateShiftKernel: ColumnKernel {
  let name = "shift"
  let mayKeepValues = false
  let tokenizer: Tokenizer
  /// For each row of the table, who it is about.
  let people: [Int32]
  /// A name for each customer row that stays the same from export to export.
  let identities: [String]

  static func offset(_ tokenizer: Tokenizer, person: String) -> Int32 {
    let n = Int32(tokenizer.number("date shift", person) % 360)
    return n < 180 ? n - 180 : n - 179
  }

  func apply(_ column: Column, rows: [UInt32], of table: Table) -> Column {
    guard case .day(let days) = column.lane else { return .missing(rows: column.count) }
    var offsets: [Int32: Int32] = [:]
    var made = days
    for (i, row) in rows.enumerated() where days[i] != Day.missing {
      guard Int(row) < people.count else {
        // A marker is nobody: an offset of its own.
        made[i] = days[i] + DateShiftKernel.offset(tokenizer, person: "marker \(row)")
        continue
      }
      let person = people[Int(row)]
      guard person >= 0, Int(person) < identities.count else {
        made[i] = Day.missing
        continue
      }
      let offset = offsets[person] ?? DateShiftKernel.offset(tokenizer, person: identities[Int(person)])
      offsets[person] = offset
      made[i] = days[i] + offset
    }
    return Column(.day(made), lineage: column.lineage, format: column.format)
  }
}

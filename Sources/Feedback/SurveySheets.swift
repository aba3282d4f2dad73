import ByteScanning
package import CustomerRecords
package import Tabular

/// The questionnaires people handed in: who answered, who answered twice, and whom nobody can tell.
package struct SurveySheets: Sendable {
  package struct Sheet: Sendable {
    /// Row of `customers` that stands for the person, -1 unknown.
    package var customer: Int32
    package var day: Day?
    /// The first row of the surveys table that belongs to it.
    package var row: Int32
    package var answers: Int
    /// Answered again on the same day: the later sheet counts.
    package var isDouble: Bool
  }

  package let sheets: [Sheet]
  /// `E725` answered twice, `E726` nobody tells by whom, each with its cell.
  package let findings: [Finding]

  package init(_ records: Records) {
    let table = records[.surveys]
    let owners = records.customerRow(of: .surveys)
    let days = table.days("answered_on")
    let places = (0..<table.count).map { table.table.origin.place($0) }
    // A survey tool's export has a row for each sheet; a list with a row for each answer is put together by person and
    // day.
    var inRow: [UInt64: Int] = [:]
    func rowKey(_ place: Place) -> UInt64 { UInt64(place.source) << 32 | UInt64(place.row) }
    for place in places { inRow[rowKey(place), default: 0] += 1 }
    var index: [String: Int] = [:]
    var sheets: [Sheet] = []
    for row in 0..<table.count {
      let owner = owners[row]
      let customer = owner >= 0 && !records.person.isEmpty ? records.person[Int(owner)] : owner
      let isWide = inRow[rowKey(places[row])] ?? 0 > 1
      let key =
        isWide || customer < 0
        ? "r\(places[row].source)|\(places[row].row)" : "c\(places[row].source)|\(customer)|\(days.days[row])"
      if let at = index[key] {
        sheets[at].answers += 1
      } else {
        index[key] = sheets.count
        sheets.append(Sheet(customer: customer, day: days[row], row: Int32(row), answers: 1, isDouble: false))
      }
    }
    var findings: [Finding] = []
    var last: [String: Int] = [:]
    for i in sheets.indices {
      let place = places[Int(sheets[i].row)]
      if sheets[i].customer < 0 {
        findings.append(Finding("E726", .warning, at: Place(source: Int(place.source), row: Int(place.row))))
        continue
      }
      let key = "\(place.source)|\(sheets[i].customer)|\(sheets[i].day?.description ?? "")"
      if let before = last[key] {
        sheets[before].isDouble = true
        let earlier = places[Int(sheets[before].row)]
        findings.append(
          Finding(
            "E725", .warning, at: Place(source: Int(earlier.source), row: Int(earlier.row)),
            hint: ["@place|\(place.source)|\(place.row)"]))
      }
      last[key] = i
    }
    self.sheets = sheets
    self.findings = findings
  }
}

package import CustomerRecords
package import Tabular

/// The variables of `rules/variables.csv`, computed from records: one column a variable, one row a customer.
///
/// Rows of one person (duplicates) carry the same values. `source…` arrays remember the rows values came from, so
/// that every outcome can point back at cells.
package struct Evidence: Sendable {
  package let asOf: Day
  /// Customer rows.
  package let count: Int
  /// For each customer row the row that represents the person.
  package let person: [Int32]
  /// By variable id.
  package var columns: [String: Column] = [:]
  /// For each customer row the row whose cell was taken, by customers field.
  var customerSource: [String: [Int32]] = [:]
  /// Row of the visits table, -1 = none: last contact, last trial, last one with a score, last with content.
  var lastContact: [Int32] = []
  var lastTrial: [Int32] = []
  var lastScore: [Int32] = []
  var lastVisit: [Int32] = []
  /// Row of the enrolments table of the last enrolment that counts.
  var lastCourse: [Int32] = []

  init(asOf: Day, count: Int, person: [Int32]) {
    self.asOf = asOf
    self.count = count
    self.person = person
  }

  /// A variable's value as it is printed: bare words and numbers.
  package func text(_ variable: String, _ row: Int) -> String? {
    guard let column = columns[variable] else { return nil }
    switch column.cell(row) {
    case .empty: return nil
    case .text(let text): return text
    case .number(let value): return value == value.rounded() ? String(Int(value)) : String(value)
    case .boolean(let flag): return flag ? "true" : "false"
    case .day(let day): return day.description
    default: return nil
    }
  }

  func numbers(_ variable: String) -> [Double] {
    guard case .number(let values, _)? = columns[variable]?.lane else {
      return Array(repeating: .nan, count: count)
    }
    return values
  }
}

/// The cells a variable was made from.
package struct SourceCell: Sendable, Hashable {
  package let table: TableKind
  package let field: String
  package let row: Int32
  package init(_ table: TableKind, _ field: String, _ row: Int32) {
    self.table = table
    self.field = field
    self.row = row
  }
  /// File, sheet and address by way of the table's origin.
  package func place(in records: Records) -> Place {
    records[table].table.place(row: Int(row), field: FieldID(table.rawValue, field))
  }
}

extension Evidence {
  private static let fields: [String: [String]] = [
    "need_strength": ["need_strength", "need", "focus"], "days_to_enrol": ["expected_enrol_date"],
    "open_objections": ["objections"], "trial_result": ["trial_result"], "teacher_opinion": ["teacher_opinion"],
    "asked_details": ["need", "focus", "expectation"], "need_stated": ["need", "focus"], "age": ["birthday", "age"],
    "grade_year": ["grade_year"], "school_year": ["grade_year"], "stage": ["stage", "grade_year", "birthday", "age"],
    "budget": ["budget"], "income_band": ["income_band"],
    "days_since_contact": ["inquired_on", "registered_on"],
  ]

  /// The filled source cells of a variable for one customer row, those that decided it first.
  package func sources(_ variable: String, _ row: Int, in records: Records) -> [SourceCell] {
    var cells: [SourceCell] = []
    func visit(_ rows: [Int32], _ fields: [String]) {
      guard rows.indices.contains(row), rows[row] >= 0 else { return }
      cells += fields.filter { records.visits.has($0) }.map { SourceCell(.visits, $0, rows[row]) }
    }
    switch variable {
    case "days_since_contact": visit(lastContact, ["visit_date"])
    case "feedback": visit(lastScore, ["csat", "nps"])
    case "trial_result" where columns["trial_result"]?.cell(row).isEmpty == false:
      if customerSource["trial_result"]?[row] ?? -1 < 0 { visit(lastTrial, ["csat"]) }
    case "asked_details": visit(lastVisit, ["content"])
    case "course", "course_type", "progress", "lessons_left":
      if lastCourse.indices.contains(row), lastCourse[row] >= 0 {
        cells.append(SourceCell(.enrolments, variable, lastCourse[row]))
      }
    default: break
    }
    for field in Evidence.fields[variable] ?? [] {
      if let source = customerSource[field]?[row], source >= 0 { cells.append(SourceCell(.customers, field, source)) }
    }
    return cells.filter { records[$0.table].column($0.field)?.cell(Int($0.row)).isEmpty == false }
  }
}

extension Evidence {
  /// The fields a variable is made from, for views that hide some of them.
  package static func sourceFields(_ variable: String) -> [FieldID] {
    let money: [FieldID] = ["enrolments.amount"]
    switch variable {
    case "spend_in_window", "spend_total", "enrolment_amount": return money
    case "feedback": return ["visits.csat", "visits.nps"]
    case "course", "course_type", "progress", "lessons_left": return [FieldID("enrolments", variable)]
    default: return (fields[variable] ?? []).map { FieldID("customers", $0) }
    }
  }

  /// The row whose own stage was taken, or nil where the stage was derived.
  package func customerStage(_ row: Int) -> Int32? {
    guard let source = customerSource["stage"], source[row] >= 0 else { return nil }
    return source[row]
  }
}

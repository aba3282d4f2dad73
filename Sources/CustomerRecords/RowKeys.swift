import Tabular

/// Which fields tell whose a row is; a row with none of them filled is set aside.
enum RowKeys {
  static func fields(of kind: TableKind) -> [String] {
    switch kind {
    case .customers:
      return ["customer_id", "name", "phone", "guardian_phone", "id_card", "wechat", "email", "guardian_name"]
    // An answer, a complaint and a survey may be anonymous.
    case .visits: return ["customer_id", "customer_name", "phone", "nps", "csat"]
    case .complaints: return ["customer_id", "customer_name", "phone", "complaint_id", "content"]
    case .surveys: return ["customer_id", "customer_name", "phone", "answer"]
    case .enrolments, .points, .scores: return ["customer_id", "customer_name", "phone"]
    case .consents: return ["customer_id", "guardian_name"]
    case .staff, .recipients: return ["name"]
    case .campaigns: return ["campaign"]
    }
  }

  /// True for rows in which no key field is filled.
  static func missing(_ table: Table, kind: TableKind) -> [Bool] {
    var missing = Array(repeating: true, count: table.rowCount)
    for name in fields(of: kind) {
      guard let column = table[field: FieldID(kind.rawValue, name)] else { continue }
      switch column.lane {
      case .text(let codes, _): for row in codes.indices where codes[row] != TextPool.none { missing[row] = false }
      case .number(let values, _): for row in values.indices where !values[row].isNaN { missing[row] = false }
      case .day(let days): for row in days.indices where days[row] != Day.missing { missing[row] = false }
      }
    }
    return missing
  }

  /// The date that says when a row happened, for as-of.
  static func date(of kind: TableKind) -> String? {
    switch kind {
    case .customers: return "registered_on"
    case .visits: return "visit_date"
    case .enrolments: return "purchase_date"
    case .complaints: return "received_on"
    case .points: return "date"
    case .surveys: return "answered_on"
    case .scores: return "exam_date"
    case .staff, .consents, .recipients, .campaigns: return nil
    }
  }
}

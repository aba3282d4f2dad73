import ByteScanning
import CustomerRecords
import Tabular

/// Who asks, as the staff sheet knows them.
struct Asker: Sendable {
  var name: String
  var team: String?
  var campus: String?
  var classes: [String]
  var agreementSigned: Day?

  /// The person called `name` in the staff sheet. Throws `Failure` E505 where there is none.
  init(_ name: String, in records: Records) throws {
    let staff = records[.staff]
    let names = staff.texts("name")
    let wanted = name.trimmed
    guard let row = (0..<staff.count).first(where: { names[$0] == wanted }) else {
      throw Failure("E505", kind: .usage, [])
    }
    self.name = wanted
    team = staff.texts("team")[row]
    campus = staff.texts("campus")[row]
    classes = (staff.texts("classes")[row] ?? "").split(whereSeparator: { "、,，;；|/ ".contains($0) }).map {
      String($0).trimmed
    }
    agreementSigned = staff.days("agreement_signed_on")[row]
  }
}

/// Which customers and which rows of other tables lie in a scope.
struct ScopeFilter {
  let scope: RowScope
  let asker: Asker?
  let records: Records
  /// For each customer row.
  let customers: [Bool]
  private let names: Set<String>

  /// Fields that say who looks after a customer.
  private static let carers = ["owner", "tutor"]

  init(scope: RowScope, asker: Asker?, records: Records) {
    self.scope = scope
    self.asker = asker
    self.records = records
    let table = records.customers
    guard scope != .all, let asker else {
      customers = Array(repeating: scope == .all, count: table.count)
      names = []
      return
    }
    switch scope {
    case .own, .class: names = [asker.name]
    case .team: names = asker.team.map { ScopeFilter.staff(records, "team", $0) } ?? [asker.name]
    case .campus: names = asker.campus.map { ScopeFilter.staff(records, "campus", $0) } ?? [asker.name]
    case .all: names = []
    }
    var inside = Array(repeating: false, count: table.count)
    for carer in Self.carers {
      let view = table.texts(carer)
      let codes = Set(names.compactMap(view.code(of:)))
      for row in inside.indices where codes.contains(view.codes[row]) { inside[row] = true }
    }
    if scope == .campus, let campus = asker.campus {
      let view = table.texts("campus")
      if let code = view.code(of: campus) {
        for row in inside.indices where view.codes[row] == code { inside[row] = true }
      }
    }
    if scope == .class {
      let view = table.texts("class_name")
      let codes = Set(asker.classes.compactMap(view.code(of:)))
      for row in inside.indices where codes.contains(view.codes[row]) { inside[row] = true }
      // Whoever teaches a customer's course, or the course by its name, teaches the customer.
      let enrolments = records.enrolments
      let teachers = enrolments.texts("teacher")
      let courses = enrolments.texts("course")
      let own = teachers.code(of: asker.name)
      let taught = Set(asker.classes.compactMap(courses.code(of:)))
      for (row, customer) in records.customerRow(of: .enrolments).enumerated() where customer >= 0 {
        let byTeacher = own != nil && teachers.codes[row] == own
        let byCourse = teachers.codes[row] == TextPool.none && taught.contains(courses.codes[row])
        if byTeacher || byCourse { inside[Int(customer)] = true }
      }
    }
    customers = inside
  }

  private static func staff(_ records: Records, _ field: String, _ value: String) -> Set<String> {
    let view = records[.staff].texts(field)
    let names = records[.staff].texts("name")
    return Set((0..<records[.staff].count).filter { view[$0] == value }.compactMap { names[$0] })
  }

  /// Whether a member of staff is the asker or of the asker's team or campus.
  func covers(_ name: String) -> Bool { scope == .all || names.contains(name) }

  /// For each row of a table: true where it may be seen. A row of an unknown customer only by whoever wrote it.
  func rows(_ kind: TableKind, customerRows: [Int32]) -> [Bool] {
    if scope == .all { return Array(repeating: true, count: customerRows.count) }
    if kind == .customers { return customerRows.map { $0 >= 0 && customers[Int($0)] } }
    if kind == .staff { return ownRows(kind, ["name"], count: customerRows.count) }
    if kind == .campaigns || kind == .recipients { return Array(repeating: true, count: customerRows.count) }
    let written = ownRows(kind, ["staff", "owner", "teacher", "sales_rep"], count: customerRows.count)
    return customerRows.indices.map { row in
      customerRows[row] >= 0 ? customers[Int(customerRows[row])] : written[row]
    }
  }

  private func ownRows(_ kind: TableKind, _ fields: [String], count: Int) -> [Bool] {
    var inside = Array(repeating: false, count: count)
    for field in fields {
      let view = records[kind].texts(field)
      guard view.count == count else { continue }
      let codes = Set(names.compactMap(view.code(of:)))
      for row in inside.indices where codes.contains(view.codes[row]) { inside[row] = true }
    }
    return inside
  }
}

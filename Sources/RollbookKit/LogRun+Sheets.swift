import ByteScanning
import CustomerRecords
import Foundation
import Planning
import Tabular
import Workbooks

/// Reading sheets: each row is taken, known already, or set aside with a finding.
extension LogRun {
  mutating func read(sheets: [String]) throws {
    let institution = judging.institution
    let books = try Workbooks.openAll(sheets, try institution.options.openOptions())
    let inputs = try LogInputs(books)
    counts.masked = inputs.masked
    guard !inputs.workbooks.isEmpty else { return }
    var reading = try institution.options.readOptions(institution.rules)
    reading.roles = inputs.roles
    reading.map = LogInputs.map(institution.rules.catalogue)
    // A contact may be newer than anything in the log, but not by more than a typing error is.
    reading.asOf = institution.options.asOf ?? institution.records.asOf.advanced(by: 60)
    let extras = try RecordReader.read(inputs.workbooks, options: reading)
    self.extras = extras
    let base = sources.count
    sources += extras.sources
    // Whose rows they are is decided against the institution's customers, not among the lists themselves.
    let moot: Set<String> = [
      "E120", "E121", "E122", "E123", "E124", "E125", "E126", "E127", "E128", "E143", "E148",
    ]
    for finding in extras.findings where !moot.contains(finding.code.rawValue) {
      let source = Int(finding.at.source)
      guard extras.sources.indices.contains(source), inputs.kinds[extras.sources[source].sheet] != nil else { continue }
      var place = finding.at
      place.source = UInt16(source + base)
      findings.append(Finding(finding.code, finding.severity, at: place, field: finding.field, hint: finding.hint))
      if finding.code == "E112" || finding.code == "E117" || finding.code == "E137" { counts.setAside += 1 }
    }
    let table = extras.visits
    for row in 0..<table.count {
      let source = Int(table.table.origin.place(row).source)
      guard extras.sources.indices.contains(source), let kind = inputs.kinds[extras.sources[source].sheet] else {
        continue
      }
      take(row, kind, table, base)
    }
  }

  private mutating func note(
    _ code: Failure.Code, _ severity: Finding.Severity, _ table: RecordTable, _ row: Int, _ base: Int,
    field: FieldID? = nil, hint: [String] = []
  ) {
    var place = table.table.place(row: row, field: field)
    place.source += UInt16(base)
    findings.append(Finding(code, severity, at: place, field: field, hint: hint))
    if severity == .error { counts.setAside += 1 }
  }

  private mutating func take(_ row: Int, _ kind: LogInputs.Kind, _ table: RecordTable, _ base: Int) {
    func isGiven(_ field: FieldID) -> Bool { !(table.table[field: field]?.cell(row).isEmpty ?? true) }
    let token = table.texts("visit_id")[row]
    if kind == .workList || kind == .sends, !WorkList.inputs.contains(where: isGiven) {
      counts.unfilled += 1
      return
    }
    if kind == .attendance, !LogRun.came(table.texts("outcome")[row], day: isGiven("visits.visit_date")) {
      note("E744", .note, table, row, base, field: "visits.outcome")
      counts.unfilled += 1
      return
    }
    var item: Int?
    if kind == .workList, let token {
      guard PlanTokens.isToken(token) else {
        return note("E731", .error, table, row, base, field: "visits.visit_id")
      }
      if complete(PlanTokens.stem(token), with: row, table, base) { return }
      item = tokens.item(of: token)
    }
    let found = finder.find(
      id: table.texts("customer_id")[row], phone: table.texts("phone")[row], name: table.texts("customer_name")[row])
    let customer: Int32
    switch (item.map { judging.plan.items[$0].customer }, found) {
    case (let planned?, .customer(let told)) where planned != told:
      return note("E735", .error, table, row, base, field: "visits.customer_id")
    case (let planned?, _): customer = planned
    case (nil, .customer(let told)):
      customer = told
      if kind == .workList, token != nil { note("E732", .warning, table, row, base, field: "visits.visit_id") }
    case (nil, .several): return note("E738", .error, table, row, base)
    case (nil, .nobody): return note("E733", .error, table, row, base)
    }
    guard let day = table.days("visit_date")[row] ?? (kind == .attendance || kind == .help ? options.date : nil) else {
      return note(kind == .attendance ? "E747" : "E737", .error, table, row, base, field: "visits.visit_date")
    }
    let values = WorkList.inputs.map { field in "\(table.table[field: field]?.cell(row) ?? .empty)" }
    var id = kind == .workList ? token.map(PlanTokens.stem) : token
    if kind == .workList, let token = id {
      // The same row twice is one contact; another day is another attempt.
      var attempt = token
      var number = 1
      while let before = seen[attempt] {
        if before.values == values {
          note("E736", .note, table, row, base)
          counts.known += 1
          return
        }
        if table.days("visit_date")[before.row] == table.days("visit_date")[row] {
          let other = table.table.origin.place(before.row)
          return note(
            "E734", .error, table, row, base, hint: ["@place|\(Int(other.source) + base)|\(other.address)"])
        }
        number += 1
        attempt = "\(token)-\(number)"
      }
      seen[attempt] = (row, values)
      id = attempt
    } else if isLogged(customer, day, table.texts("channel")[row], table.texts("visit_type")[row], id) {
      note("E736", .note, table, row, base)
      counts.known += 1
      return
    } else {
      let key = "\(customer)|\(day)|\(table.texts("channel")[row] ?? "")|\(table.texts("content")[row] ?? "")"
      if let before = seen[key], before.values == values {
        note("E736", .note, table, row, base)
        counts.known += 1
        return
      }
      seen[key] = (row, values)
    }
    taken.append(TakenRow(row: row, id: id, customer: customer, kind: kind, item: item))
    switch kind {
    case .workList: counts.workLists += 1
    case .attendance: counts.attendance += 1
    case .help: counts.help += 1
    case .sends, .visits: counts.others += 1
    }
  }

  /// A list read a second time: cells the log lacks are filled in, cells that differ are told, nothing is overwritten.
  private mutating func complete(_ token: String, with row: Int, _ table: RecordTable, _ base: Int) -> Bool {
    let visits = judging.institution.records.visits
    let numbers = visits.texts("visit_id")
    guard let code = numbers.code(of: token), let logged = numbers.codes.firstIndex(of: code) else { return false }
    if table.days("visit_date")[row] != visits.days("visit_date")[logged], table.days("visit_date")[row] != nil {
      // Another day under the same token: a further attempt, unless that is in the log as well.
      let further = (2...9).map { "\(token)-\($0)" }.contains { other in
        guard let code = numbers.code(of: other), let at = numbers.codes.firstIndex(of: code) else { return false }
        return visits.days("visit_date")[at] == table.days("visit_date")[row]
      }
      if !further { return false }
      counts.known += 1
      return true
    }
    var differs = false
    for field in WorkList.inputs {
      let given = table.table[field: field]?.cell(row) ?? .empty
      let held = visits.table[field: field]?.cell(logged) ?? .empty
      if given.isEmpty || given == held { continue }
      if held.isEmpty {
        completions.append(Completion(row: logged, field: field, cell: given))
        counts.completed += 1
      } else {
        differs = true
      }
    }
    counts.known += 1
    if differs {
      let place = visits.table.origin.place(logged)
      let sheet = judging.institution.records.sources[Int(place.source)].sheet
      note(
        "E734", .warning, table, row, base,
        hint: ["\((sheet.file as NSString).lastPathComponent) › \(sheet.sheet) › \(place.address)"])
    } else {
      note("E736", .note, table, row, base)
    }
    return true
  }

  private func isLogged(_ customer: Int32, _ day: Day, _ channel: String?, _ type: String?, _ id: String?) -> Bool {
    let records = judging.institution.records
    let visits = records.visits
    let owners = records.customerRow(of: .visits)
    let days = visits.days("visit_date").days
    let numbers = visits.texts("visit_id")
    if let id, numbers.code(of: id) != nil { return true }
    let (channels, types) = (visits.texts("channel"), visits.texts("visit_type"))
    return owners.indices.contains { row in
      owners[row] >= 0 && days[row] == day.rawValue && person(owners[row]) == customer
        && channels[row] == (channel ?? channels[row]) && types[row] == (type ?? types[row])
    }
  }

  /// Whether an attendance cell says that the person came: a tick, a yes, a time.
  static func came(_ text: String?, day isDated: Bool) -> Bool {
    guard let text else { return false }
    let word = text.lowercased()
    let no = ["否", "未", "缺", "请假", "没", "no", "n", "absent", "0", "×", "✗", "x", "false"]
    if no.contains(where: {
      word == $0 || (word.count > 1 && $0.count == 1 && !$0.first!.isASCII && word.hasPrefix($0))
    }) {
      return false
    }
    return word != "缺席"
  }
}

import ByteScanning
import CSVCodec
package import CustomerRecords
import Foundation
import Localisation
import Planning
import ReleaseGate
package import Tabular
import Workbooks

/// `log`: filled-in work lists, attendance lists, help requests, transcripts and plain rows, read into the visit log.
///
/// Originals are never written to: what comes out is a new set of sheets, or the new rows alone.
package struct LogRun: Sendable {
  package struct Options: Sendable {
    package var files: [String]
    /// What an attendance list is about, where the list does not say.
    package var event: String?
    package var date: Day?
    /// Recordings are given to the settings' recogniser.
    package var recognise = false
    package init(files: [String]) { self.files = files }
  }

  package struct Counts: Sendable, Equatable {
    package var workLists = 0
    package var attendance = 0
    package var help = 0
    package var calls = 0
    package var others = 0
    /// Rows of work lists nobody filled in.
    package var unfilled = 0
    /// Contacts the log has already.
    package var known = 0
    package var setAside = 0
    /// Cells of contacts already in the log that were empty there and are filled now.
    package var completed = 0
    package var masked = 0
    package var added: Int { workLists + attendance + help + calls + others }
  }

  package private(set) var counts = Counts()
  package private(set) var findings: [Finding] = []
  /// What `findings` point into.
  package private(set) var sources: [SourceReport] = []
  let judging: Judging
  let options: Options
  var extras: Records?
  /// Rows of the extras' visits that are taken, and what they become.
  var taken: [TakenRow] = []
  var calls: [CallFiles.Call] = []
  var completions: [Completion] = []
  private let finder: CustomerFinder
  private let tokens: PlanTokens
  private var seen: [String: (row: Int, values: [String])] = [:]

  struct TakenRow {
    var row: Int
    var id: String?
    var customer: Int32
    var kind: LogInputs.Kind
    var item: Int?
  }
  /// A cell of the log that was empty and is given now.
  struct Completion {
    var row: Int
    var field: FieldID
    var cell: Cell
  }

  package init(_ judging: Judging, _ options: Options) throws {
    self.judging = judging
    self.options = options
    let institution = judging.institution
    let records = institution.records
    finder = CustomerFinder(records)
    tokens = PlanTokens(judging.plan, records)
    let names = records[.staff].texts("name")
    let people = Set((0..<records[.staff].count).compactMap { names[$0] })
    var sheets: [String] = []
    for file in try LogRun.expanded(options.files) {
      if CallFiles.isCall(file, finder) { try read(call: file, people) } else { sheets.append(file) }
    }
    if !sheets.isEmpty { try read(sheets: sheets) }
  }

  /// Files, and the files of folders, in order of their names.
  private static func expanded(_ paths: [String]) throws -> [String] {
    try paths.flatMap { path -> [String] in
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { throw Failure("E601", file: path) }
      guard isFolder.boolValue else { return [path] }
      let names = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
      return names.filter { !$0.hasPrefix(".") && !$0.hasPrefix("~$") && !$0.hasSuffix(".ics") }.map { path + "/" + $0 }
        .filter {
          var inner: ObjCBool = false
          return FileManager.default.fileExists(atPath: $0, isDirectory: &inner) && !inner.boolValue
        }
    }
  }

  // MARK: Calls

  private mutating func read(call path: String, _ people: Set<String>) throws {
    func note(_ code: Failure.Code, _ severity: Finding.Severity, hint: [String] = []) {
      sources.append(SourceReport(sheet: SourceSheet(file: path, sheet: "")))
      findings.append(Finding(code, severity, at: Place(source: sources.count - 1), hint: hint))
    }
    let (customer, day, staff) = CallFiles.parse(path, finder, staff: people)
    guard let customer, let day = day ?? options.date else {
      note("E739", .error)
      counts.setAside += 1
      return
    }
    var text: String
    if CallFiles.isRecording(path) {
      guard options.recognise, let recogniser = try Recogniser(judging.institution.rules.settings) else {
        note("E746", .error, hint: ["{in}"])
        counts.setAside += 1
        return
      }
      do { text = try recogniser.text(of: path) } catch let failure as Failure {
        note(failure.code, .error, hint: failure.arguments)
        counts.setAside += 1
        return
      }
    } else {
      guard let data = FileManager.default.contents(atPath: path), data.count < 16 << 20 else {
        throw Failure("E601", file: path)
      }
      text = TextEncoding.text(of: Array(data))
    }
    let call = CallFiles.call(path, text, customer: customer, day: day, staff: staff, people: people)
    let records = judging.institution.records
    let visits = records.visits
    let owners = records.customerRow(of: .visits)
    let days = visits.days("visit_date").days
    let channels = visits.texts("channel")
    // The call may be noted in the log already: then the text belongs to that row.
    let same = owners.indices.first {
      owners[$0] >= 0 && days[$0] == day.rawValue && person(owners[$0]) == customer
        && (channels[$0] == nil || channels[$0] == "电话")
    }
    guard let row = same else {
      calls.append(call)
      counts.calls += 1
      return
    }
    var given = 0
    for (field, text) in [("content", call.content as String?), ("feedback", call.feedback)] {
      guard let text, visits.texts(field)[row] == nil else { continue }
      completions.append(Completion(row: row, field: FieldID("visits", field), cell: .text(text)))
      given += 1
    }
    if let minutes = call.minutes, visits.numbers("minutes")[row] == nil {
      completions.append(Completion(row: row, field: "visits.minutes", cell: .number(minutes)))
      given += 1
    }
    counts.known += 1
    counts.completed += given
    if given == 0 { note("E736", .note) }
  }

  private func person(_ row: Int32) -> Int32 {
    let records = judging.institution.records
    return records.person.isEmpty ? row : records.person[Int(row)]
  }

  // MARK: Sheets

  private mutating func read(sheets: [String]) throws {
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
      "E120", "E121", "E122", "E123", "E124", "E125", "E126", "E127", "E128", "E143",
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
      if complete(token, with: row, table, base) { return }
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
    if no.contains(where: { word == $0 || (word.count > 1 && $0.count == 1 && !$0.first!.isASCII && word.hasPrefix($0)) }) {
      return false
    }
    return word != "缺席"
  }
}

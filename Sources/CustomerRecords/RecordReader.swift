import ByteScanning
import Tabular

/// From open workbooks to clean typed records: finds the tables, reads every cell by meaning, links the rows, and says
/// what was wrong. Every data row is used or set aside; nothing is left out in silence.
package enum RecordReader {
  /// Throws `Failure` E101 where no sheet could be read as a table, E103 where the only sheet could be several; what
  /// the codecs throw passes through. Everything else is a finding.
  package static func read(_ inputs: [InputWorkbook], options: ReadOptions = ReadOptions()) throws -> Records {
    var run = ReadingRun(options: options)
    try run.read(inputs)
    return try run.finish()
  }
}

/// One run of the reader: what it has gathered so far.
struct ReadingRun {
  let options: ReadOptions
  var sources: [SourceReport] = []
  var findings: [Finding] = []
  var sheets: [TableKind: [Table]] = [:]
  var implied: Set<TableKind> = []
  private var undecided: (file: String, sheet: String, rivals: [TableKind])?
  private var unknown: (file: String, sheet: String)?
  private var empty: (file: String, sheet: String)?
  private var usedRoles: Set<Int> = []

  init(options: ReadOptions) { self.options = options }

  // MARK: Reading sheets

  /// A sheet on its way: what it was taken for, then what was read of it.
  private struct Job: Sendable {
    var input: InputWorkbook
    var sheet: Int
    var name: String
    var source: Int
    var plan: SheetPlan
  }
  private typealias Outcome = (table: Table, report: SourceReport, findings: [Finding])

  /// All sheets of all workbooks. They are looked at, and then read, on all cores; what is kept and said of them is in
  /// the order of the sheets.
  mutating func read(_ inputs: [InputWorkbook]) throws {
    let sheets = inputs.flatMap { input in input.reading.sheets.indices.map { (input: input, sheet: $0) } }
    let recogniser = SheetRecogniser(options: options)
    let recognised = Parallel.map(sheets) { input, sheet in
      Result { () throws -> Recognition in
        let preview = try input.reading.preview(sheet: sheet, rows: 50)
        return recogniser.recognise(preview, file: input.file, sheet: input.reading.sheets[sheet].name)
      }
    }
    var jobs: [Job] = []
    for ((input, sheet), recognition) in zip(sheets, recognised) {
      if let job = job(input, sheet, try recognition.get()) { jobs.append(job) }
    }
    let reports = jobs.map { sources[$0.source] }
    let outcomes = Parallel.map(Array(zip(jobs, reports))) { [options] job, report in
      Result { () throws -> Outcome in
        var reader = SheetReader(options: options, source: job.source)
        var report = report
        do {
          let table = try reader.read(job.input.reading, sheet: job.sheet, plan: job.plan, report: &report).table
          return (table, report, reader.findings)
        } catch let failure as Failure {
          throw failure.located(file: job.input.file, sheet: job.name)
        }
      }
    }
    for (job, outcome) in zip(jobs, outcomes) { keep(job, try outcome.get()) }
  }

  /// What is to be read of a sheet; nil where it is no table, which is said.
  private mutating func job(_ input: InputWorkbook, _ sheet: Int, _ recognition: Recognition) -> Job? {
    let info = input.reading.sheets[sheet]
    let role = options.roles.firstIndex { $0.names(file: input.file, sheet: info.name) }
    if let role { usedRoles.insert(role) }
    if case .empty = recognition {
      empty = empty ?? (input.file, info.name)
      return nil
    }
    if info.visibility != .visible, role == nil {
      // A hidden sheet is a list for drop-downs or an old copy; said where it looks like records.
      if case .table = recognition {
        note(source(input, info.name, nil), "E130", .note, hint: [info.name])
      }
      return nil
    }
    switch recognition {
    case .empty: return nil
    case .unknown:
      unknown = unknown ?? (input.file, info.name)
      note(source(input, info.name, nil), "E102", .warning)
    case .undecided(let rivals, _):
      undecided = undecided ?? (input.file, info.name, rivals)
      note(
        source(input, info.name, nil), "E103", .error, hint: [rivals.map(\.rawValue).joined(separator: " ")])
    case .table(let plan):
      guard hasKeyColumn(plan) else {
        unknown = unknown ?? (input.file, info.name)
        note(
          source(input, info.name, nil), "E141", .error, row: plan.headerRows.upperBound,
          hint: ["@table.\(plan.kind)"])
        return nil
      }
      return Job(
        input: input, sheet: sheet, name: info.name, source: source(input, info.name, plan.kind), plan: plan)
    }
    return nil
  }

  private func hasKeyColumn(_ plan: SheetPlan) -> Bool {
    if !plan.questions.isEmpty { return true }
    let names = RowKeys.fields(of: plan.kind)
    return plan.columns.contains { $0.definition.map { $0.table == plan.kind && names.contains($0.name) } ?? false }
  }

  private mutating func source(_ input: InputWorkbook, _ sheet: String, _ kind: TableKind?) -> Int {
    sources.append(
      SourceReport(
        sheet: SourceSheet(file: input.file, sheet: sheet), kind: kind, encoding: input.encoding))
    return sources.count - 1
  }

  private mutating func note(
    _ source: Int, _ code: Failure.Code, _ severity: Finding.Severity, row: Int = 0, column: Int = -1,
    hint: [String] = []
  ) {
    findings.append(
      Finding(code, severity, at: Place(source: source, row: row, column: column), hint: hint))
  }

  private mutating func keep(_ job: Job, _ outcome: Outcome) {
    let (index, plan) = (job.source, job.plan)
    var table = outcome.table
    sources[index] = outcome.report
    findings += outcome.findings
    if plan.titleUnit != nil {
      note(index, "E142", .note, row: plan.headerRows.lowerBound)
    }
    if !plan.questions.isEmpty { table = SurveyUnfolding.long(table, plan: plan) }
    let missing = RowKeys.missing(table, kind: plan.kind)
    for row in missing.indices where missing[row] {
      findings.append(Finding("E112", .error, at: table.origin.place(row), hint: ["@keys.\(plan.kind)"]))
    }
    setAside(missing, of: table)
    table = table.dropping(missing)
    guard plan.carriesEnrolments else {
      sheets[plan.kind, default: []].append(table)
      return
    }
    let parts = ImpliedEnrolments.split(table)
    sheets[.customers, default: []].append(parts.customers)
    if parts.enrolments.rowCount > 0 {
      sheets[.enrolments, default: []].append(parts.enrolments)
      note(index, "E128", .note, hint: ["@implied.registration|\(parts.enrolments.rowCount)"])
      if parts.datedByRegistration > 0 { note(index, "E138", .note, hint: ["\(parts.datedByRegistration)"]) }
    }
  }

  /// Counts set-aside rows by the sheet they came from; a sheet row that became several rows counts once.
  mutating func setAside(_ drop: [Bool], of table: Table) {
    for row in drop.indices where drop[row] {
      sources[Int(table.origin.place(row).source)].setAside += 1
    }
  }

  // MARK: Putting together

  mutating func finish() throws -> Records {
    for (i, role) in options.roles.enumerated() where !usedRoles.contains(i) {
      throw Failure("E147", kind: .usage, file: role.file, sheet: role.sheet, [role.table.rawValue])
    }
    guard !sheets.isEmpty else { throw nothingRead() }
    var tables: [TableKind: Table] = [:]
    for kind in TableKind.allCases {
      if let parts = sheets[kind] { tables[kind] = TableMerging.merged(parts, name: kind.rawValue) }
    }
    sheets = [:]
    if tables[.enrolments] == nil, let visits = tables[.visits], let purchases = ImpliedEnrolments.purchases(of: visits)
    {
      tables[.enrolments] = purchases
      implied.insert(.enrolments)
      note(Int(visits.origin.place(0).source), "E128", .note, hint: ["@implied.visits|\(purchases.rowCount)"])
    }
    let asOf = applyAsOf(&tables)
    checkDates(&tables, asOf: asOf)
    let odd = Ahead { [tables, implied] in ReadingRun.oddDates(tables, implied: implied) }
    var pools = KeyPools()
    if tables[.customers] == nil, let people = ImpliedCustomers.make(from: tables, pools: &pools) {
      tables[.customers] = people
      implied.insert(.customers)
      note(Int(people.origin.place(0).source), "E128", .note, hint: ["@implied.customers|\(people.rowCount)"])
    }
    let customers = tables[.customers] ?? Table(name: TableKind.customers.rawValue, rowCount: 0)
    let keys = pools.keys(of: customers, kind: .customers)
    let guardians = (
      phones: pools.codes(customers[field: "customers.guardian_phone"], .phone, rows: customers.rowCount),
      names: pools.codes(customers[field: "customers.guardian_name"], .name, rows: customers.rowCount)
    )
    let people = People(customers, keys: keys)
    let families = Ahead { Families(customers, keys: keys, guardians: guardians.phones, person: people.person) }
    findings += people.findings
    let linker = CustomerLinker(customers, keys: keys, guardians: guardians, person: people.person)
    let links = link(tables, customers, linker, &pools)
    checkCustomers(tables, customers, links, asOf)
    findings += odd.value + families.value.findings
    for i in sources.indices { sources[i].used = sources[i].rows - sources[i].setAside }
    findings = FindingOrder.sorted(findings)
    return Records(
      tables: Dictionary(uniqueKeysWithValues: tables.map { ($0, RecordTable(kind: $0, table: $1)) }),
      customerRows: links, person: people.person, family: families.value.family, implied: implied, asOf: asOf,
      sources: sources, findings: findings)
  }

  private func nothingRead() -> Failure {
    if let undecided {
      return Failure(
        "E103", kind: .usage, file: undecided.file, sheet: undecided.sheet,
        ["", undecided.rivals.map(\.rawValue).joined(separator: " ")])
    }
    let nearest = unknown ?? empty
    return Failure("E101", file: nearest?.file, sheet: nearest?.sheet)
  }

  private mutating func link(
    _ tables: [TableKind: Table], _ customers: Table, _ linker: CustomerLinker, _ pools: inout KeyPools
  ) -> [TableKind: [Int32]] {
    var links: [TableKind: [Int32]] = [.customers: (0..<Int32(customers.rowCount)).map { $0 }]
    for kind in TableKind.allCases where kind.isAboutCustomers {
      guard let table = tables[kind] else { continue }
      let own = pools.keys(of: table, kind: kind)
      var rows = Array(repeating: Int32(-1), count: table.rowCount)
      for row in rows.indices {
        switch linker.link(own, row: row) {
        case .customer(let customer): rows[row] = customer
        case .nothing: break
        case .unknown(let field): miss("E121", table, row, kind, field)
        case .ambiguous(let field): miss("E122", table, row, kind, field)
        }
      }
      links[kind] = rows
    }
    return links
  }

  private mutating func miss(_ code: Failure.Code, _ table: Table, _ row: Int, _ kind: TableKind, _ field: String) {
    let id = FieldID(kind.rawValue, field)
    findings.append(Finding(code, .warning, at: table.place(row: row, field: id), field: id))
  }
}

/// Findings in the order people read them: sheet by sheet, row by row.
enum FindingOrder {
  static func sorted(_ findings: [Finding]) -> [Finding] {
    let order = findings.indices.sorted { a, b in
      let (x, y) = (findings[a], findings[b])
      if x.at.source != y.at.source { return x.at.source < y.at.source }
      if x.at.row != y.at.row { return x.at.row < y.at.row }
      if x.at.column != y.at.column { return x.at.column < y.at.column }
      if x.code != y.code { return x.code.rawValue < y.code.rawValue }
      return a < b
    }
    return order.map { findings[$0] }
  }
}

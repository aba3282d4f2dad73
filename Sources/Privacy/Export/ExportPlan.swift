package import ByteScanning
package import CustomerRecords
import Localisation
package import ReleaseGate
package import Tabular

/// An export thought through to the end before anything is written: who may have which rows, what they will see, how
/// recognisable people are in it, what was held back and why.
///
/// `init` throws what stops it at once (unknown role, expired view, unsigned agreement, no key); what the data forbid
/// stands in `refusal`, with the rows, reasons and consents to collect beside it.
package struct ExportPlan: Sendable {
  package let options: ExportOptions
  package let session: ViewSession
  package let recipient: Recipient?
  /// Key id for the log; empty without a key.
  package let keyID: String
  /// Rows the table has, and rows that will leave, in output order.
  package let rowsIn: Int
  package private(set) var rows: [UInt32]
  package private(set) var dropped: [ExportDrop: Int] = [:]
  /// What is made coarser than the view says, so that the view's k is reached.
  package private(set) var generalised: [(field: FieldID, step: String)] = []
  /// Fields the recipient's kinds of data do not cover: hidden.
  package private(set) var uncovered: [FieldID] = []
  package private(set) var risk: RiskReport
  package private(set) var refusal: Failure?
  /// The consents to collect, for staff; nil where none is missing.
  package private(set) var toCollect: Table?
  package private(set) var released: Released<Outside>
  /// For each row of the table who it is about, and a keyed mark of each person.
  let people: [Int32]
  let marks: [UInt64]
  var wraps: [FieldID: ColumnWrap] = [:]
  var stricter: [FieldID: ViewWord] = [:]
  /// Rows of nobody, and where they stand among the rows that leave; nil without them.
  var markers: MarkerRows?

  package var rowsOut: Int { rows.count }
  /// Rows of the file that are about nobody, and count nowhere.
  package var markerCount: Int { markers?.count ?? 0 }
  package var rowsSuppressed: Int { (dropped[.smallGroup] ?? 0) + (dropped[.difference] ?? 0) }

  /// - Parameters:
  ///   - master: needed where a field is shown as a token or the view looks outward.
  ///   - log: earlier exports to compare with; nil = none.
  /// Throws `Failure` E455, E503–E508, E520–E525.
  package init(
    records: Records, views: ViewSheet, settings: Settings, options: ExportOptions, master: MasterKey?,
    log: ExportLog? = nil
  ) throws {
    self.options = options
    let view = try views.merged(options.roles)
    let outward = view.audience == .outside
    if outward, (options.recipient ?? "").isEmpty || (options.purpose ?? "").isEmpty {
      throw Failure("E520", kind: .refused, [view.role])
    }
    let purpose = options.purpose ?? view.role
    recipient =
      outward
      ? try Recipient.entitled(options.recipient ?? "", purpose: purpose, in: records)
      : options.recipient.flatMap { Recipient($0, in: records) }
    if view.needsEncryption, !options.encrypts { throw Failure("E525", kind: .refused, [view.role]) }
    let epoch = options.epoch ?? String(records.asOf.description.prefix(7))
    let name = recipient?.name ?? options.recipient ?? view.role
    var tokenizer: Tokenizer?
    if let master {
      tokenizer = try Tokenizer(master: master.bytes, recipient: name, purpose: purpose, epoch: epoch)
    } else if outward {
      throw Failure("E508", kind: .refused, [view.role, "customer_id"])
    }
    keyID = master?.id ?? ""
    session = try ViewSession(
      sheet: views,
      request: ViewRequest(
        roles: options.roles, staff: options.staff, purpose: options.purpose, language: options.language,
        choices: options.choices),
      records: records, settings: settings, tokenizer: tokenizer)
    if let asker = session.asker, asker.agreementSigned.map({ $0 > records.asOf }) ?? true {
      throw Failure("E506", kind: .refused, [])
    }
    let table = records[options.table].table
    rowsIn = table.rowCount
    let owners = session.owners(options.table, count: table.rowCount)
    let persons = records.person
    people = owners.map { $0 >= 0 && Int($0) < persons.count ? persons[Int($0)] : $0 }
    marks = ExportPlan.marks(records, master: master)
    rows = []
    released = Released(table, through: try session.compiled(table, kind: options.table, rows: []))
    risk = RiskReport(released.table, quasi: [], sensitive: [])
    try choose(owners)
    if refusal == nil, !options.only.isEmpty { try select() }
    if refusal == nil { try protect(log: log) }
  }

  /// Rows by scope, consent and selection; columns by what the recipient may have.
  private mutating func choose(_ owners: [Int32]) throws {
    let table = session.records[options.table].table
    let inScope = session.scope.rows(options.table, customerRows: owners)
    for named in table.columns {
      guard let field = session.catalogue.owner(of: named.field), let recipient, session.view.audience == .outside,
        session.words(for: named) != (.hide, .hide), !recipient.kinds.isBlank, !recipient.kinds.covers(field)
      else { continue }
      stricter[named.field] = .hide
      uncovered.append(named.field)
    }
    let shown = table.columns.compactMap { named -> FieldDefinition? in
      let words = session.words(for: named)
      guard stricter[named.field] == nil, ![words.grown, words.child].allSatisfy({ $0 == .hide || $0 == .token }) else {
        return nil
      }
      return session.catalogue.owner(of: named.field)
    }
    var gaps: [ConsentGap?]?
    if session.view.needsConsent, let recipient,
      [.customers, .visits, .enrolments, .complaints, .points, .surveys, .scores].contains(options.table)
    {
      gaps =
        ConsentLedger(
          records: session.records, recipient: recipient, purpose: options.purpose ?? "", isChild: session.isChild,
          shown: shown
        ).gaps
    }
    let selected = options.selection.map(Set.init)
    var missing: [Int32: ConsentGap] = [:]
    for row in 0..<table.rowCount {
      if !inScope[row] {
        dropped[.scope, default: 0] += 1
      } else if let selected, !selected.contains(UInt32(row)) {
        dropped[.selection, default: 0] += 1
      } else if let gaps, let gap = owners[row] < 0 ? .unknownCustomer : gaps[Int(owners[row])] {
        dropped[.consent(gap), default: 0] += 1
        if owners[row] >= 0 { missing[owners[row]] = gap }
      } else {
        rows.append(UInt32(row))
      }
    }
    if let recipient, !missing.isEmpty {
      let collect = ConsentLedger.toCollect(
        session.records, gaps: missing.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }, recipient: recipient,
        purpose: options.purpose ?? "",
        reason: { Phrasebook.text(ExportDrop.consent($0).key, options.language) },
        header: {
          session.catalogue.owner(of: $0) == nil
            ? Phrasebook.text("export.gap", options.language) : session.catalogue.title($0, options.language)
        })
      toCollect = collect.rowCount > 0 ? collect : nil
    }
    if rows.isEmpty { refusal = Failure("E530", kind: .refused, [String(rowsIn)]) }
    try release()
  }

  /// Applies the view to the rows as they stand now.
  mutating func release() throws {
    let table = markers?.table ?? session.records[options.table].table
    released = Released(
      table,
      through: try session.compiled(
        table, kind: options.table, customerRows: markers?.owners, rows: markers?.order ?? rows, stricter: stricter,
        over: wraps))
  }

  /// The fields of the released table that are of a class.
  func fields(_ wanted: FieldClass) -> [FieldID] {
    released.table.columns.map(\.field).filter { session.catalogue.owner(of: $0)?.fieldClass == wanted }
  }

  func measure() -> RiskReport {
    RiskReport(
      released.table, quasi: fields(.quasi), sensitive: fields(.sensitive), people: rows.map { people[Int($0)] },
      k: session.view.minimumK ?? 1)
  }

  /// Generalises and suppresses until the view's k is reached, holds back what differs too little from earlier exports,
  /// and puts the rows in the recipient's own order.
  private mutating func protect(log: ExportLog?) throws {
    if options.shiftsDates { try shiftDates() }
    if let k = session.view.minimumK {
      try reach(k)
      if refusal == nil, let log { try compare(log, k: k) }
    }
    try release()
    reorder()
    try release()
    risk = measure()
    if let k = session.view.minimumK, refusal == nil, risk.rows > 0, risk.k < k {
      refusal = Failure("E531", kind: .refused, [String(k), String(risk.k)])
    }
    if rows.isEmpty, refusal == nil { refusal = Failure("E530", kind: .refused, [String(rowsIn)]) }
    if refusal == nil, options.markers > 0 {
      try addMarkers()
      try release()
    }
  }

  private mutating func reach(_ k: Int) throws {
    // One row a person decides; rows of one person stand and fall together.
    var seen: [Int32: Int] = [:]
    var order: [UInt32] = []
    for (i, row) in rows.enumerated() {
      let person = people[Int(row)]
      if person < 0 || seen[person] == nil { order.append(UInt32(i)) }
      if person >= 0, seen[person] == nil { seen[person] = order.count - 1 }
    }
    let table = released.table.gathered(order)
    let ladders = fields(.quasi).compactMap { field in
      table[field: field].map { Generalisation.Ladder(field: field, column: $0) }
    }
    guard let found = Generalisation.search(ladders, rows: order.count, k: k, tolerance: 0.1) else {
      refusal = Failure("E531", kind: .refused, [String(k), String(order.count)])
      return
    }
    for (field, step) in found.steps where step != .asIs {
      generalised.append((field, step.rawValue))
      if step == .none { stricter[field] = .hide } else { wraps[field] = ColumnWrap(step: .generalise(step)) }
    }
    let kept = rows.indices.filter { i in
      let person = people[Int(rows[i])]
      return person < 0 || !(seen[person].map { found.suppressed[$0] } ?? false)
    }
    if kept.count < rows.count {
      dropped[.smallGroup] = rows.count - kept.count
      rows = kept.map { rows[$0] }
    }
  }

  private mutating func shiftDates() throws {
    guard let tokenizer = session.tokenizer else { throw Failure("E508", kind: .refused, [session.view.role, "date"]) }
    let identities = (0..<session.records.customers.count).map { String(marks.indices.contains($0) ? marks[$0] : 0) }
    for named in released.table.columns {
      guard let field = session.catalogue.owner(of: named.field), field.type == .date, field.name != "birthday",
        case .day = named.column.lane
      else { continue }
      wraps[named.field] = ColumnWrap(
        step: .shift(DateShiftKernel(tokenizer: tokenizer, people: people, identities: identities)))
    }
  }

  mutating func refuse(_ failure: Failure) { refusal = failure }

  mutating func leave(_ count: Int, as drop: ExportDrop) {
    if count > 0 { dropped[drop, default: 0] += count }
  }

  mutating func hold(_ held: Set<UInt32>, as drop: ExportDrop) {
    leave(held.count, as: drop)
    rows.removeAll { held.contains($0) }
  }

  mutating func keep(_ order: [UInt32]) { rows = order }

  /// A keyed mark of each customer that stays the same from run to run: of the id, else of name and phone.
  private static func marks(_ records: Records, master: MasterKey?) -> [UInt64] {
    guard let master,
      let tokenizer = try? Tokenizer(master: master.bytes, recipient: "", purpose: "person", epoch: "")
    else { return [] }
    let customers = records.customers
    let (ids, names, phones) = (customers.texts("customer_id"), customers.texts("name"), customers.texts("phone"))
    return (0..<customers.count).map { row in
      tokenizer.number("person", ids[row] ?? "\(names[row] ?? "")\u{0}\(phones[row] ?? "")\u{0}")
    }
  }
}

import ByteScanning
import CustomerRecords
import DecisionTables
import Tabular

/// Collects what happened to points, then books it account by account.
struct PointsBooking {
  /// More points than this at once are a slip of the pen.
  private static let most = 1e9

  private struct Event {
    var account: Int32
    var customer: Int32
    var day: Int32
    var kind: PointsLedger.Kind
    var name: String
    var points: Int
    var origin: PointsLedger.Origin
    var expires: Int32
  }

  private let records: Records
  private let engagement: Engagement
  private let referrals: Referrals
  private let settings: Settings
  private let table: CompiledTable
  private let accounts: [Int32]
  private let asOf: Int32
  private let months: Int
  private var events: [Event] = []
  private var findings: [Finding] = []
  /// Events for which the sheet itself has grants: rules leave those alone.
  private var byHand: Set<String> = []
  private var granting: [String] = []

  init(
    _ records: Records, _ engagement: Engagement, _ referrals: Referrals, _ settings: Settings, _ rules: RuleBook
  ) throws(Failure) {
    self.records = records
    self.engagement = engagement
    self.referrals = referrals
    self.settings = settings
    table = try rules.table("points", asOf: records.asOf)
    asOf = records.asOf.rawValue
    months = settings.integer("points_valid_months", or: 12)
    let rows = records.customers.count
    let family = records.family.count == rows ? records.family : (0..<Int32(rows)).map { $0 }
    var first: [Int32: Int32] = [:]
    accounts = (0..<rows).map { row in
      if let known = first[family[row]] { return known }
      first[family[row]] = Int32(row)
      return Int32(row)
    }
  }

  // MARK: The points sheet

  mutating func manual() {
    let sheet = records.points
    let owners = records.customerRow(of: .points)
    let (days, expires) = (sheet.days("date").days, sheet.days("expires_on").days)
    let points = sheet.numbers("points").values
    let names = sheet.texts("event")
    let expiring = flags(names, among: settings.words("expiry_events"))
    let adjusting = flags(names, among: settings.words("adjustment_events"))
    events.reserveCapacity(sheet.count)
    for row in 0..<sheet.count {
      if days[row] != Day.missing, days[row] > asOf { continue }
      let code = names.codes[row]
      let named = code != TextPool.none
      let name = names[row] ?? ""
      // A grant nobody can be found for still says that this event is booked by hand: rules would book it twice.
      if points[row] >= 0, !(named && adjusting[Int(code)]) { byHand.insert(name) }
      guard owners[row] >= 0, days[row] != Day.missing, points[row].isFinite, abs(points[row]) < PointsBooking.most
      else {
        findings.append(Finding("E474", .warning, at: sheet.table.place(row: row, field: "points.points")))
        continue
      }
      let kind: PointsLedger.Kind =
        named && adjusting[Int(code)]
        ? .adjusted : points[row] >= 0 ? .granted : named && expiring[Int(code)] ? .expired : .redeemed
      events.append(
        Event(
          account: accounts[Int(owners[row])], customer: owners[row], day: days[row], kind: kind, name: name,
          points: Int(points[row].rounded()), origin: .manual(row: Int32(row)),
          expires: expires[row] != Day.missing ? max(expires[row], days[row]) : expiry(days[row])))
    }
  }

  private func expiry(_ day: Int32) -> Int32 {
    months > 0 ? Day(rawValue: day).advanced(byMonths: months).rawValue : Int32.max
  }

  // MARK: The rules

  private struct Occasion {
    var customer: Int32
    var day: Int32
    var name: String
    var amount: Double?
    var isFirst: Bool?
    var table: TableKind
    var row: Int32
  }

  mutating func grants() {
    var occasions: [Occasion] = []
    func ruled(_ event: String) -> Bool {
      !byHand.contains(event) && table.table.admits("points_event", .text(event))
    }
    if ruled("消费") { purchases(&occasions) }
    if ruled("推荐") { recommendations(&occasions) }
    if ruled("活动") { attendance(&occasions) }
    if ruled("生日") { birthdays(&occasions) }
    let columns: [String: Column] = [
      "points_event": Labels(occasions.map(\.name)).column, "enrolment_amount": .numbers(occasions.map(\.amount)),
      "first_enrolment": Column(.number(occasions.map { $0.isFirst.map { $0 ? 1 : 0 } ?? .nan }, .boolean)),
    ]
    let outcome = table.evaluate(
      table.table.inputs.map { columns[$0.variable ?? $0.key] }, rows: occasions.count)
    let fixed = table.table.output(named: ["积分", "points"]) ?? 0
    let rate = table.table.output(named: ["每元积分", "points per yuan", "points_per_yuan"])
    // What the rules that matched give, found once for each set of them.
    typealias Gift = (fixed: Double, rate: Double, rules: [String])
    var known: [UInt64: Gift] = [:]
    func gift(_ row: Int) -> Gift {
      let pattern = outcome.pattern(row)
      if let pattern, let found = known[pattern] { return found }
      var gift: Gift = (0, 0, outcome.firedNumbers(row))
      if case .number(let value) = outcome.value(row, output: fixed) { gift.fixed = value }
      if let rate, case .number(let value) = outcome.value(row, output: rate) { gift.rate = value }
      if let pattern { known[pattern] = gift }
      return gift
    }
    events.reserveCapacity(events.count + occasions.count)
    for (i, one) in occasions.enumerated() {
      let gift = gift(i)
      // A hair above the product: 0.1 × 300 must give 30, not 29.
      let points = gift.fixed + ((one.amount ?? 0) * gift.rate + 1e-9).rounded(.down)
      guard points >= 1 else { continue }
      if !granting.contains(one.name) { granting.append(one.name) }
      events.append(
        Event(
          account: accounts[Int(one.customer)], customer: one.customer, day: one.day, kind: .granted, name: one.name,
          points: Int(min(points, PointsBooking.most)),
          origin: .rule(numbers: gift.rules, table: one.table, row: one.row), expires: expiry(one.day)))
    }
  }

  private func purchases(_ occasions: inout [Occasion]) {
    for person in engagement.people {
      var first = true
      for i in engagement.courses.range(Int(person)) where engagement.courses.paid[i] {
        occasions.append(
          Occasion(
            customer: person, day: engagement.courses.purchased[i], name: "消费",
            amount: Double(engagement.courses.cents[i]) / 100, isFirst: first, table: .enrolments,
            row: engagement.courses.row[i]))
        first = false
      }
    }
  }

  private func recommendations(_ occasions: inout [Occasion]) {
    let family = records.family
    for person in engagement.people where referrals.referrer[Int(person)] >= 0 && engagement.isEnrolled(Int(person)) {
      let by = referrals.referrer[Int(person)]
      if !family.isEmpty, family[Int(by)] == family[Int(person)] { continue }
      occasions.append(
        Occasion(
          customer: by, day: engagement.firstPaid[Int(person)], name: "推荐", amount: nil, isFirst: nil,
          table: .customers, row: person))
    }
  }

  private func attendance(_ occasions: inout [Occasion]) {
    let visits = records.visits
    let owners = records.customerRow(of: .visits)
    let days = visits.days("visit_date").days
    let type = visits.texts("visit_type")
    let attended = flags(type, among: settings.words("attendance_types"))
    for row in 0..<visits.count where owners[row] >= 0 && type.codes[row] != TextPool.none {
      guard attended[Int(type.codes[row])], days[row] != Day.missing, days[row] <= asOf else { continue }
      occasions.append(
        Occasion(
          customer: records.person.isEmpty ? owners[row] : records.person[Int(owners[row])], day: days[row],
          name: "活动", amount: nil, isFirst: nil, table: .visits, row: Int32(row)))
    }
  }

  /// Birthdays since registration, at most as many years back as points live.
  private func birthdays(_ occasions: inout [Occasion]) {
    let births = records.customers.days("birthday").days
    let registered = records.customers.days("registered_on").days
    for person in engagement.people {
      let row = Int(person)
      guard births[row] != Day.missing, registered[row] != Day.missing else { continue }
      let birth = Day(rawValue: births[row])
      for year in max(
        Day(rawValue: registered[row]).year, records.asOf.year - 10)...max(
          records.asOf.year, Day(rawValue: registered[row]).year)
      {
        let day = birth.advanced(byMonths: (year - birth.year) * 12).rawValue
        if day < registered[row] || day > asOf { continue }
        occasions.append(
          Occasion(
            customer: person, day: day, name: "生日", amount: nil, isFirst: nil, table: .customers, row: person))
      }
    }
  }

  // MARK: Booking

  func ledger() -> PointsLedger {
    // On one day grants come before what is spent.
    var order = KeyedRows(events.map(\.account), count: accounts.count)
    let keys = events.map { (day: $0.day, spent: $0.points < 0) }
    order.sort { a, b in
      keys[a].day != keys[b].day ? keys[a].day < keys[b].day : !keys[a].spent && keys[b].spent
    }
    var account = PointsAccount(reserving: events.count)
    var open: [PointsLedger.Open] = []
    var findings = findings
    for number in accounts.indices {
      let range = order.range(number)
      if range.isEmpty { continue }
      account.begin(Int32(number))
      for i in order.rows[range] {
        let event = events[Int(i)]
        account.lapse(before: event.day)
        let shortfall = account.book(
          customer: event.customer, day: event.day, kind: event.kind, event: event.name, points: event.points,
          origin: event.origin, expires: event.expires)
        if shortfall > 0, event.kind == .redeemed, case .manual(let row) = event.origin {
          findings.append(
            Finding(
              "E473", .warning, at: records.points.table.place(row: Int(row), field: "points.points"),
              field: "points.points", hint: [String(shortfall)]))
        }
      }
      account.lapse(before: asOf + 1)
      open += account.open()
    }
    return PointsLedger(
      asOf: records.asOf, rows: account.rows, open: open, accounts: accounts, granting: granting.sorted(),
      worth: settings.number("points_value") ?? 0, findings: findings)
  }
}

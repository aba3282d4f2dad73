import ByteScanning
import CustomerRecords
import DecisionTables
import Tabular

/// Collects what happened to points, then books it account by account.
struct PointsBooking {
  /// More points than this at once are a slip of the pen.
  private static let most = 1e9

  /// Something that happened to the points of an account.
  struct Event: BitwiseCopyable {
    var account: Int32
    var customer: Int32
    var day: Int32
    var expires: Int32
    var points: Int32
    /// Of the table it came from.
    var row: Int32
    /// Position in `names`.
    var name: Int32
    /// Position in `gifts`, of what rules granted.
    var gift: Int32 = 0
    var kind: PointsLedger.Kind
    var source: PointsLedger.Entry.Source
    var table: TableKind
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
  private var names: [String] = []
  private var gifts: [[String]] = []
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
    let families = FamilyNumbers(records)
    accounts = families.of.map { families.first[Int($0)] }
  }

  // MARK: The points sheet

  mutating func manual() {
    let sheet = records.points
    let owners = records.customerRow(of: .points)
    let (days, expires) = (sheet.days("date").days, sheet.days("expires_on").days)
    let points = sheet.numbers("points").values
    let texts = sheet.texts("event")
    let expiring = flags(texts, among: settings.words("expiry_events"))
    let adjusting = flags(texts, among: settings.words("adjustment_events"))
    // By text of the column, the last for none: where it stands among the names, and whether it was granted.
    names = [""]
    var known = [Int32](repeating: -1, count: texts.pool.count + 1)
    known[texts.pool.count] = 0
    var granted = [Bool](repeating: false, count: known.count)
    events.reserveLarge(sheet.count)
    for row in 0..<sheet.count {
      if days[row] != Day.missing, days[row] > asOf { continue }
      let named = texts.codes[row] != TextPool.none
      let code = named ? Int(texts.codes[row]) : texts.pool.count
      let isAdjusting = named && adjusting[code]
      // A grant nobody can be found for still says that this event is booked by hand: rules would book it twice.
      if points[row] >= 0, !isAdjusting { granted[code] = true }
      guard owners[row] >= 0, days[row] != Day.missing, points[row].isFinite, abs(points[row]) < PointsBooking.most
      else {
        findings.append(Finding("E474", .warning, at: sheet.table.place(row: row, field: "points.points")))
        continue
      }
      if known[code] < 0 {
        known[code] = Int32(names.count)
        names.append(texts.pool.string(UInt32(code)))
      }
      let kind: PointsLedger.Kind =
        isAdjusting ? .adjusted : points[row] >= 0 ? .granted : named && expiring[code] ? .expired : .redeemed
      events.append(
        Event(
          account: accounts[Int(owners[row])], customer: owners[row], day: days[row],
          expires: expires[row] != Day.missing ? max(expires[row], days[row]) : expiry(days[row]),
          points: Int32(points[row].rounded()), row: Int32(row), name: known[code], kind: kind, source: .manual,
          table: .points))
    }
    for code in granted.indices where granted[code] {
      byHand.insert(code == texts.pool.count ? "" : texts.pool.string(UInt32(code)))
    }
  }

  private func expiry(_ day: Int32) -> Int32 {
    months > 0 ? Day(rawValue: day).advanced(byMonths: months).rawValue : Int32.max
  }

  // MARK: The rules

  /// Position in `occasionNames`.
  private enum Kind: UInt8 { case purchase, recommendation, attendance, birthday }
  private static let occasionNames = ["消费", "推荐", "活动", "生日"]

  private struct Occasion: BitwiseCopyable {
    var kind: Kind
    var customer: Int32
    var day: Int32
    /// NaN where nothing was paid.
    var amount = Double.nan
    var isFirst = false
    var row: Int32

    var table: TableKind {
      switch kind {
      case .purchase: .enrolments
      case .attendance: .visits
      case .recommendation, .birthday: .customers
      }
    }
  }

  mutating func grants() {
    var occasions: [Occasion] = []
    func ruled(_ kind: Kind) -> Bool {
      let event = PointsBooking.occasionNames[Int(kind.rawValue)]
      return !byHand.contains(event) && table.table.admits("points_event", .text(event))
    }
    if ruled(.purchase) { purchases(&occasions) }
    if ruled(.recommendation) { recommendations(&occasions) }
    if ruled(.attendance) { attendance(&occasions) }
    if ruled(.birthday) { birthdays(&occasions) }
    let columns: [String: Column] = [
      "points_event": Column(
        .text(codes: occasions.map { UInt32($0.kind.rawValue) }, pool: TextPool(PointsBooking.occasionNames))),
      "enrolment_amount": Column(.number(occasions.map(\.amount), .plain)),
      "first_enrolment": Column(
        .number(occasions.map { $0.kind == .purchase ? $0.isFirst ? 1 : 0 : .nan }, .boolean)),
    ]
    let outcome = table.evaluate(
      table.table.inputs.map { columns[$0.variable ?? $0.key] }, rows: occasions.count)
    let fixed = table.table.output(named: ["积分", "points"]) ?? 0
    let rate = table.table.output(named: ["每元积分", "points per yuan", "points_per_yuan"])
    // What the rules that matched give, found once for each set of them.
    typealias Gift = (fixed: Double, rate: Double, number: Int32)
    var known: [UInt64: Gift] = [:]
    func gift(_ row: Int) -> Gift {
      let pattern = outcome.pattern(row)
      if let pattern, let found = known[pattern] { return found }
      var gift: Gift = (0, 0, Int32(gifts.count))
      gifts.append(outcome.firedNumbers(row))
      if case .number(let value) = outcome.value(row, output: fixed) { gift.fixed = value }
      if let rate, case .number(let value) = outcome.value(row, output: rate) { gift.rate = value }
      if let pattern { known[pattern] = gift }
      return gift
    }
    let firstName = Int32(names.count)
    names += PointsBooking.occasionNames
    var granting = [Bool](repeating: false, count: PointsBooking.occasionNames.count)
    events.reserveLarge(events.count + occasions.count)
    for (i, one) in occasions.enumerated() {
      let gift = gift(i)
      // A hair above the product: 0.1 × 300 must give 30, not 29.
      let points = gift.fixed + ((one.amount.isNaN ? 0 : one.amount) * gift.rate + 1e-9).rounded(.down)
      guard points >= 1 else { continue }
      granting[Int(one.kind.rawValue)] = true
      events.append(
        Event(
          account: accounts[Int(one.customer)], customer: one.customer, day: one.day, expires: expiry(one.day),
          points: Int32(min(points, PointsBooking.most)), row: one.row, name: firstName + Int32(one.kind.rawValue),
          gift: gift.number, kind: .granted, source: .rule, table: one.table))
    }
    self.granting = granting.indices.filter { granting[$0] }.map { PointsBooking.occasionNames[$0] }
  }

  private func purchases(_ occasions: inout [Occasion]) {
    for person in engagement.people {
      var first = true
      for i in engagement.courses.range(Int(person)) where engagement.courses.paid[i] {
        occasions.append(
          Occasion(
            kind: .purchase, customer: person, day: engagement.courses.purchased[i],
            amount: Double(engagement.courses.cents[i]) / 100, isFirst: first, row: engagement.courses.row[i]))
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
          kind: .recommendation, customer: by, day: engagement.firstPaid[Int(person)], row: person))
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
          kind: .attendance, customer: records.person.isEmpty ? owners[row] : records.person[Int(owners[row])],
          day: days[row], row: Int32(row)))
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
        occasions.append(Occasion(kind: .birthday, customer: person, day: day, row: person))
      }
    }
  }

  // MARK: Booking

  func ledger() -> PointsLedger {
    // On one day grants come before what is spent.
    var order = KeyedRows(events.map(\.account), count: accounts.count)
    let keys = events.map { Int64($0.day) << 1 | ($0.points < 0 ? 1 : 0) }
    order.sort { keys[$0] < keys[$1] }
    // Every grant lapses once at most.
    var account = PointsAccount(reserving: events.reduce(events.count) { $0 + ($1.points > 0 ? 1 : 0) })
    var open: [PointsLedger.Open] = []
    var findings = findings
    for number in accounts.indices {
      let range = order.range(number)
      if range.isEmpty { continue }
      account.begin(Int32(number))
      for i in range {
        let event = events[Int(order.rows[i])]
        account.lapse(before: event.day)
        let shortfall = account.book(event)
        if shortfall > 0, event.kind == .redeemed, event.source == .manual {
          findings.append(
            Finding(
              "E473", .warning, at: records.points.table.place(row: Int(event.row), field: "points.points"),
              field: "points.points", hint: [String(shortfall)]))
        }
      }
      account.lapse(before: asOf + 1)
      account.open(&open)
    }
    return PointsLedger(
      asOf: records.asOf, rows: PointsLedger.Rows(entries: account.entries, events: names, gifts: gifts), open: open,
      accounts: accounts, granting: granting.sorted(), worth: settings.number("points_value") ?? 0, findings: findings)
  }
}

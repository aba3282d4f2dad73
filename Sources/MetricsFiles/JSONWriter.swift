import ByteScanning
import CustomerRecords
import Metrics
import Statistics
import Tabular

/// Writes JSON (RFC 8259) in the order it is told, one object or array a line at the outer levels.
///
/// Numbers are the shortest text that reads back as the same double; whole numbers have no point. What is not a
/// number is null.
struct JSONWriter {
  private(set) var out = OutputBuffer(capacity: 1 << 16)
  /// What a staff member is called outside.
  let staff: (String) -> String
  /// True where the next value needs a comma before it.
  private var wantsComma = false
  private var depth = 0

  init(staff: @escaping (String) -> String) { self.staff = staff }

  /// A label of the data, a staff member's by the name they have outside.
  func label(_ label: String?, of dimension: Dimension?) -> String? {
    dimension == .staff || dimension == .teacher ? label.map(staff) : label
  }

  private mutating func begin(_ key: String?) {
    if wantsComma { out.append(UInt8(ascii: ",")) }
    if depth <= 2, depth > 0 {
      out.append(UInt8(ascii: "\n"))
      for _ in 0..<depth { out.append(UInt8(ascii: " ")) }
    }
    if let key {
      string(key)
      out.append(UInt8(ascii: ":"))
    }
    wantsComma = true
  }

  mutating func object(_ key: String? = nil, _ body: (inout JSONWriter) -> Void) {
    begin(key)
    out.append(UInt8(ascii: "{"))
    (wantsComma, depth) = (false, depth + 1)
    body(&self)
    (wantsComma, depth) = (true, depth - 1)
    out.append(UInt8(ascii: "}"))
  }

  mutating func array<T>(_ key: String? = nil, _ items: some Sequence<T>, _ each: (inout JSONWriter, T) -> Void) {
    begin(key)
    out.append(UInt8(ascii: "["))
    (wantsComma, depth) = (false, depth + 1)
    for item in items { each(&self, item) }
    (wantsComma, depth) = (true, depth - 1)
    out.append(UInt8(ascii: "]"))
  }

  /// A list of numbers on one line.
  mutating func numbers(_ key: String? = nil, _ items: some Sequence<Int>) {
    line(key, items) { $0.out.append(decimal: $1) }
  }

  mutating func doubles(_ key: String? = nil, _ items: some Sequence<Double?>) {
    line(key, items) { $0.double($1) }
  }

  private mutating func line<T>(
    _ key: String?, _ items: some Sequence<T>, _ each: (inout JSONWriter, T) -> Void
  ) {
    begin(key)
    out.append(UInt8(ascii: "["))
    for (i, item) in items.enumerated() {
      if i > 0 { out.append(UInt8(ascii: ",")) }
      each(&self, item)
    }
    out.append(UInt8(ascii: "]"))
  }

  /// A row a period: its name, then the counts named.
  mutating func periods<T>(
    _ key: String, _ items: [T], _ period: KeyPath<T, Period>, _ counts: [(key: String, count: KeyPath<T, Int>)]
  ) {
    array(key, items) { json, item in
      json.object { json in
        json.value("period", item[keyPath: period].name)
        for each in counts { json.value(each.key, item[keyPath: each.count]) }
      }
    }
  }

  mutating func value(_ key: String? = nil, _ text: String?) {
    begin(key)
    if let text { string(text) } else { out.append("null") }
  }

  mutating func value(_ key: String? = nil, _ number: Int) {
    begin(key)
    out.append(decimal: number)
  }

  mutating func value(_ key: String? = nil, _ number: Int?) {
    begin(key)
    if let number { out.append(decimal: number) } else { out.append("null") }
  }

  mutating func value(_ key: String? = nil, _ number: Double?) {
    begin(key)
    double(number)
  }

  mutating func value(_ key: String? = nil, _ flag: Bool?) {
    begin(key)
    out.append(flag.map { $0 ? "true" : "false" } ?? "null" as String)
  }

  mutating func value(_ key: String? = nil, _ day: Day?) { value(key, day?.description) }

  private mutating func double(_ number: Double?) {
    guard let number, number.isFinite else {
      out.append("null")
      return
    }
    if number == number.rounded(), abs(number) < 1e15 {
      out.append(decimal: Int(number))
    } else {
      out.append("\(number)")
    }
  }

  private mutating func string(_ text: String) {
    out.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        out.append(UInt8(ascii: "\\"))
        out.append(byte)
      case 0x0A: out.append("\\n")
      case 0x0D: out.append("\\r")
      case 0x09: out.append("\\t")
      case 0..<0x20, 0x7F:
        let digits = Array("0123456789abcdef".utf8)
        out.append("\\u00")
        out.append(digits[Int(byte >> 4)])
        out.append(digits[Int(byte & 15)])
      default: out.append(byte)
      }
    }
    out.append(UInt8(ascii: "\""))
  }

  mutating func newline() { out.append(UInt8(ascii: "\n")) }
}

// What appears in many places.
extension JSONWriter {
  mutating func window(_ key: String, _ window: Window) {
    object(key) {
      $0.value("first", window.first)
      $0.value("last", window.last)
    }
  }

  /// The contract of a figure, inside its object.
  mutating func basis(_ basis: Basis) {
    value("definition", basis.definition)
    window("window", basis.window)
    object("exclusions") { json in for one in basis.exclusions { json.value(one.key, one.count) } }
    array("sources", basis.sources) { $0.value(nil, $1.rawValue) }
  }

  /// `rate numerator denominator people peopleAbove low high`, and the contract unless it stands with the list.
  mutating func rate(_ key: String?, _ rate: Rate, contract: Bool = true) {
    object(key) { $0.fields(rate, contract: contract) }
  }

  mutating func fields(_ rate: Rate, contract: Bool = true) {
    value("rate", rate.value)
    value("numerator", rate.numerator)
    value("denominator", rate.denominator)
    value("people", rate.people)
    value("peopleAbove", rate.peopleAbove)
    interval(rate.interval)
    if contract { basis(rate.basis) }
  }

  mutating func interval(_ interval: Interval?) {
    value("low", interval?.low)
    value("high", interval?.high)
  }

  mutating func amount(_ key: String, _ amount: Amount, contract: Bool = true) {
    object(key) {
      $0.value("value", amount.value)
      $0.value("unit", amount.unit.rawValue)
      $0.value("n", amount.n)
      $0.value("people", amount.people)
      if contract { $0.basis(amount.basis) }
    }
  }

  mutating func fields(_ score: Score, contract: Bool = true) {
    value("score", score.value)
    value("n", score.counts.n)
    value("promoters", score.counts.promoters)
    value("passives", score.counts.passives)
    value("detractors", score.counts.detractors)
    interval(score.interval)
    value("people", score.people)
    if contract { basis(score.basis) }
  }

  mutating func tallies(_ key: String, _ rows: [Labelled<Tally>], of dimension: Dimension? = nil) {
    array(key, rows) { json, row in
      json.object {
        $0.value("label", $0.label(row.label, of: dimension))
        $0.value("count", row.value.count)
        $0.value("people", row.value.people)
      }
    }
  }

  mutating func rates(_ key: String, _ rows: [Labelled<Rate>], of dimension: Dimension? = nil) {
    array(key, rows) { json, row in
      json.object {
        $0.value("label", $0.label(row.label, of: dimension))
        $0.fields(row.value, contract: false)
      }
    }
  }

  mutating func steps(_ key: String, _ steps: [KaplanMeier.Step]) {
    array(key, steps) { json, step in
      json.object {
        $0.value("t", step.time)
        $0.value("atRisk", step.atRisk)
        $0.value("events", step.events)
        $0.value("survival", step.survival)
        $0.interval(step.interval)
      }
    }
  }

  mutating func correlation(_ key: String, _ correlation: Correlation?) {
    guard let correlation else {
      value(key, nil as String?)
      return
    }
    object(key) {
      $0.value("r", correlation.r)
      $0.value("p", correlation.p)
      $0.value("n", correlation.n)
    }
  }

  mutating func descriptives(_ key: String, _ d: Descriptives) {
    object(key) {
      $0.value("count", d.count)
      $0.value("missing", d.missing)
      $0.value("mean", d.mean)
      $0.value("sd", d.deviation)
      $0.value("min", d.minimum)
      $0.value("q1", d.lowerQuartile)
      $0.value("median", d.median)
      $0.value("q3", d.upperQuartile)
      $0.value("max", d.maximum)
    }
  }

  /// All key figures of a slice or month.
  mutating func fields(_ f: KeyFigures) {
    value("customers", f.customers)
    value("enrolled", f.enrolled)
    value("active", f.active)
    value("lost", f.lost)
    value("newCustomers", f.newCustomers)
    value("newEnrolled", f.newEnrolled)
    value("purchases", f.purchases)
    value("revenue", Double(f.revenueCents) / 100)
    value("buyers", f.buyers)
    value("repeatBuyers", f.repeatBuyers)
    object("nps") { json in
      let counts = NetPromoter(
        promoters: f.nps.promoters, passives: f.nps.passives, detractors: f.nps.detractors)
      json.value("score", counts.score)
      json.value("n", counts.n)
      json.value("promoters", counts.promoters)
      json.value("passives", counts.passives)
      json.value("detractors", counts.detractors)
      json.value("people", f.nps.people)
    }
    func share(_ key: String, _ above: Int, _ below: Int, _ people: Int) {
      object(key) {
        $0.value("rate", below == 0 ? nil : Double(above) / Double(below))
        $0.value("numerator", above)
        $0.value("denominator", below)
        $0.value("people", people)
      }
    }
    share("csat", f.csatGood, f.csatAnswers, f.csatPeople)
    share("reached", f.visitsReached, f.visitsTold, f.visitPeople)
    share("renewal", f.renewed, f.renewable, f.renewablePeople)
    value("complaints", f.complaints)
    value("complaintPeople", f.complaintPeople)
  }
}

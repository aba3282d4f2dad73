package import ByteScanning
package import CustomerRecords
package import DecisionTables
import Tabular

/// Commission by enrolment amount and margin band, per representative and month (R4.7): lines finance can check one
/// by one. Money in integer cents.
package struct Commission: Sendable {
  package enum Kind: UInt8, Sendable { case earned, takenBack, bonus, penalty, reward }

  package struct Line: Sendable {
    package let kind: Kind
    /// The representative as the sheet has the name; nil where nobody is named.
    package let representative: String?
    /// Year × 12 + month − 1.
    package let month: Int
    /// Row of the enrolments table, -1 for bonuses and penalties.
    package let enrolment: Int32
    /// Customer row, -1 where there is none.
    package let customer: Int32
    package let base: Int64
    package let rate: Double
    /// Rule number of the commission table, or what the bonus is for.
    package let rule: String
    package let cents: Int64
  }

  package struct Total: Sendable {
    package let representative: String?
    package let month: Int
    package let enrolments: Int
    package let base: Int64
    package let earned: Int64
    package let takenBack: Int64
    package let extras: Int64
    package var cents: Int64 { earned + takenBack + extras }
  }

  /// By representative, month, then enrolment row.
  package let lines: [Line]
  package let totals: [Total]

  package init(lines: [Line]) {
    let sorted = lines.enumerated().sorted { a, b in
      let (x, y) = (a.element, b.element)
      return (x.representative ?? "", x.month, x.enrolment < 0 ? Int32.max : x.enrolment, x.kind.rawValue, a.offset)
        < (y.representative ?? "", y.month, y.enrolment < 0 ? Int32.max : y.enrolment, y.kind.rawValue, b.offset)
    }.map(\.element)
    var totals: [Total] = []
    var start = 0
    while start < sorted.count {
      var end = start
      while end < sorted.count, sorted[end].representative == sorted[start].representative,
        sorted[end].month == sorted[start].month
      { end += 1 }
      let group = sorted[start..<end]
      func sum(_ kinds: [Kind], _ value: (Line) -> Int64) -> Int64 {
        group.reduce(0) { kinds.contains($1.kind) ? $0 + value($1) : $0 }
      }
      totals.append(
        Total(
          representative: sorted[start].representative, month: sorted[start].month,
          enrolments: group.reduce(0) { $0 + ($1.kind == .earned ? 1 : 0) }, base: sum([.earned, .takenBack], \.base),
          earned: sum([.earned], \.cents), takenBack: sum([.takenBack], \.cents),
          extras: sum([.bonus, .penalty, .reward], \.cents)))
      start = end
    }
    self.lines = sorted
    self.totals = totals
  }

  /// `2026-03`.
  package static func name(ofMonth month: Int) -> String {
    let (year, number) = (month / 12, month % 12 + 1)
    return "\(year)-" + (number < 10 ? "0\(number)" : "\(number)")
  }

  package static func month(of day: Int32) -> Int {
    let civil = Day(rawValue: day).civil
    return civil.year * 12 + civil.month - 1
  }
}

extension Commission {
  /// A line for every paid enrolment up to as-of, and one that takes back the share of what was refunded. The
  /// refunded enrolment keeps its rate. Throws the first error of the commission sheet.
  ///
  /// - Parameter extras: bonuses, penalties and rewards, booked as they are.
  package init(
    _ records: Records, rules: RuleBook, extras: [Line] = []
  ) throws(Failure) {
    let compiled = try rules.table("commission", asOf: records.asOf)
    let deals = Deal.all(records)
    let columns: [String: Column] = [
      "enrolment_amount": .numbers(deals.map { Double($0.cents) / 100 }),
      "margin_rate": .numbers(deals.map(\.margin)),
      "first_enrolment": Column(.number(deals.map { $0.isFirst ? 1 : 0 }, .boolean)),
      "course": .texts(deals.map(\.course)), "course_type": .texts(deals.map(\.courseType)),
    ]
    let outcome = compiled.evaluate(compiled.table.inputs.map { columns[$0.variable ?? $0.key] }, rows: deals.count)
    let output = compiled.table.output(named: ["提成率", "rate"]) ?? 0
    var lines: [Line] = []
    for (i, deal) in deals.enumerated() {
      guard case .number(let rate) = outcome.value(i, output: output) else { continue }
      let fired = outcome.firedNumbers(i).joined(separator: ",")
      let rule = fired.isEmpty ? "default" : fired
      func line(_ kind: Kind, _ base: Int64) -> Line {
        Line(
          kind: kind, representative: deal.representative, month: Commission.month(of: deal.day),
          enrolment: deal.row, customer: deal.customer, base: base, rate: rate, rule: rule,
          cents: Int64((Double(base) * rate).rounded()))
      }
      lines.append(line(.earned, deal.cents))
      if deal.refund > 0 { lines.append(line(.takenBack, -min(deal.refund, deal.cents))) }
    }
    self.init(lines: lines + extras)
  }
}

/// A paid enrolment as commission sees it.
struct Deal {
  let row: Int32
  let customer: Int32
  let representative: String?
  let day: Int32
  let cents: Int64
  let refund: Int64
  let margin: Double?
  let isFirst: Bool
  let course: String?
  let courseType: String?

  static func all(_ records: Records) -> [Deal] {
    let table = records.enrolments
    let owners = records.customerRow(of: .enrolments)
    let days = table.days("purchase_date").days
    let (amount, refund) = (table.numbers("amount").values, table.numbers("refund").values)
    let (rate, profit) = (table.numbers("margin_rate").values, table.numbers("margin_amount").values)
    let (seller, holder) = (table.texts("sales_rep"), records.customers.texts("owner"))
    let (course, type) = (table.texts("course"), table.texts("course_type"))
    func person(_ customer: Int32) -> Int32 {
      customer < 0 || records.person.isEmpty ? customer : records.person[Int(customer)]
    }
    var rows: [Int32] = []
    for row in 0..<table.count where days[row] != Day.missing && days[row] <= records.asOf.rawValue {
      if amount[row] > 0 { rows.append(Int32(row)) }
    }
    rows.sort { (days[Int($0)], $0) < (days[Int($1)], $1) }
    var known: Set<Int32> = []
    return rows.map { row -> Deal in
      let i = Int(row)
      let customer = person(owners[i])
      let isFirst = customer < 0 || known.insert(customer).inserted
      var ratio: Double?
      if !rate[i].isNaN { ratio = rate[i] } else if !profit[i].isNaN { ratio = profit[i] / amount[i] }
      var name = seller[i]
      if name == nil, customer >= 0 { name = holder[Int(customer)] }
      let back: Int64 = refund[i].isNaN ? 0 : CustomerRecords.cents(refund[i])
      return Deal(
        row: row, customer: customer, representative: name,
        day: days[i], cents: CustomerRecords.cents(amount[i]),
        refund: back, margin: ratio, isFirst: isFirst,
        course: course[i], courseType: type[i])
    }
  }
}

package import CustomerRecords
import Statistics
import Tabular

/// What visits cost in time and money, and when people can be reached.
package struct VisitEffort: Sendable {
  package struct Row: Sendable {
    /// Nil: the log does not say.
    package var label: String?
    package var visits: Int
    package var reached: Int
    /// Sum, and how many visits it is known of.
    package var minutes: Double
    package var timed: Int
    /// What the log says, else minutes at the staff member's cost per hour.
    package var cost: Double
    package var priced: Int
  }
  /// Share of contacts that reached somebody, with the Wilson 95 % interval.
  package struct Slot: Sendable {
    /// ISO weekday 1…7, or hour 0…23.
    package var slot: Int
    package var visits: Int
    package var reached: Int
    package var low: Double
    package var high: Double
  }

  package let byChannel: [Row]
  package let byOutcome: [Row]
  package let byType: [Row]
  package let byStaff: [Row]
  package let byScript: [Row]
  package let byWeekday: [Slot]
  /// Empty where the log has no times of day.
  package let byHour: [Slot]

  package init(_ records: Records, settings: Settings) {
    let visits = records.visits
    let outcomes = visits.texts("outcome")
    let words = flags(outcomes, among: settings.words("reached_outcomes"))
    let minutes = visits.numbers("minutes")
    let costs = visits.numbers("cost")
    let staff = visits.texts("staff")
    let hourly = VisitEffort.hourly(records, staff)
    let days = visits.days("visit_date").days
    let asOf = records.asOf.rawValue
    let tells = visits.has("outcome")
    func isReached(_ row: Int) -> Bool {
      let code = outcomes.codes[row]
      return code == TextPool.none ? !tells : words[Int(code)]
    }
    let rows = (0..<visits.count).filter { days[$0] != Day.missing && days[$0] <= asOf }
    func group(_ field: String) -> [Row] {
      guard visits.has(field) else { return [] }
      let view = visits.texts(field)
      var index: [UInt32: Int] = [:]
      var found: [Row] = []
      for row in rows {
        let code = view.codes[row]
        let at: Int
        if let known = index[code] {
          at = known
        } else {
          at = found.count
          index[code] = at
          found.append(
            Row(label: view[row], visits: 0, reached: 0, minutes: 0, timed: 0, cost: 0, priced: 0))
        }
        found[at].visits += 1
        if isReached(row) { found[at].reached += 1 }
        if let time = minutes[row] {
          found[at].minutes += time
          found[at].timed += 1
        }
        let worked = staff.codes[row] == TextPool.none ? nil : hourly[Int(staff.codes[row])]
        if let cost = costs[row] ?? minutes[row].flatMap({ time in worked.map { time / 60 * $0 } }) {
          found[at].cost += cost
          found[at].priced += 1
        }
      }
      return found.sorted { ($1.visits, $0.label ?? "\u{FFFF}") < ($0.visits, $1.label ?? "\u{FFFF}") }
    }
    byChannel = group("channel")
    byOutcome = group("outcome")
    byType = group("visit_type")
    byStaff = group("staff")
    byScript = group("script")
    func slots(_ slot: (Int) -> Int?) -> [Slot] {
      var count: [Int: (n: Int, k: Int)] = [:]
      for row in rows {
        guard let at = slot(row), outcomes.codes[row] != TextPool.none else { continue }
        count[at, default: (0, 0)].n += 1
        if isReached(row) { count[at, default: (0, 0)].k += 1 }
      }
      return count.keys.sorted().map { at in
        let (n, k) = count[at] ?? (0, 0)
        let interval = Proportion.wilson(k, of: n)
        return Slot(slot: at, visits: n, reached: k, low: interval?.low ?? 0, high: interval?.high ?? 1)
      }
    }
    byWeekday = slots { Day(rawValue: days[$0]).weekday }
    let times = visits.numbers("visit_date_time").values
    byHour = slots { times[$0].isNaN ? nil : min(23, max(0, Int(times[$0] * 24 + 1e-9))) }
  }

  /// Cost per hour by code of the staff column.
  private static func hourly(_ records: Records, _ staff: TextView) -> [Double?] {
    let table = records[.staff]
    let names = table.texts("name")
    let costs = table.numbers("cost_per_hour")
    var known: [String: Double] = [:]
    for row in 0..<table.count { if let name = names[row], let cost = costs[row] { known[name] = cost } }
    return (0..<UInt32(staff.pool.count)).map { known[staff.pool.string($0)] }
  }
}

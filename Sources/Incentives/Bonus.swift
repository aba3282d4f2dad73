package import CustomerRecords
import Statistics
package import Tabular

/// What a representative achieved in a period against the period before, and whether it earns a bonus (R4.7).
package struct Bonus: Sendable {
  package enum Measure: String, Sendable { case conversion, satisfaction }

  package struct Share: Sendable, Equatable {
    package let hits: Int
    package let n: Int
    package var rate: Double? { n == 0 ? nil : Double(hits) / Double(n) }
    package init(hits: Int, n: Int) {
      self.hits = hits
      self.n = n
    }
  }

  package let representative: String
  package let measure: Measure
  package let before: Share
  package let now: Share
  package let isEarned: Bool
  package let cents: Int64

  /// Conversion: of a representative's customers registered (or first asked) in a period, those who paid first by its
  /// end. Satisfaction: answers 4 and 5 among the scores of a representative's visits. A bonus needs enough cases in
  /// both periods and a gain of at least the settings' share.
  package static func all(
    _ records: Records, engagement: Engagement, settings: Settings, period: ClosedRange<Day>,
    before: ClosedRange<Day>
  ) -> [Bonus] {
    let minimum = settings.integer("bonus_minimum", or: 10)
    let amount = CustomerRecords.cents(settings.number("bonus_amount") ?? 0)
    var bonuses: [Bonus] = []
    for measure in [Measure.conversion, .satisfaction] {
      let now = shares(measure, records, engagement, period)
      let then = shares(measure, records, engagement, before)
      let needed = settings.number("bonus_\(measure.rawValue)_gain") ?? 0.05
      for name in Set(now.keys).union(then.keys).sorted() {
        let (a, b) = (then[name] ?? Share(hits: 0, n: 0), now[name] ?? Share(hits: 0, n: 0))
        let gain = (b.rate ?? 0) - (a.rate ?? 0)
        // A hair of tolerance: 0.35 − 0.30 is a gain of 0.05.
        let earned = a.n >= minimum && b.n >= minimum && gain >= needed - 1e-9
        bonuses.append(
          Bonus(
            representative: name, measure: measure, before: a, now: b, isEarned: earned, cents: earned ? amount : 0))
      }
    }
    return bonuses
  }

  /// The bonus as a commission line of the period's last month.
  package func line(month: Int) -> Commission.Line? {
    guard isEarned else { return nil }
    return Commission.Line(
      kind: .bonus, representative: representative, month: month, enrolment: -1, customer: -1, base: 0, rate: 0,
      rule: measure.rawValue, cents: cents)
  }

  private static func shares(
    _ measure: Measure, _ records: Records, _ engagement: Engagement, _ period: ClosedRange<Day>
  ) -> [String: Share] {
    var counts: [String: (hits: Int, n: Int)] = [:]
    switch measure {
    case .conversion:
      let owner = records.customers.texts("owner")
      let (registered, inquired) = (records.customers.days("registered_on"), records.customers.days("inquired_on"))
      for person in engagement.people.map({ Int($0) }) {
        guard let name = owner[person], let day = inquired[person] ?? registered[person], period.contains(day) else {
          continue
        }
        let paid = engagement.firstPaid[person]
        counts[name, default: (0, 0)].n += 1
        if paid != Day.missing, paid <= period.upperBound.rawValue { counts[name, default: (0, 0)].hits += 1 }
      }
    case .satisfaction:
      let (staff, days) = (records.visits.texts("staff"), records.visits.days("visit_date"))
      let score = records.visits.numbers("csat").values
      for row in score.indices where (1...5).contains(score[row]) {
        guard let name = staff[row], let day = days[row], period.contains(day) else { continue }
        counts[name, default: (0, 0)].n += 1
        if score[row] >= 4 { counts[name, default: (0, 0)].hits += 1 }
      }
    }
    return counts.mapValues { Share(hits: $0.hits, n: $0.n) }
  }
}

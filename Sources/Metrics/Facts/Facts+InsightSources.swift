import CustomerRecords
import RealModule
import Statistics
import Tabular

/// What is compared to find what matters, besides one period with another.
extension Facts {
  /// One value of a dimension against all others.
  func differences(_ all: [Dimension: [KeyFigures]]) -> [InsightCandidate] {
    var out: [InsightCandidate] = []
    for dimension in [Dimension.channel, .course, .stage, .campus, .staff, .teacher, .grade, .tier, .region] {
      guard let codes = dimensions[dimension], let figures = all[dimension] else { continue }
      func compare(
        _ measure: String, _ section: String, better: Int, _ above: (KeyFigures) -> Int, _ below: (KeyFigures) -> Int,
        _ people: (KeyFigures) -> Int
      ) {
        let all = (
          figures.reduce(0) { $0 + above($1) }, figures.reduce(0) { $0 + below($1) },
          figures.reduce(0) { $0 + people($1) }
        )
        for at in 1..<figures.count {
          let one = figures[at]
          let (a, n) = (above(one), below(one))
          let (b, m) = (all.0 - a, all.1 - n)
          guard people(one) >= 10, n >= 10, m >= 10 else { continue }
          // Several answers or visits of one person count as one trial.
          let (x, y) = (Proportion.perPerson(a, n, people(one)), Proportion.perPerson(b, m, all.2 - people(one)))
          guard let p = Proportion.equalityP(x, y), let (_, interval) = Proportion.difference(x, y),
            !interval.contains(0)
          else { continue }
          let difference = Double(a) / Double(n) - Double(b) / Double(m)
          let good = difference * Double(better) > 0
          out.append(
            InsightCandidate(
              insight: Insight(
                key: "difference.\(difference > 0 ? "above" : "below")",
                arguments: [
                  .figure(measure), .dimension(dimension), .label(codes.names[at - 1]), .share(Double(a) / Double(n)),
                  .share(Double(b) / Double(m)), .shareChange(difference), .interval(interval, percent: true),
                  .count(people(one)),
                ], section: section, direction: good ? .good : .bad,
                weight: abs(difference) * Double(people(one)) * (good ? 0.6 : 1), certainty: 1, people: people(one),
                table: .customers, rows: []), topic: "difference.\(measure)", p: p,
              behind: { (.customers, members(codes, Int32(at - 1))) }))
        }
      }
      // Tiers and grades are made from purchases: comparing purchases by them would only find the rule again.
      if dimension != .tier && dimension != .grade {
        compare("lost_share", "churn", better: -1, { $0.lost }, { $0.enrolled }, { $0.enrolled })
        compare("repurchase", "repurchase", better: 1, { $0.repeatBuyers }, { $0.buyers }, { $0.buyers })
        compare("renewal", "repurchase", better: 1, { $0.renewed }, { $0.renewable }, { $0.renewablePeople })
      }
      compare("csat", "satisfaction", better: 1, { $0.csatGood }, { $0.csatAnswers }, { $0.csatPeople })
      compare("reached", "visits", better: 1, { $0.visitsReached }, { $0.visitsTold }, { $0.visitPeople })
    }
    return out
  }

  /// Customers of one value of a dimension.
  private func members(_ codes: DimensionCodes, _ code: Int32) -> [UInt32] {
    guard codes.byPurchase, let rows = codes.enrolment else {
      return people.filter { codes.customer[Int($0)] == code }.map { UInt32($0) }
    }
    let courses = engagement.courses
    return people.filter { row in courses.range(Int(row)).contains { rows[Int(courses.row[$0])] == code } }
      .map { UInt32($0) }
  }

  func drivers(_ report: MetricsReport) -> [InsightCandidate] {
    var out: [InsightCandidate] = report.satisfaction.drivers.compactMap { driver in
      guard driver.peopleWith >= 10, driver.peopleWithout >= 10,
        let v = driver.with.variance, let w = driver.without.variance, v + w > 0
      else { return nil }
      let p = Normal.twoSided(driver.difference / 100 / Double.sqrt(v + w))
      let rows = judgements.themes.first { $0.key == driver.theme }?.rows ?? []
      return InsightCandidate(
        insight: Insight(
          key: driver.difference < 0 ? "driver.down" : "driver.up",
          arguments: [
            .label(driver.theme), .points(driver.difference), .count(driver.with.n),
            .interval(driver.interval, percent: false),
          ], section: "satisfaction", direction: driver.difference < 0 ? .bad : .good,
          weight: abs(driver.difference) / 100 * Double(driver.peopleWith), certainty: 1, people: driver.peopleWith,
          table: .visits, rows: rows), topic: "driver", p: p)
    }
    for effect in report.visits.effects {
      guard let difference = effect.difference, let interval = effect.interval, !interval.contains(0),
        min(effect.visited.denominator, effect.notVisited.denominator) >= 20
      else { continue }
      let half = (interval.high - interval.low) / 2
      out.append(
        InsightCandidate(
          insight: Insight(
            key: "effect.\(effect.question.rawValue)",
            arguments: [
              .shareChange(difference), .interval(interval, percent: true), .count(effect.visited.denominator),
              .count(effect.notVisited.denominator),
            ], section: "visits", direction: difference > 0 ? .good : .neutral,
            weight: abs(difference) * Double(min(effect.visited.denominator, effect.notVisited.denominator)) * 0.5,
            certainty: 1, people: effect.visited.denominator + effect.notVisited.denominator, table: .customers,
            rows: people.map { UInt32($0) }), topic: "effect.\(effect.question.rawValue)",
          p: half > 0 ? Normal.twoSided(difference / (half / Normal.z95)) : 1))
    }
    return out
  }

  /// The rule of the visit plan whose visits were missed most.
  private func worstRule() -> (rule: String, missed: Int)? {
    var missed = [Int](repeating: 0, count: judgements.ruleNames.count)
    for visit in judgements.planned where visit.state == .missed && counts(visit.customer) {
      missed[Int(visit.rule)] += 1
    }
    return zip(judgements.ruleNames, missed).filter { $1 > 0 }.max { ($0.1, $1.0) < ($1.1, $0.0) }
  }

  /// Customers with a planned visit that was missed.
  private var missedCustomers: [UInt32] {
    let planned = judgements.planned
    var missed = [Bool](repeating: false, count: Int(planned.lazy.map(\.customer).max() ?? -1) + 1)
    for visit in planned where visit.state == .missed { missed[Int(visit.customer)] = true }
    return missed.indices.filter { missed[$0] }.map { UInt32($0) }
  }

  /// Lists that are true as they stand: who is about to be lost, what waits too long.
  func lists(_ report: MetricsReport) -> [InsightCandidate] {
    var out: [InsightCandidate] = []
    func tell(
      _ key: String, _ section: String, _ arguments: [Insight.Argument], weight: Double, people: Int,
      _ table: TableKind, _ rows: [UInt32]
    ) {
      out.append(
        InsightCandidate(
          insight: Insight(
            key: key, arguments: arguments, section: section, direction: .bad, weight: weight, certainty: 1,
            people: people, table: table, rows: rows), topic: key, p: nil))
    }
    let soon = report.churn.atRisk.filter { ($0.lostOn ?? asOf.advanced(by: 999)) - asOf <= 30 }
    let share = report.churn.lostShare.value ?? 0
    if !soon.isEmpty {
      let cents = soon.reduce(0) { $0 + $1.spentCents }
      tell(
        "list.atRisk", "churn", [.count(soon.count), .days(30), .money(Double(cents) / 100)],
        weight: Double(soon.count) * max(0.2, min(0.6, share)), people: soon.count, .customers,
        soon.map { UInt32($0.row) }.sorted())
    }
    let received = records.complaints.days("received_on").days
    let old = report.complaints.openByAge.filter { $0.from >= 15 }.reduce(0) { $0 + $1.tally.count }
    if old > 0 {
      let rows = openComplaints.filter { received[$0] != Day.missing && received[$0] + 15 <= asOf.rawValue }
      let people = report.complaints.openByAge.filter { $0.from >= 15 }.reduce(0) { $0 + $1.tally.people }
      tell(
        "list.oldComplaints", "complaints", [.count(old), .days(14)], weight: Double(old), people: people, .complaints,
        rows.map { UInt32($0) })
    }
    if let plan = report.visits.plan, let worst = worstRule(), plan.inTime.people >= 10, let rate = plan.inTime.value,
      let interval = plan.inTime.interval, interval.high < 0.9
    {
      tell(
        "list.planMissed", "visits",
        [
          .share(rate), .count(plan.inTime.denominator), .count(plan.missed), .label(worst.rule), .count(worst.missed),
        ],
        weight: (0.9 - rate) * Double(plan.inTime.people), people: plan.inTime.people, .customers,
        missedCustomers)
    }
    // Only where calls count as activity can calls keep anybody "retained".
    if report.retention.main.activity == .interaction, report.retention.contactGapMatters,
      let gap = report.retention.contactGap
    {
      tell(
        "list.contactGap", "retention", [.shareChange(gap)], weight: abs(gap) * Double(report.counts.enrolled.value),
        people: report.counts.enrolled.value, .customers, people.map { UInt32($0) })
    }
    return out
  }
}

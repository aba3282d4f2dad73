import CustomerRecords
import RealModule
import Statistics
import Tabular

extension Facts {
  /// A finding before it is known whether it stands out among all that were tried.
  private struct Candidate {
    var insight: Insight
    /// Findings of one topic compete: only the weightiest is told.
    var topic: String
    /// nil = a plain count, true as it stands.
    var p: Double?
    /// Finds the rows behind it; asked only of findings that are told.
    var behind: (() -> (TableKind, [UInt32]))?
  }

  /// What matters now. Every comparison tried is tested, the p values are adjusted for the number of trials
  /// (Benjamini–Hochberg, 5 %), and what could be noise is dropped; the rest is ordered by people concerned.
  func insights(
    _ report: MetricsReport, recent: PeriodReport, _ figures: [Dimension: [KeyFigures]]
  ) -> [Insight] {
    var candidates = changes(recent) + differences(figures) + drivers(report) + lists(report)
    let tested = candidates.indices.filter { candidates[$0].p != nil }
    let adjusted = MultipleTesting.benjaminiHochberg(tested.map { candidates[$0].p! })
    var noise = Set<Int>()
    for (i, q) in zip(tested, adjusted) {
      if q > 0.05 { noise.insert(i) }
      candidates[i].insight.certainty = 1 - q
      candidates[i].insight.weight *= 1 - q
    }
    let standing = candidates.indices.filter { !noise.contains($0) && candidates[$0].insight.weight > 0 }
      .sorted { (candidates[$0].insight.weight, $1) > (candidates[$1].insight.weight, $0) }
    var topics = Set<String>()
    var sections: [String: Int] = [:]
    var out: [Insight] = []
    for i in standing {
      var one = candidates[i]
      guard topics.insert(one.topic).inserted, sections[one.insight.section, default: 0] < 2 else { continue }
      sections[one.insight.section, default: 0] += 1
      if let behind = one.behind { (one.insight.table, one.insight.rows) = behind() }
      out.append(one.insight)
      if out.count == 8 { break }
    }
    return out
  }

  private static let home: [String: String] = [
    "new_customers": "overview", "new_enrolled": "overview", "active": "overview", "lost": "churn", "churn": "churn",
    "reactivated": "churn", "revenue": "spending", "purchases": "spending", "average_purchase": "spending",
    "repurchase": "repurchase", "renewal": "repurchase", "nps": "satisfaction", "csat": "satisfaction",
    "visits": "visits", "reached": "visits", "complaints": "complaints",
  ]

  /// This period against the one before, and against its targets.
  private func changes(_ report: PeriodReport) -> [Candidate] {
    var out: [Candidate] = []
    let behind = rowsBehind(report.window)
    for figure in report.figures where figure.better != 0 {
      let section = Facts.home[figure.key] ?? "overview"
      guard figure.now.people >= 10, let now = figure.now.value else { continue }
      if figure.before.people >= 10, let before = figure.before.value, let change = figure.change,
        let interval = figure.changeInterval, change != 0, !isSeason(figure, now, change)
      {
        let half = (interval.high - interval.low) / 2
        let p = half > 0 ? Normal.twoSided(change / (half / Normal.z95)) : nil
        let better = change * Double(figure.better) > 0
        let size = Facts.weight(figure.unit, change, people: figure.now.people)
        out.append(
          Candidate(
            insight: Insight(
              key: "change.\(figure.unit.rawValue).\(change > 0 ? "up" : "down")",
              arguments: [
                .figure(figure.key), .period(report.period.name), Facts.argument(figure.unit, now),
                Facts.argument(figure.unit, before), Facts.delta(figure.unit, change),
                .interval(interval, percent: figure.unit == .share),
              ], section: section, direction: better ? .good : .bad, weight: size, certainty: 1,
              people: figure.now.people, table: .customers, rows: []), topic: "change.\(figure.key)", p: p ?? 1,
            behind: { behind(figure.key) }))
      }
      // A target counts as missed only where it lies outside the figure's own interval.
      if let target = figure.target, figure.targetMet == false, report.complete {
        if let interval = figure.now.interval, interval.contains(target) { continue }
        out.append(
          Candidate(
            insight: Insight(
              key: "target.missed",
              arguments: [
                .figure(figure.key), .period(report.period.name), Facts.argument(figure.unit, now),
                Facts.argument(figure.unit, target),
              ], section: section, direction: .bad,
              weight: Facts.weight(figure.unit, now - target, people: figure.now.people), certainty: 1,
              people: figure.now.people, table: .customers, rows: []), topic: "target.\(figure.key)", p: nil,
            behind: { behind(figure.key) }))
      }
    }
    return out
  }

  private static func weight(_ unit: PeriodReport.Figure.Unit, _ change: Double, people: Int) -> Double {
    switch unit {
    case .share: return abs(change) * Double(people)
    case .points: return abs(change) / 100 * Double(people)
    case .count: return abs(change)
    case .money: return Double(people) * 0.1
    }
  }

  private static func argument(_ unit: PeriodReport.Figure.Unit, _ value: Double) -> Insight.Argument {
    switch unit {
    case .share: return .share(value)
    case .points: return .text(signed(value))
    case .count: return .count(Int(value))
    case .money: return .money(value)
    }
  }

  /// The size of a change; the sentence's words say which way.
  private static func delta(_ unit: PeriodReport.Figure.Unit, _ value: Double) -> Insight.Argument {
    switch unit {
    case .share: return .shareChange(value)
    case .points: return .points(value)
    case .count: return .count(abs(Int(value)))
    case .money: return .money(abs(value))
    }
  }

  /// A score with its sign, to one decimal: `+51.7`, `−3.0`.
  private static func signed(_ score: Double) -> String {
    let tenths = Int((abs(score) * 10).rounded())
    return (tenths == 0 ? "" : score < 0 ? "−" : "+") + "\(tenths / 10).\(tenths % 10)"
  }

  /// The rows a figure of a window was counted from.
  private func rowsBehind(_ window: Window) -> (String) -> (TableKind, [UInt32]) {
    { key in
      switch key {
      case "visits", "reached", "nps", "csat":
        let rows = (0..<visitLog.count).filter { row in
          guard window.contains(visitLog.day[row]), countsVisit(row) else { return false }
          return key == "nps" ? visitLog.nps[row] >= 0 : key == "csat" ? visitLog.csat[row] > 0 : true
        }
        return (.visits, rows.map { UInt32($0) })
      case "complaints":
        let owners = complaintOwners
        let days = records.complaints.days("received_on").days
        return (
          .complaints, owners.indices.filter { window.contains(days[$0]) && counts(owners[$0]) }.map { UInt32($0) }
        )
      case "lost", "churn":
        let rows = people.filter {
          engagement.isLost(Int($0)) && window.contains(engagement.lostDay[Int($0)])
        }
        return (.customers, rows.map { UInt32($0) })
      case "purchases", "revenue", "average_purchase", "repurchase", "renewal":
        let courses = engagement.courses
        var rows: [UInt32] = []
        for row in people {
          for c in courses.range(Int(row)) where window.contains(courses.purchased[c]) {
            rows.append(UInt32(courses.row[c]))
          }
        }
        return (.enrolments, rows.sorted())
      default:
        return (.customers, people.filter { window.contains(firstSeen[Int($0)]) }.map { UInt32($0) })
      }
    }
  }

  /// One value of a dimension against all others.
  private func differences(_ all: [Dimension: [KeyFigures]]) -> [Candidate] {
    var out: [Candidate] = []
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
          // Several answers or visits of one person count as one trial.
          let (x, y) = (Facts.perPerson(a, n, people(one)), Facts.perPerson(b, m, all.2 - people(one)))
          guard people(one) >= 10, n >= 10, m >= 10, let p = Proportion.equalityP(x, y),
            let (_, interval) = Proportion.difference(x, y), !interval.contains(0)
          else { continue }
          let difference = Double(a) / Double(n) - Double(b) / Double(m)
          let good = difference * Double(better) > 0
          out.append(
            Candidate(
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
      compare("reached", "visits", better: 1, { $0.visitsReached }, { $0.visits }, { $0.visitPeople })
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

  private func drivers(_ report: MetricsReport) -> [Candidate] {
    var out: [Candidate] = report.satisfaction.drivers.compactMap { driver in
      guard driver.peopleWith >= 10, driver.peopleWithout >= 10,
        let v = driver.with.variance, let w = driver.without.variance, v + w > 0
      else { return nil }
      let p = Normal.twoSided(driver.difference / 100 / Double.sqrt(v + w))
      let rows = judgements.themes.first { $0.key == driver.theme }?.rows ?? []
      return Candidate(
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
        Candidate(
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

  /// A change that a year ago was as large says nothing but what season it is: summer courses end every summer.
  private func isSeason(_ figure: PeriodReport.Figure, _ now: Double, _ change: Double) -> Bool {
    guard figure.yearBefore.people >= 10, let yearAgo = figure.yearBefore.value else { return false }
    let against = Facts.change(figure.unit, figure.now, figure.yearBefore)
    if against.interval?.contains(0) ?? false { return true }
    return (now - yearAgo).sign != change.sign
  }

  /// The rule of the visit plan whose visits were missed most.
  private func worstRule() -> (rule: String, missed: Int)? {
    var missed: [String: Int] = [:]
    for visit in judgements.planned where visit.state == .missed && counts(visit.customer) {
      missed[visit.rule, default: 0] += 1
    }
    return missed.max { ($0.value, $1.key) < ($1.value, $0.key) }.map { ($0.key, $0.value) }
  }

  /// Lists that are true as they stand: who is about to be lost, what waits too long.
  private func lists(_ report: MetricsReport) -> [Candidate] {
    var out: [Candidate] = []
    func tell(
      _ key: String, _ section: String, _ arguments: [Insight.Argument], weight: Double, people: Int,
      _ table: TableKind, _ rows: [UInt32]
    ) {
      out.append(
        Candidate(
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
        Set(judgements.planned.filter { $0.state == .missed }.map { UInt32($0.customer) }).sorted())
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

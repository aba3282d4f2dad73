import CustomerRecords
import Statistics
import Tabular

/// A finding before it is known whether it stands out among all that were tried.
struct InsightCandidate {
  var insight: Insight
  /// Findings of one topic compete: only the weightiest is told.
  var topic: String
  /// nil = a plain count, true as it stands.
  var p: Double?
  /// Finds the rows behind it; asked only of findings that are told.
  var behind: (() -> (TableKind, [UInt32]))?
}

extension Facts {
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
  private func changes(_ report: PeriodReport) -> [InsightCandidate] {
    var out: [InsightCandidate] = []
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
          InsightCandidate(
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
          InsightCandidate(
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
        let owners = complaintLog.person
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

  /// A change that a year ago was as large says nothing but what season it is: summer courses end every summer.
  private func isSeason(_ figure: PeriodReport.Figure, _ now: Double, _ change: Double) -> Bool {
    guard figure.yearBefore.people >= 10, let yearAgo = figure.yearBefore.value else { return false }
    let against = Facts.change(figure.unit, figure.now, figure.yearBefore)
    if against.interval?.contains(0) ?? false { return true }
    return (now - yearAgo).sign != change.sign
  }
}

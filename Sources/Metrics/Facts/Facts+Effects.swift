import CustomerRecords
import Statistics
import Tabular

extension Facts {
  /// Did the visit work? Landmark comparisons: who was reached in the first days against who was not, and what came
  /// after those days, within the same grade and stage. Only people still undecided at the landmark, and followed
  /// to the end of the span, are compared; it is no experiment all the same.
  func effects() -> [VisitSection.Effect] {
    guard visitLog.count > 0 else { return [] }
    let leads = landmark(
      .enrolling, wait: 14, follow: 60, from: firstSeen, contact: reachedDays,
      open: { person, mark in
        let paid = engagement.firstPaid[person]
        return paid == Day.missing || paid > mark
      },
      success: { person, mark, end in
        let paid = engagement.firstPaid[person]
        return paid != Day.missing && paid > mark && paid <= end
      })
    func staying(_ question: VisitSection.Effect.Question, _ contact: DayRuns) -> VisitSection.Effect {
      landmark(
        question, wait: 30, follow: 180, from: engagement.firstPaid, contact: contact,
        open: { person, mark in !engagement.isLost(person, on: mark) },
        success: { person, _, end in !engagement.isLost(person, on: end) })
    }
    return [leads, staying(.staying, reachedDays), staying(.events, eventDays)].filter {
      $0.visited.denominator + $0.notVisited.denominator > 0
    }
  }

  /// Days on which somebody of the house reached the person.
  private var reachedDays: DayRuns {
    DayRuns(
      rows: inside.count,
      events: (0..<visitLog.count).compactMap { row in
        visitLog.reached[row] && visitLog.person[row] >= 0 && visitLog.day[row] != Day.missing
          ? (visitLog.person[row], visitLog.day[row]) : nil
      })
  }

  /// Days on which the person came to a lecture, seminar or the like.
  private var eventDays: DayRuns {
    let types = records.visits.texts("visit_type")
    let words = Set(settings.words("attendance_types").map { $0.lowercased() })
    var verdict = [Int8](repeating: -1, count: types.pool.count)
    return DayRuns(
      rows: inside.count,
      events: (0..<visitLog.count).compactMap { row in
        let code = types.codes[row]
        guard code != TextPool.none, visitLog.person[row] >= 0, visitLog.day[row] != Day.missing else { return nil }
        if verdict[Int(code)] < 0 {
          verdict[Int(code)] = words.contains(types.pool.string(code).trimmed.lowercased()) ? 1 : 0
        }
        return verdict[Int(code)] == 1 ? (visitLog.person[row], visitLog.day[row]) : nil
      })
  }

  private func landmark(
    _ question: VisitSection.Effect.Question, wait: Int32, follow: Int32, from: [Int32], contact: DayRuns,
    open: (Int, Int32) -> Bool, success: (Int, Int32, Int32) -> Bool
  ) -> VisitSection.Effect {
    let grade = dimensions[.grade]
    let stage = dimensions[.stage]
    let stages = (stage?.names.count ?? 0) + 1
    var strata = [(a: Int, n: Int, b: Int, m: Int)](
      repeating: (0, 0, 0, 0), count: ((grade?.names.count ?? 0) + 1) * stages)
    for row in people {
      let person = Int(row)
      let start = from[person]
      guard start != Day.missing, start + wait + follow <= asOf.rawValue, open(person, start + wait) else { continue }
      let last = contact.last(person, notAfter: start + wait)
      let visited = last != Day.missing && last >= start
      let good = success(person, start + wait, start + wait + follow)
      let at = Int((grade?.customer[person] ?? -1) + 1) * stages + Int((stage?.customer[person] ?? -1) + 1)
      if visited {
        strata[at].n += 1
        if good { strata[at].a += 1 }
      } else {
        strata[at].m += 1
        if good { strata[at].b += 1 }
      }
    }
    let both = strata.filter { $0.n > 0 && $0.m > 0 }
    let pooled = Proportion.pooledDifference(both)
    let basis = Basis(
      "effect.\(question.rawValue)", [String(wait), String(follow)], window: window,
      sources: [.customers, .visits, .enrolments])
    return VisitSection.Effect(
      question: question,
      visited: Rate(strata.reduce(0) { $0 + $1.a }, strata.reduce(0) { $0 + $1.n }, basis),
      notVisited: Rate(strata.reduce(0) { $0 + $1.b }, strata.reduce(0) { $0 + $1.m }, basis),
      difference: pooled?.difference, interval: pooled?.interval, strata: both.count)
  }
}

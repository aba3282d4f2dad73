import CustomerRecords
import Statistics
import Tabular

extension Facts {
  /// Did the visit work? Landmark comparisons: who was reached in the first days against who was not, and what came
  /// after those days, within the same grade and stage. Only people still undecided at the landmark, and followed
  /// to the end of the span, are compared; it is no experiment all the same.
  func effects() -> [VisitSection.Effect] {
    guard visitLog.count > 0 else { return [] }
    let (reached, events) = (visitLog.reached, eventFlags)
    let leads = landmark(
      .enrolling, wait: 14, follow: 60, from: firstSeen, contact: reached,
      open: { person, mark in
        let paid = engagement.firstPaid[person]
        return paid == Day.missing || paid > mark
      },
      success: { person, mark, end in
        let paid = engagement.firstPaid[person]
        return paid != Day.missing && paid > mark && paid <= end
      })
    func staying(_ question: VisitSection.Effect.Question, _ contact: [Bool]) -> VisitSection.Effect {
      landmark(
        question, wait: 30, follow: 180, from: engagement.firstPaid, contact: contact,
        open: { person, mark in !engagement.isLost(person, on: mark) },
        success: { person, _, end in !engagement.isLost(person, on: end) })
    }
    return [leads, staying(.staying, reached), staying(.events, events)].filter {
      $0.visited.denominator + $0.notVisited.denominator > 0
    }
  }

  /// By row of visits: the person came to a lecture, seminar or the like.
  private var eventFlags: [Bool] {
    guard let types = visitLabels["visit_type"] else { return Array(repeating: false, count: visitLog.count) }
    let words = Set(settings.words("attendance_types").map { $0.lowercased() })
    let isEvent = types.names.map { words.contains($0.lowercased()) }
    return (0..<visitLog.count).map { types.number($0) >= 0 && isEvent[Int(types.number($0))] }
  }

  /// - Parameters:
  ///   - from: by person, the day that is the beginning.
  ///   - contact: by row of visits, whether it counts as one.
  private func landmark(
    _ question: VisitSection.Effect.Question, wait: Int32, follow: Int32, from: [Int32], contact: [Bool],
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
      let visited = visitsOf.range(row).contains { i in
        let visit = Int(visitsOf.items[i])
        return contact[visit] && visitLog.day[visit] >= start && visitLog.day[visit] <= start + wait
      }
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

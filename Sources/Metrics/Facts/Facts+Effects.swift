import CustomerRecords
import Statistics
import Tabular

extension Facts {
  /// Did the visit work? Landmark comparisons: who was reached in the first days against who was not, and what came
  /// after those days, within the same grade and stage. Only people still undecided at the landmark, and followed
  /// to the end of the span, are compared; it is no experiment all the same.
  func effects() -> [VisitSection.Effect] {
    guard visitLog.count > 0 else { return [] }
    let isEvent = eventLabels
    let leads = landmark(
      .enrolling, wait: 14, follow: 60, from: firstSeen, contact: { $0.isReached },
      open: { person, mark in
        let paid = engagement.firstPaid[person]
        return paid == Day.missing || paid > mark
      },
      success: { person, mark, end in
        let paid = engagement.firstPaid[person]
        return paid != Day.missing && paid > mark && paid <= end
      })
    func staying(_ question: VisitSection.Effect.Question, _ contact: (Contact) -> Bool) -> VisitSection.Effect {
      landmark(
        question, wait: 30, follow: 180, from: engagement.firstPaid, contact: contact,
        open: { person, mark in !engagement.isLost(person, on: mark) },
        success: { person, _, end in !engagement.isLost(person, on: end) })
    }
    return [
      leads, staying(.staying, { $0.isReached }), staying(.events, { isEvent[visitLabels.slot(VisitLabels.type, $0)] }),
    ].filter {
      $0.visited.denominator + $0.notVisited.denominator > 0
    }
  }

  /// By type of visit, the untyped first: the person came to a lecture, seminar or the like.
  private var eventLabels: [Bool] {
    let words = Set(settings.words("attendance_types").map { $0.lowercased() })
    return [false] + (visitLabels.names("visit_type") ?? []).map { words.contains($0.lowercased()) }
  }

  /// - Parameters:
  ///   - from: by person, the day that is the beginning.
  ///   - contact: whether a visit counts as one.
  private func landmark(
    _ question: VisitSection.Effect.Question, wait: Int32, follow: Int32, from: [Int32],
    contact: (Contact) -> Bool,
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
        let visit = visitsOf.items[i]
        return visit.day >= start && visit.day <= start + wait && contact(visit)
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

import CustomerRecords
import Tabular

/// Key figures of many stretches of time, gathered in one pass over everything: each day knows, as a mask of bits,
/// the windows it lies in.
struct WindowedFigures: Sendable {
  let windows: [Window]
  private let positions: [Window: Int]
  private(set) var figures: [KeyFigures]
  /// By position: customers with a first, and with a second purchase day by the end of the window.
  private(set) var buyersByEnd: [Int]
  private(set) var repeatersByEnd: [Int]

  init(_ facts: Facts, _ wanted: [Window], _ timeline: StatusTimeline) {
    var seen = Set<Window>()
    windows = wanted.filter { seen.insert($0).inserted }
    positions = Dictionary(uniqueKeysWithValues: zip(windows, windows.indices))
    figures = Array(repeating: KeyFigures(), count: windows.count)
    buyersByEnd = Array(repeating: 0, count: windows.count)
    repeatersByEnd = buyersByEnd
    var from = 0
    while from < windows.count {
      let to = min(from + 64, windows.count)
      gather(facts, from..<to)
      from = to
    }
    for i in windows.indices {
      guard let at = timeline.index(of: min(windows[i].last, facts.asOf).rawValue) else { continue }
      figures[i].enrolled = timeline.enrolled[at]
      figures[i].active = timeline.active[at]
      figures[i].lost = timeline.lost[at]
    }
  }

  subscript(window: Window) -> KeyFigures? { positions[window].map { figures[$0] } }

  func position(_ window: Window) -> Int? { positions[window] }

  /// The windows a day lies in.
  private struct Masks {
    let first: Int32
    let table: [UInt64]

    init(_ windows: ArraySlice<Window>, asOf: Int32) {
      let starts = windows.map { $0.first?.rawValue ?? asOf }
      let first = min(starts.min() ?? asOf, asOf)
      var table = [UInt64](repeating: 0, count: Int(asOf - first) + 1)
      for (bit, window) in windows.enumerated() {
        let start = max(window.first?.rawValue ?? first, first)
        let end = min(window.last.rawValue, asOf)
        guard start <= end else { continue }
        for day in Int(start - first)...Int(end - first) { table[day] |= 1 << UInt64(bit) }
      }
      self.first = first
      self.table = table
    }

    @inline(__always)
    subscript(day: Int32) -> UInt64 {
      // `Day.missing` and everything before the first window wrap to large numbers.
      let at = UInt32(bitPattern: day &- first)
      return at < UInt32(table.count) ? table[Int(at)] : 0
    }
  }

  /// Calls `body` with the position of every set bit.
  @inline(__always)
  private func each(_ mask: UInt64, _ base: Int, _ body: (Int) -> Void) {
    var left = mask
    while left != 0 {
      body(base + left.trailingZeroBitCount)
      left &= left - 1
    }
  }

  private mutating func gather(_ facts: Facts, _ range: Range<Int>) {
    let masks = Masks(windows[range], asOf: facts.asOf.rawValue)
    var out = figures
    people(facts, masks, range, &out)
    answers(facts, masks, range.lowerBound, &out)
    contacts(facts, masks, range.lowerBound, &out)
    figures = out
  }

  private mutating func people(_ facts: Facts, _ masks: Masks, _ range: Range<Int>, _ out: inout [KeyFigures]) {
    let engagement = facts.engagement
    let courses = engagement.courses
    let purchases = engagement.purchases
    let base = range.lowerBound
    let span = Int32(facts.settings.integer("renewal_days", or: 60))
    let ends = windows.map { min($0.last, facts.asOf).rawValue }
    for row in facts.people {
      let person = Int(row)
      let known = facts.firstSeen[person]
      for i in range where known <= ends[i] { out[i].customers += 1 }
      each(masks[known], base) { out[$0].newCustomers += 1 }
      each(masks[engagement.firstPaid[person]], base) { out[$0].newEnrolled += 1 }
      var once: UInt64 = 0
      var twice: UInt64 = 0
      let days = purchases.range(person)
      for i in days {
        let mask = masks[purchases.days[i]]
        each(mask, base) { out[$0].purchases += 1 }
        if facts.course == nil {
          let cents = Int(engagement.purchaseCents[i])
          let square = Double(cents) * Double(cents) / 10_000
          each(mask, base) {
            out[$0].revenueCents += cents
            out[$0].revenueSquares += square
          }
        }
        each(mask & ~once, base) { out[$0].buyers += 1 }
        each(mask & once & ~twice, base) { out[$0].repeatBuyers += 1 }
        twice |= mask & once
        once |= mask
      }
      if let first = days.first {
        for i in range where purchases.days[first] <= ends[i] {
          buyersByEnd[i] += 1
          if days.count > 1, purchases.days[first + 1] <= ends[i] { repeatersByEnd[i] += 1 }
        }
      }
      var renewing: UInt64 = 0
      for c in courses.range(person) where facts.countsPurchase(row: Int(courses.row[c])) {
        if facts.course != nil {
          let cents = Int(courses.cents[c])
          let square = Double(cents) * Double(cents) / 10_000
          each(masks[courses.purchased[c]], base) {
            out[$0].revenueCents += cents
            out[$0].revenueSquares += square
          }
        }
        guard courses.end[c] != Day.missing, courses.end[c] <= facts.asOf.rawValue - span else { continue }
        let mask = masks[courses.end[c] + span]
        guard mask != 0 else { continue }
        let renewed = facts.renewed(person, c, by: courses.end[c] + span)
        each(mask, base) {
          out[$0].renewable += 1
          if renewed { out[$0].renewed += 1 }
        }
        each(mask & ~renewing, base) { out[$0].renewablePeople += 1 }
        renewing |= mask
      }
    }
  }

  /// From the last answer of each person backwards: the first one a window meets is the one that counts there.
  private func answers(_ facts: Facts, _ masks: Masks, _ base: Int, _ out: inout [KeyFigures]) {
    var person: Int32 = -2
    var scored: UInt64 = 0
    var rated: UInt64 = 0
    for answer in facts.answers.reversed() {
      if answer.person < 0 || answer.person != person {
        (person, scored, rated) = (answer.person, 0, 0)
      }
      let mask = masks[answer.day]
      if answer.csat > 0 {
        each(mask, base) {
          out[$0].csatAnswers += 1
          if answer.csat >= 4 { out[$0].csatGood += 1 }
        }
        each(mask & ~rated, base) { out[$0].csatPeople += 1 }
        rated |= mask
      }
      if answer.nps >= 0 {
        each(mask & ~scored, base) { out[$0].nps.add(answer.nps) }
        scored |= mask
      }
    }
  }

  private func contacts(_ facts: Facts, _ masks: Masks, _ base: Int, _ out: inout [KeyFigures]) {
    var person: Int32 = -2
    var seen: UInt64 = 0
    let told = facts.visitLog.tellsOutcomes ? 1 : 0
    // They stand in order of person.
    for visit in facts.contacts {
      let mask = masks[visit.day]
      if mask == 0 { continue }
      if visit.person < 0 || visit.person != person { (person, seen) = (visit.person, 0) }
      let reached = visit.isReached ? told : 0
      each(mask, base) {
        out[$0].visits += 1
        out[$0].visitsTold += told
        out[$0].visitsReached += reached
      }
      each(mask & ~seen, base) { out[$0].visitPeople += 1 }
      seen |= mask
    }
    let owners = facts.complaintLog.person
    let received = facts.complaintLog.received
    var complained = [UInt64](repeating: 0, count: facts.inside.count)
    for row in owners.indices where facts.counts(owners[row]) {
      let mask = masks[received[row]]
      each(mask, base) { out[$0].complaints += 1 }
      if owners[row] < 0 {
        each(mask, base) { out[$0].complaintPeople += 1 }
      } else {
        each(mask & ~complained[Int(owners[row])], base) { out[$0].complaintPeople += 1 }
        complained[Int(owners[row])] |= mask
      }
    }
  }
}

extension KeyFigures.NPSCounts {
  /// Counts one person's answer 0…10.
  mutating func add(_ answer: Int8) {
    people += 1
    if answer >= 9 { promoters += 1 } else if answer >= 7 { passives += 1 } else { detractors += 1 }
  }
}

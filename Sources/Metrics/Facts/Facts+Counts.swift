import CustomerRecords
import Tabular

extension Facts {
  /// The months pages show: at most 36, the last one that of as-of.
  var months: [Period] { recent(.month, 36) }
  var quarters: [Period] { recent(.quarter, 12) }

  func recent(_ grain: Grain, _ most: Int) -> [Period] {
    let last = Period(grain, containing: asOf)
    guard let first = window.first else { return [] }
    let from = max(Period(grain, containing: first).index, last.index - most + 1)
    return from > last.index ? [] : (from...last.index).map { Period(grain: grain, index: $0) }
  }

  func window(of period: Period) -> Window { Window(first: period.first, last: min(period.last, asOf)) }

  func span(_ window: Window) -> StatusTimeline.Span {
    .init(before: (window.first ?? asOf).rawValue - 1, last: window.last.rawValue)
  }

  func countsSection(_ timeline: StatusTimeline, _ months: [PeriodFigures]) -> CountsSection {
    let window = window
    let enrolled = enrolledPeople
    let everything: [TableKind] = [.customers, .enrolments, .visits, .surveys, .complaints, .points]
    let now = timeline.index(of: asOf.rawValue)!
    let later = engagement.people.count - people.count
    func count(_ value: Int, _ key: String, _ arguments: [String] = [], _ sources: [TableKind]) -> Count {
      Count(
        value, people: value,
        Basis(
          key, arguments, window: window,
          exclusions: isWhole ? [Exclusion("after_as_of", later)] : [], sources: sources))
    }
    var families = Set<Int32>()
    if records.family.count == inside.count { for row in people { families.insert(records.family[Int(row)]) } }
    var scratch: [Int32] = []
    let returned = enrolled.filter { row in
      !engagement.isLost(Int(row)) && firstLoss(Int(row), from: Day.missing + 1, scratch: &scratch) != nil
    }.count
    return CountsSection(
      customers: count(people.count, "customers", [], [.customers]),
      families: count(families.isEmpty ? people.count : families.count, "families", [], [.customers]),
      enrolled: count(enrolled.count, "enrolled", [], [.enrolments]),
      active: count(timeline.active[now], "active", [String(engagement.inactiveDays)], everything),
      lost: count(
        timeline.lost[now], "lost", [String(engagement.inactiveDays), String(engagement.graceDays)], everything),
      reactivated: count(returned, "reactivated", [], everything),
      months: months.map { row in
        .init(
          period: row.period, complete: row.period.last <= asOf, figures: row.figures,
          lost: timeline.span(span(self.window(of: row.period))).becameLost)
      }, channels: channels())
  }

  func channels() -> [CountsSection.ChannelRow] {
    guard let codes = dimensions[.channel] else { return [] }
    let groups = grouped(people, codes)
    let costs = channelCosts()
    let plainFlag = records.enrolments.count == 0 ? enrolledFlags : nil
    return groups.map { label, members in
      let enrolled = members.filter { row in
        if let plainFlag { return plainFlag[Int(row)] == 1 }
        return engagement.isEnrolled(Int(row))
      }
      let cents = members.reduce(0) { $0 + Int(engagement.revenue(Int($1))) }
      let buyers = members.filter { engagement.purchases.count(Int($0)) > 0 }.count
      let lost = enrolled.filter { engagement.isLost(Int($0)) }.count
      let basis = Basis("channel", window: window, sources: [.customers, .enrolments, .campaigns])
      let cost = label.flatMap { costs[$0] }
      return CountsSection.ChannelRow(
        label: label, customers: members.count, conversion: Rate(enrolled.count, members.count, basis),
        revenue: Amount(Double(cents) / 100, .money, n: buyers, people: buyers, basis),
        lostShare: Rate(lost, plainFlag == nil ? enrolled.count : 0, basis),
        cost: Amount(cost, .money, n: members.count, people: members.count, basis),
        costPerEnrolled: Amount(
          enrolled.isEmpty ? nil : cost.map { $0 / Double(enrolled.count) }, .money, n: enrolled.count,
          people: enrolled.count, basis))
    }
  }

  /// People by their value of a dimension: the largest group first, then by label; nil = not filled in. Where a person
  /// has as many values as purchases (courses, teachers), they stand under each, as in `figures(by:)`.
  ///
  /// - Parameter until: the last day of a purchase that counts.
  func grouped(
    _ people: [Int32], _ codes: DimensionCodes, until: Int32 = .max
  ) -> [(label: String?, members: [Int32])] {
    var members = [[Int32]](repeating: [], count: codes.names.count + 1)
    let courses = engagement.courses
    for row in people {
      guard codes.byPurchase, let own = codes.enrolment else {
        members[Int(codes.customer[Int(row)]) + 1].append(row)
        continue
      }
      for c in courses.range(Int(row)) where courses.purchased[c] <= until && countsPurchase(row: Int(courses.row[c])) {
        let slot = Int(own[Int(courses.row[c])]) + 1
        if members[slot].last != row { members[slot].append(row) }
      }
    }
    return ordered(members.enumerated().map { ($0 == 0 ? nil : codes.names[$0 - 1], $1) }) { $0.count }
  }

  /// Without the empty ones, the largest first; ties by label, the unnamed last.
  func ordered<T>(_ rows: [(label: String?, T)], by size: (T) -> Int) -> [(label: String?, members: T)] {
    rows.filter { size($0.1) > 0 }.sorted {
      let (a, b) = (size($0.1), size($1.1))
      if a != b { return a > b }
      guard let x = $0.label else { return false }
      guard let y = $1.label else { return true }
      return x < y
    }.map { ($0.label, $0.1) }
  }

  private func channelCosts() -> [String: Double] {
    let table = records[.campaigns]
    let channels = table.texts("channel")
    let costs = table.numbers("cost")
    let starts = table.days("start_date").days
    var out: [String: Double] = [:]
    for row in 0..<table.count where starts[row] == Day.missing || starts[row] <= asOf.rawValue {
      if let label = channels[row]?.trimmed, let cost = costs[row] { out[label, default: 0] += cost }
    }
    return out
  }

  /// By person: 1 enrolled, 0 not, -1 the sheet does not say (a CRM export's yes/no column).
  var enrolledFlags: [Int8]? {
    guard records.customers.has("enrolled_flag") else { return nil }
    let values = records.customers.numbers("enrolled_flag").values
    var out = [Int8](repeating: -1, count: values.count)
    for row in values.indices where !values[row].isNaN {
      out[Int(person[row])] = max(out[Int(person[row])], values[row] != 0 ? 1 : 0)
    }
    return out.contains { $0 >= 0 } ? out : nil
  }
}

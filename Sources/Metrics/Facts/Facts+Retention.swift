import CustomerRecords
import Tabular

extension Facts {
  /// True where the data tell when courses run: then a pupil in class is retained without buying anew.
  var knowsCourses: Bool {
    let courses = engagement.courses
    return courses.lessonsLeft.contains(true) || courses.end.contains { $0 != Day.missing }
  }

  func retentionSection(_ options: MetricsOptions) -> RetentionSection {
    let usual: CohortTable.Activity = options.activity ?? (knowsCourses ? .courseOrPurchase : .purchase)
    let grain = options.grain ?? chosenGrain(options.beginning)
    let starts = Starts(self, grain, options.beginning)
    var variants: [CohortTable] = []
    for activity in CohortTable.Activity.allCases {
      if activity == .courseOrPurchase, !knowsCourses, usual != .courseOrPurchase { continue }
      let (on, orAfter) = cohorts(activity, starts)
      variants += [on, orAfter]
    }
    let main = variants.first { $0.activity == usual && $0.kind == options.kind } ?? variants[0]
    func first(_ activity: CohortTable.Activity) -> Double? {
      let table = variants.first { $0.activity == activity && $0.kind == .on }
      return table.flatMap { $0.mean.count > 1 ? $0.mean[1].value : nil }
    }
    var gap: Double?
    if let all = first(.interaction), let own = first(.customerStarted) { gap = all - own }
    let allowed = (settings.number("contact_gap_points") ?? 10) / 100
    return RetentionSection(
      main: main, variants: variants, contactGap: gap, contactGapMatters: abs(gap ?? 0) > allowed)
  }

  /// First purchase or first interaction of each person of the slice.
  fileprivate func beginnings(_ beginning: CohortTable.Beginning) -> [Int32] {
    people.map { row in
      let person = Int(row)
      switch beginning {
      case .firstPurchase: return engagement.firstPurchase[person]
      case .firstInteraction: return engagement.interactions[person].first ?? Day.missing
      }
    }
  }

  /// The finest grain with a median cohort of at least the settings' minimum, as long as there are no more than 60
  /// periods to look at; the quarter where none is coarse enough.
  func chosenGrain(_ beginning: CohortTable.Beginning) -> Grain {
    let starts = beginnings(beginning).filter { $0 != Day.missing }
    guard let first = starts.min() else { return .month }
    let least = settings.integer("cohort_minimum", or: 10)
    for grain in [Grain.day, .week, .month] {
      let low = Period(grain, containing: Day(rawValue: first)).index
      let high = Period(grain, containing: asOf).index
      guard high - low < 60 else { continue }
      var sizes = [Int](repeating: 0, count: high - low + 1)
      for day in starts { sizes[Period(grain, containing: Day(rawValue: day)).index - low] += 1 }
      let filled = sizes.filter { $0 > 0 }.sorted()
      let middle = filled.count / 2
      let median =
        filled.count % 2 == 1 ? Double(filled[middle]) : Double(filled[middle - 1] + filled[middle]) / 2
      if median >= Double(least) { return grain }
    }
    return .quarter
  }

  /// Both tables, on and on-or-after, of one activity.
  private func cohorts(
    _ activity: CohortTable.Activity, _ begun: Starts
  ) -> (on: CohortTable, orAfter: CohortTable) {
    let (grain, beginning, starts) = (begun.grain, begun.beginning, begun.days)
    func basis(_ kind: CohortTable.Kind) -> Basis {
      Basis(
        "retention.\(kind.rawValue)",
        ["@grain.\(grain.rawValue)", "@activity.\(activity.rawValue)", "@beginning.\(beginning.rawValue)"],
        window: Window(first: begun.earliest.map { Day(rawValue: $0) }, last: asOf),
        exclusions: [Exclusion("never_purchased", begun.never)],
        sources: activity == .purchase || activity == .courseOrPurchase
          ? [.enrolments] : [.enrolments, .visits, .surveys, .complaints, .points])
    }
    func table(_ kind: CohortTable.Kind, _ cohorts: [CohortTable.Cohort]) -> CohortTable {
      CohortTable(
        grain: grain, kind: kind, activity: activity, beginning: beginning, cohorts: cohorts,
        mean: Facts.mean(cohorts), basis: basis(kind))
    }
    guard let earliest = begun.earliest, let numbers = begun.numbers else {
      return (table(.on, []), table(.onOrAfter, []))
    }
    let width = numbers.count
    var sizes = [Int](repeating: 0, count: width)
    var on = [Int32](repeating: 0, count: width * width)
    var until = on
    var stamp = [Int32](repeating: -1, count: width)
    for (i, row) in people.enumerated() where starts[i] != Day.missing {
      let person = Int(row)
      let cohort = numbers[starts[i]]
      sizes[cohort] += 1
      var furthest = cohort
      func mark(_ period: Int) {
        guard period >= cohort, stamp[period] != Int32(i) else { return }
        stamp[period] = Int32(i)
        on[cohort * width + period - cohort] += 1
        furthest = max(furthest, period)
      }
      let days: ArraySlice<Int32>
      switch activity {
      case .purchase, .courseOrPurchase: days = engagement.purchases[person]
      case .interaction: days = engagement.interactions[person]
      case .customerStarted: days = engagement.started[person]
      }
      for day in days where day >= earliest { mark(numbers[day]) }
      if activity == .courseOrPurchase {
        for c in engagement.courses.range(person) {
          let start = max(engagement.courses.start[c], starts[i])
          let end =
            engagement.courses.lessonsLeft[c] ? asOf.rawValue : min(engagement.courses.end[c], asOf.rawValue)
          guard end != Day.missing, start <= end else { continue }
          for period in numbers[start]...numbers[end] { mark(period) }
        }
      }
      until[cohort * width + furthest - cohort] += 1
    }
    var tables: ([CohortTable.Cohort], [CohortTable.Cohort]) = ([], [])
    for cohort in 0..<width where sizes[cohort] > 0 {
      let length = width - cohort
      let row = cohort * width
      let active = (0..<length).map { Int(on[row + $0]) }
      var later = (0..<length).map { Int(until[row + $0]) }
      for k in (0..<length - 1).reversed() { later[k] += later[k + 1] }
      // Only the period as-of falls in can still be open.
      let closed = numbers.lastIsClosed ? length : length - 1
      let period = Period(grain: grain, index: numbers.base + cohort)
      tables.0.append(.init(period: period, size: sizes[cohort], active: active, closed: closed))
      tables.1.append(.init(period: period, size: sizes[cohort], active: later, closed: closed))
    }
    return (table(.on, tables.0), table(.onOrAfter, tables.1))
  }

  static func mean(_ cohorts: [CohortTable.Cohort]) -> [CohortTable.MeanCell] {
    let longest = cohorts.map(\.closed).max() ?? 0
    return (0..<longest).map { k in
      var cell = CohortTable.MeanCell(active: 0, size: 0, cohorts: 0)
      for cohort in cohorts where k < cohort.closed {
        cell.active += cohort.active[k]
        cell.size += cohort.size
        cell.cohorts += 1
      }
      return cell
    }
  }
}

/// When each person of a slice began, and the periods from the first of them on.
private struct Starts {
  let grain: Grain
  let beginning: CohortTable.Beginning
  /// By place among the people; `Day.missing` where they never did.
  let days: [Int32]
  let never: Int
  let earliest: Int32?
  let numbers: PeriodNumbers?

  init(_ facts: Facts, _ grain: Grain, _ beginning: CohortTable.Beginning) {
    self.grain = grain
    self.beginning = beginning
    let days = facts.beginnings(beginning)
    self.days = days
    never = days.count { $0 == Day.missing }
    earliest = days.lazy.filter { $0 != Day.missing }.min()
    numbers = earliest.map { PeriodNumbers(grain, first: $0, last: facts.asOf.rawValue) }
  }
}

/// The number of the period each day of a range falls in, counted from 0.
struct PeriodNumbers {
  let base: Int
  let count: Int
  private let first: Int32
  private let table: [Int32]
  let lastIsClosed: Bool

  init(_ grain: Grain, first: Int32, last: Int32) {
    self.first = first
    var period = Period(grain, containing: Day(rawValue: first))
    base = period.index
    var table: [Int32] = []
    table.reserveCapacity(Int(last - first) + 1)
    var number: Int32 = 0
    var end = period.last.rawValue
    var day = first
    while day <= last {
      if day > end {
        period = period.advanced(by: 1)
        end = period.last.rawValue
        number += 1
      }
      table.append(number)
      day += 1
    }
    self.table = table
    count = Int(number) + 1
    lastIsClosed = end == last
  }

  subscript(day: Int32) -> Int { Int(table[Int(day - first)]) }
}

import Tabular

/// The as-of date: given, or the newest purchase, visit, complaint, points or registration date (metrics.md). Dates
/// more than 60 days past the 99.9th percentile (type 7) are typing errors and can't become it.
struct AsOfRule {
  var asOf: Day
  /// Dates after this are typing errors; nil where there were no dates.
  var lastCredible: Day?

  static let grace = 60

  init?(_ tables: [TableKind: Table], given: Day?, catalogue: FieldCatalogue) {
    var dates: [Int32] = []
    for kind in [TableKind.enrolments, .visits, .complaints, .points, .customers] {
      guard let name = RowKeys.date(of: kind),
        case .day(let days)? = tables[kind]?[field: FieldID(kind.rawValue, name)]?.lane
      else { continue }
      dates += days.lazy.filter { $0 != Day.missing }
    }
    if dates.isEmpty {
      // Nothing of the five: the newest date of anything else that has happened.
      for kind in TableKind.allCases {
        for column in tables[kind]?.columns ?? [] {
          guard case .day(let days) = column.column.lane, let field = catalogue.definition(column.field),
            !field.isPlanned, field.name != "birthday", field.table != .campaigns, field.table != .recipients
          else { continue }
          dates += days.lazy.filter { $0 != Day.missing }
        }
      }
    }
    let limit = AsOfRule.credible(&dates)
    if let given {
      asOf = given
      lastCredible = limit.map { Day(rawValue: $0) }
      return
    }
    guard let limit, let newest = dates.last(where: { $0 <= limit }) else { return nil }
    asOf = Day(rawValue: newest)
    lastCredible = Day(rawValue: limit)
  }

  /// Sorts the dates; the last day that is no typing error.
  private static func credible(_ dates: inout [Int32]) -> Int32? {
    guard !dates.isEmpty else { return nil }
    dates.sort()
    let position = 0.999 * Double(dates.count - 1)
    let low = Int(position.rounded(.down))
    let high = min(low + 1, dates.count - 1)
    let share = position - Double(low)
    let percentile = Double(dates[low]) + share * Double(dates[high] - dates[low])
    return Int32((percentile + Double(grace)).rounded(.down))
  }
}

import CustomerRecords
import Tabular

/// One period and its key figures.
struct PeriodFigures: Sendable {
  var period: Period
  var figures: KeyFigures
}

extension Facts {
  /// True where the person bought again after this enrolment's purchase and not after `last`.
  @inline(__always)
  func renewed(_ person: Int, _ course: Int, by last: Int32) -> Bool {
    let latest = engagement.purchases.last(person, notAfter: last)
    return latest != Day.missing && latest > engagement.courses.purchased[course]
  }

  func figures(of periods: [Period], _ windowed: WindowedFigures) -> [PeriodFigures] {
    periods.compactMap { period in
      windowed[window(of: period)].map { PeriodFigures(period: period, figures: $0) }
    }
  }
}

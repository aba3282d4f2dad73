import Metrics
import Privacy
import Statistics
import Tabular

/// All numbers of a page that leaves the house, with what each is the sum of, decided on together: a number that is
/// hidden in one table cannot be computed from the others (metrics.md "Small numbers").
///
/// Ids: `new:2026-01`, `lost:2026-01` months; `now:lost`, `before:…`, `year:…` the compared period; `cohort:2025-Q1`,
/// `cohort:2025-Q1:3`, `mean:3` retention; `nps:q:…`, `nps:campus:…`, `csat:q:…` answers; `renewal:2026-01` renewals. A
/// share has the figures `<id>.above` and `<id>.rest` besides.
struct Ledger: Sendable {
  private let shown: Disclosures

  init(_ report: MetricsReport, _ policy: SmallNumberPolicy, compared: PeriodReport?, cohorts: Int, ages: Int) {
    var book = Book(SmallNumbers(policy))
    Ledger.totals(report, &book)
    Ledger.months(report, compared, &book)
    Ledger.cohorts(report.retention.main, cohorts: cohorts, ages: ages, buyers: report.repurchase.repurchase, &book)
    Ledger.answers(report.satisfaction, &book)
    Ledger.renewals(report, &book)
    shown = book.numbers.resolved()
  }

  /// True where the figure may be written; one that is in no table stands for itself.
  func shows(_ id: String) -> Bool { shown[id].showsCount }
  func showsShare(_ id: String) -> Bool { shows(id) && shows(id + ".above") && shows(id + ".rest") }

  /// The figures as they are entered, with their values: what a relation needs is that values add up.
  private struct Book {
    var numbers: SmallNumbers
    var values: [String: Int] = [:]
    init(_ numbers: SmallNumbers) { self.numbers = numbers }

    mutating func count(_ id: String, _ value: Int, people: Int) {
      numbers.add(id, people: people)
      values[id] = value
    }

    mutating func share(_ id: String, _ rate: Rate) {
      share(id, rate.numerator, rate.denominator, people: rate.people, above: rate.peopleAbove)
    }

    mutating func share(_ id: String, _ above: Int, _ below: Int, people: Int, above peopleAbove: Int) {
      count(id, below, people: people)
      count(id + ".above", above, people: peopleAbove)
      count(
        id + ".rest", below - above, people: Teller.rest(above, of: below, people: people, peopleAbove: peopleAbove))
      relate(id, [id + ".above", id + ".rest"])
    }

    /// Only what adds up can be taken apart again; ids that are not there are another page's.
    mutating func relate(_ whole: String, _ parts: [String]) {
      let known = parts.compactMap { values[$0] }
      guard let total = values[whole], known.count == parts.count, known.reduce(0, +) == total else { return }
      numbers.relate(whole: whole, parts: parts)
    }

    /// The same relation for a share and both of its parts.
    mutating func relateShares(_ whole: String, _ parts: [String]) {
      for piece in ["", ".above", ".rest"] { relate(whole + piece, parts.map { $0 + piece }) }
    }
  }

  private static func totals(_ report: MetricsReport, _ book: inout Book) {
    for (id, count) in [
      ("customers", report.counts.customers), ("enrolled", report.counts.enrolled), ("active", report.counts.active),
    ] { book.count(id, count.value, people: count.people) }
    book.share("lostShare", report.churn.lostShare)
    book.share("repurchase", report.repurchase.repurchase)
    book.share("rebuy", report.repurchase.rebuy)
    book.share("renewal", report.repurchase.renewal)
    book.relate("enrolled", ["lostShare"])
  }

  private static func months(_ report: MetricsReport, _ compared: PeriodReport?, _ book: inout Book) {
    let rows = report.counts.months.suffix(13)
    for row in rows {
      book.count("new:" + row.period.name, row.figures.newEnrolled, people: row.figures.newEnrolled)
      book.count("lost:" + row.period.name, row.lost, people: row.lost)
    }
    let card = report.period ?? report.toDate.first { $0.period.grain == .month }
    for (prefix, period) in [("card:", card), ("", compared)] {
      guard let period else { continue }
      for figure in period.figures {
        for (when, value, window) in [
          ("now:", figure.now, period.window), ("before:", figure.before, period.before),
          ("year:", figure.yearBefore, period.yearBefore),
        ] {
          let id = prefix + when + figure.key
          if let above = value.numerator, let below = value.denominator, figure.unit == .share {
            let behind = Teller.rest(below - above, of: below, people: value.people, peopleAbove: 0)
            book.share(
              id, above, below, people: value.people, above: value.people >= below ? above : behind)
          } else if let number = value.value, figure.unit == .count {
            book.count(id, Int(number.rounded()), people: value.people)
          }
          // Months that lie in the window and fill it add up to it.
          let inside = rows.filter {
            $0.period.first >= (window.first ?? window.last) && $0.period.first <= window.last
          }
          let ends = inside.last.map { min($0.period.last, report.asOf) }
          if let first = inside.first?.period.first, first == window.first, ends == window.last {
            if figure.key == "new_enrolled" { book.relate(id, inside.map { "new:" + $0.period.name }) }
            if figure.key == "lost" { book.relate(id, inside.map { "lost:" + $0.period.name }) }
          }
          if figure.key == "churn" { book.relate(id + ".above", [prefix + when + "lost"]) }
        }
      }
    }
    for when in ["now:", "before:", "year:"] {
      book.relate(when + "active", when == "now:" ? ["active"] : [])
      book.relate(when + "repurchase", when == "now:" ? ["repurchase"] : [])
    }
  }

  private static func cohorts(
    _ table: CohortTable, cohorts: Int, ages: Int, buyers: Rate, _ book: inout Book
  ) {
    let rows = table.cohorts.suffix(cohorts)
    let highest = min(ages, rows.map(\.active.count).max() ?? 0)
    for cohort in rows {
      let id = "cohort:" + cohort.name
      book.count(id, cohort.size, people: cohort.size)
      for k in 0..<min(highest, cohort.active.count) {
        if k < cohort.closed {
          book.share("\(id):\(k)", cohort.active[k], cohort.size, people: cohort.size, above: cohort.active[k])
          book.relate("\(id):\(k)", [id])
        } else {
          book.count("\(id):\(k)", cohort.active[k], people: cohort.active[k])
        }
      }
    }
    for k in 0..<min(highest, table.mean.count) {
      let mean = table.mean[k]
      book.share("mean:\(k)", mean.active, mean.size, people: mean.size, above: mean.active)
      book.relateShares("mean:\(k)", rows.filter { $0.closed > k }.map { "cohort:\($0.name):\(k)" })
    }
    book.relate("repurchase", rows.map { "cohort:" + $0.name })
    // A quarter's beginners are those of its months, where nobody began with a gift.
    for cohort in rows where cohort.period.grain == .quarter {
      let first = Period(.month, containing: cohort.period.first)
      book.relate("cohort:" + cohort.name, (0..<3).map { "new:" + first.advanced(by: $0).name })
    }
  }

  private static func answers(_ section: SatisfactionSection, _ book: inout Book) {
    func score(_ id: String, _ score: Score, _ book: inout Book) {
      let counts = score.counts
      book.count(id, counts.n, people: score.people)
      for (part, value) in [(".p", counts.promoters), (".i", counts.passives), (".d", counts.detractors)] {
        book.count(id + part, value, people: value)
      }
      book.relate(id, [id + ".p", id + ".i", id + ".d"])
    }
    score("nps:all", section.nps, &book)
    for row in section.npsByQuarter.suffix(12) { score("nps:q:" + row.period.name, row.score, &book) }
    for split in section.npsBy {
      let ids = split.rows.map { Ledger.id("nps", split.dimension, $0.label) }
      for (id, row) in zip(ids, split.rows) { score(id, row.value, &book) }
      for piece in ["", ".p", ".i", ".d"] { book.relate("nps:all" + piece, ids.map { $0 + piece }) }
    }
    book.share("csat:all", section.csat)
    let quarters = section.csatByQuarter.suffix(12)
    for row in quarters { book.share("csat:q:" + row.period.name, row.rate) }
    book.relateShares("csat:all", quarters.map { "csat:q:" + $0.period.name })
    for split in section.csatBy {
      let ids = split.rows.map { Ledger.id("csat", split.dimension, $0.label) }
      for (id, row) in zip(ids, split.rows) { book.share(id, row.value) }
      book.relateShares("csat:all", ids)
    }
  }

  private static func renewals(_ report: MetricsReport, _ book: inout Book) {
    for row in report.repurchase.renewals {
      let id = "renewal:" + row.period.name
      let lapsed = row.ending - row.renewed - row.open
      book.count(id, row.ending, people: row.people)
      for (part, value) in [(".renewed", row.renewed), (".open", row.open), (".lapsed", lapsed)] {
        book.count(id + part, value, people: min(value, row.people))
      }
      book.relate(id, [id + ".renewed", id + ".open", id + ".lapsed"])
    }
  }

  static func id(_ kind: String, _ dimension: Dimension, _ label: String?) -> String {
    "\(kind):\(dimension.rawValue):\(label.map { "=" + $0 } ?? "")"
  }
}

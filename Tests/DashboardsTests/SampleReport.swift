import CustomerRecords
import Statistics
import Tabular

@testable import Metrics

/// A whole report of an invented school, every section filled, without reading anything: what the pages are tried on.
struct SampleReport {
  /// 1 = an ordinary school of 900 customers.
  var size = 1.0
  var label: (String) -> String = { $0 }
  private var state: UInt64 = 42

  let asOf = Day(year: 2026, month: 3, day: 18)!

  static let channelNames = ["微信公众号", "老生转介绍", "地推", "线上广告", "学校合作", nil]
  static let courses = ["初中数学", "高中物理", "小学英语", "编程启蒙", "书法", nil]
  var now: Period { Period(.month, containing: asOf) }

  init(size: Double = 1, label: @escaping (String) -> String = { $0 }) {
    self.size = size
    self.label = label
  }

  mutating func random(_ range: ClosedRange<Int>) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return range.lowerBound + Int(state >> 33) % (range.count)
  }

  func n(_ value: Double) -> Int { max(0, Int((value * size).rounded())) }

  var window: Window { Window(first: Day(year: 2023, month: 3, day: 1), last: asOf) }

  func basis(_ key: String) -> Basis {
    Basis(
      key, ["90", "60"], window: window, exclusions: [Exclusion("after_as_of", 3)], sources: [.enrolments, .visits])
  }

  func rate(_ a: Double, _ b: Double, _ key: String = "repurchase") -> Rate { Rate(min(n(a), n(b)), n(b), basis(key)) }

  func amount(_ value: Double?, _ unit: Amount.Unit, _ count: Double, _ key: String = "revenue") -> Amount {
    Amount(value, unit, n: n(count), people: n(count), basis(key))
  }
  /// The order is that of the random numbers behind them: what is recorded of pages hangs on it.
  mutating func report() -> MetricsReport {
    let counts = counts()
    let survivalAndChurn = (survival(), churn())
    let satisfaction = satisfaction()
    let repurchase = repurchase()
    let rfm = rfm()
    let loyalty = loyalty()
    let grading = grading()
    let visits = visits()
    let complaints = complaints()
    let statistics = statistics()
    return MetricsReport(
      asOf: asOf, window: window, period: nil, toDate: [period(.month), period(.quarter)], counts: counts,
      spending: spending(), retention: retention(), survival: survivalAndChurn.0,
      churn: survivalAndChurn.1, satisfaction: satisfaction, repurchase: repurchase, rfm: rfm, prediction: prediction(),
      loyalty: loyalty, campaigns: campaigns(), grading: grading, visits: visits,
      complaints: complaints, statistics: statistics,
      splits: [
        Split(
          dimension: .campus,
          rows: [
            slice(counts.months, "东校区", 0.45), slice(counts.months, "西校区", 0.38), slice(counts.months, "线上", 0.17),
          ]),
        Split(
          dimension: .course,
          rows: [
            slice(counts.months, "初中数学", 0.33), slice(counts.months, "高中物理", 0.27), slice(counts.months, "书法", 0.01),
          ]),
      ], parts: [], findings: insights(), unknownTargets: [],
      missing: [MissingInput(section: "points", table: .points)],
      sources: [
        SourceReport(
          sheet: SourceSheet(file: label("客户登记.xlsx"), sheet: label("登记表")),
          digest: String(repeating: "ab12", count: 16), kind: .customers, rows: 912, used: 900, setAside: 12, skipped: 3
        ),
        SourceReport(
          sheet: SourceSheet(file: label("客户登记.xlsx"), sheet: label("回访记录")),
          digest: String(repeating: "ab12", count: 16), kind: .visits, rows: 6940, used: 6931, setAside: 9, skipped: 1),
      ])
  }

  func split(_ names: [String?], _ lost: [Double], _ of: [Double]) -> [Labelled<Rate>] {
    names.enumerated().map { Labelled($1.map(label), rate(lost[$0], of[$0], "churn.lostShareAtAsOf")) }
  }

  func score(_ p: Double, _ m: Double, _ d: Double) -> Score {
    let counts = NetPromoter(promoters: n(p), passives: n(m), detractors: n(d))
    return Score(counts, people: counts.n, basis("nps"))
  }
}

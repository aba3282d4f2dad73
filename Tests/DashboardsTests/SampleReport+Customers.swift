import CustomerRecords
import Statistics
import Tabular

@testable import Metrics

extension SampleReport {
  mutating func counts() -> CountsSection {
    var months: [CountsSection.MonthRow] = []
    for i in (0..<25).reversed() {
      var f = KeyFigures()
      f.customers = n(900 - Double(i) * 24)
      f.enrolled = n(549 - Double(i) * 15)
      f.active = n(420 - Double(i) * 9) + random(0...n(12))
      f.newEnrolled = n(Double(random(14...38)) * (i == 0 ? 0.6 : 1))
      f.newCustomers = f.newEnrolled * 2
      f.revenueCents = f.newEnrolled * 468_000
      f.buyers = f.newEnrolled + 6
      f.repeatBuyers = f.buyers / 3
      f.nps = .init()
      f.nps.promoters = n(14)
      f.nps.passives = n(6)
      f.nps.detractors = n(4)
      f.nps.people = n(24)
      months.append(.init(period: now.advanced(by: -i), complete: i > 0, figures: f, lost: n(Double(random(5...19)))))
    }
    let channels = Self.channelNames.enumerated().map { i, name in
      CountsSection.ChannelRow(
        label: name.map(label), customers: n([260, 214, 170, 130, 86, 40][i]),
        conversion: rate([150, 171, 68, 49, 37, 21][i], [260, 214, 170, 130, 86, 40][i], "conversion"),
        revenue: amount([702_000, 893_000, 318_000, 229_000, 173_000, 92_000][i], .money, 100),
        lostShare: rate([44, 25, 28, 21, 9, 6][i], [150, 171, 68, 49, 37, 21][i], "churn.lostShareAtAsOf"),
        cost: amount(i == 2 || i == 3 ? 36_000 : nil, .money, 100),
        costPerEnrolled: amount(i == 2 ? 529.4 : i == 3 ? 734.7 : nil, .money, 68))
    }
    return CountsSection(
      customers: Count(n(900), people: n(900), basis("customers")),
      families: Count(n(760), people: n(900), basis("families")),
      enrolled: Count(n(549), people: n(549), basis("enrolled")),
      active: Count(n(428), people: n(428), basis("active")),
      lost: Count(n(133), people: n(133), basis("lost")),
      reactivated: Count(n(12), people: n(12), basis("reactivated")), months: months,
      channels: channels)
  }

  func spending() -> SpendingSection {
    return SpendingSection(
      revenue: amount(2_407_000, .money, 812), refunds: amount(41_000, .money, 14),
      perPurchase: amount(2964.3, .money, 812),
      medianPurchase: amount(2680, .money, 812), perCustomer: amount(4384.3, .money, 549),
      frequency: amount(1.48, .number, 549),
      cycle: amount(121, .days, 263),
      byCourse: Self.courses.enumerated().map { i, name in
        .init(
          label: name.map(label), purchases: n([250, 190, 170, 110, 70, 22][i]),
          people: n([180, 150, 130, 90, 61, 20][i]),
          revenueCents: n([782_000, 660_000, 431_000, 322_000, 141_000, 71_000][i]) * 100,
          share: [0.325, 0.274, 0.179, 0.134, 0.059, 0.029][i])
      }, byCourseType: [], byPayment: [])
  }

  func retention() -> RetentionSection {
    func table(_ activity: CohortTable.Activity, _ kind: CohortTable.Kind, _ bend: Double) -> CohortTable {
      var cohorts: [CohortTable.Cohort] = []
      let quarter = Period(.quarter, containing: asOf)
      for c in 0..<11 {
        let start = quarter.advanced(by: c - 10)
        let size = c == 2 ? min(n(8), 8) : n([61, 48, 8, 55, 70, 44, 38, 66, 59, 52, 48][c])
        let ages = 11 - c
        let active = (0..<ages).map { k -> Int in
          let base = k == 0 ? 1 : 0.86 - Double(k) * 0.062 * bend + (kind == .onOrAfter ? 0.05 : 0)
          return Int((Double(size) * max(0.1, base) * (k == ages - 1 && k > 0 ? 0.7 : 1)).rounded())
        }
        cohorts.append(.init(period: start, size: size, active: active, closed: ages - 1))
      }
      let mean = (0..<10).map { k -> CohortTable.MeanCell in
        let old = cohorts.filter { $0.closed > k }
        return .init(
          active: old.reduce(0) { $0 + $1.active[k] }, size: old.reduce(0) { $0 + $1.size }, cohorts: old.count)
      }
      return CohortTable(
        grain: .quarter, kind: kind, activity: activity, beginning: .firstPurchase, cohorts: cohorts, mean: mean,
        basis: basis("retention.on"))
    }
    let main = table(.courseOrPurchase, .on, 1)
    return RetentionSection(
      main: main,
      variants: [
        main, table(.courseOrPurchase, .onOrAfter, 1), table(.interaction, .on, 0.6),
        table(.customerStarted, .on, 1.25),
      ],
      contactGap: 0.127, contactGapMatters: true)
  }

  mutating func survival() -> SurvivalSection {
    var times: [Double] = []
    var lost: [Bool] = []
    for i in 0..<max(1, n(549)) {
      times.append(Double(random(40...1080)))
      lost.append(i % 4 == 0)
    }
    let km = KaplanMeier(times: times, lost: lost)
    return SurvivalSection(
      curve: km.steps, median: km.median, people: km.count, events: km.events, lateEntries: n(31),
      lastTime: km.lastTime,
      atRisk: stride(from: 0.0, through: 1095, by: 182.625).map { .init(time: $0, count: km.atRisk(at: $0)) },
      basis: basis("survival"))
  }

  mutating func churn() -> ChurnSection {
    func churnRows(_ grain: Grain, _ count: Int, _ a: ClosedRange<Int>, _ b: Double) -> [ChurnSection.PeriodChurn] {
      let last = Period(grain, containing: asOf)
      return (0..<count).reversed().map { i in
        let lost = Double(random(a))
        return .init(
          period: last.advanced(by: -i), complete: i > 0, asWas: rate(lost, b - Double(i) * 8, "churn.asWas"),
          asNow: rate(max(0, lost - 2), b - Double(i) * 8, "churn.asWas"),
          reactivated: n(2))
      }
    }
    return ChurnSection(
      lostShare: rate(133, 549, "churn.lostShareAtAsOf"), period: nil, months: churnRows(.month, 13, 4...19, 470),
      quarters: churnRows(.quarter, 9, 18...44, 470),
      reasons: [("进度跟不上", 38.0), ("换老师", 27), ("价格", 21), ("搬家", 12), ("时间冲突", 11), (nil, 24)].map {
        Labelled($0.0.map(label), Tally(n($0.1), people: n($0.1)))
      },
      byChannel: split(Self.channelNames, [44, 25, 28, 21, 9, 6], [150, 171, 68, 49, 37, 21]),
      byStage: split(["小学", "初中", "高中", nil], [41, 52, 36, 4], [203, 214, 118, 14]),
      byCourse: split(Self.courses, [36, 40, 22, 20, 11, 4], [180, 150, 130, 90, 61, 20]), atRisk: [], inactiveDays: 90,
      graceDays: 60)
  }
}

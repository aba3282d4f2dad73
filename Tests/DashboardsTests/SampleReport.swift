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

  init(size: Double = 1, label: @escaping (String) -> String = { $0 }) {
    self.size = size
    self.label = label
  }

  private mutating func random(_ range: ClosedRange<Int>) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return range.lowerBound + Int(state >> 33) % (range.count)
  }

  private func n(_ value: Double) -> Int { max(0, Int((value * size).rounded())) }

  private var window: Window { Window(first: Day(year: 2023, month: 3, day: 1), last: asOf) }

  func basis(_ key: String) -> Basis {
    Basis(
      key, ["90", "60"], window: window, exclusions: [Exclusion("after_as_of", 3)], sources: [.enrolments, .visits])
  }

  func rate(_ a: Double, _ b: Double, _ key: String = "repurchase") -> Rate { Rate(min(n(a), n(b)), n(b), basis(key)) }

  func amount(_ value: Double?, _ unit: Amount.Unit, _ count: Double, _ key: String = "revenue") -> Amount {
    Amount(value, unit, n: n(count), people: n(count), basis(key))
  }

  mutating func report() -> MetricsReport {
    let now = Period(.month, containing: asOf)
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
    let channelNames = ["微信公众号", "老生转介绍", "地推", "线上广告", "学校合作", nil]
    let channels = channelNames.enumerated().map { i, name in
      CountsSection.ChannelRow(
        label: name.map(label), customers: n([260, 214, 170, 130, 86, 40][i]),
        conversion: rate([150, 171, 68, 49, 37, 21][i], [260, 214, 170, 130, 86, 40][i], "conversion"),
        revenue: amount([702_000, 893_000, 318_000, 229_000, 173_000, 92_000][i], .money, 100),
        lostShare: rate([44, 25, 28, 21, 9, 6][i], [150, 171, 68, 49, 37, 21][i], "churn.lostShareAtAsOf"),
        cost: amount(i == 2 || i == 3 ? 36_000 : nil, .money, 100),
        costPerEnrolled: amount(i == 2 ? 529.4 : i == 3 ? 734.7 : nil, .money, 68))
    }
    let counts = CountsSection(
      customers: Count(n(900), people: n(900), basis("customers")),
      families: Count(n(760), people: n(900), basis("families")),
      enrolled: Count(n(549), people: n(549), basis("enrolled")),
      active: Count(n(428), people: n(428), basis("active")),
      lost: Count(n(133), people: n(133), basis("lost")),
      reactivated: Count(n(12), people: n(12), basis("reactivated")), months: months,
      channels: channels)

    let courses = ["初中数学", "高中物理", "小学英语", "编程启蒙", "书法", nil]
    let spending = SpendingSection(
      revenue: amount(2_407_000, .money, 812), refunds: amount(41_000, .money, 14),
      perPurchase: amount(2964.3, .money, 812),
      medianPurchase: amount(2680, .money, 812), perCustomer: amount(4384.3, .money, 549),
      frequency: amount(1.48, .number, 549),
      cycle: amount(121, .days, 263),
      byCourse: courses.enumerated().map { i, name in
        .init(
          label: name.map(label), purchases: n([250, 190, 170, 110, 70, 22][i]),
          people: n([180, 150, 130, 90, 61, 20][i]),
          revenueCents: n([782_000, 660_000, 431_000, 322_000, 141_000, 71_000][i]) * 100,
          share: [0.325, 0.274, 0.179, 0.134, 0.059, 0.029][i])
      }, byCourseType: [], byPayment: [])

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
    let retention = RetentionSection(
      main: main,
      variants: [
        main, table(.courseOrPurchase, .onOrAfter, 1), table(.interaction, .on, 0.6),
        table(.customerStarted, .on, 1.25),
      ],
      contactGap: 0.127, contactGapMatters: true)

    var times: [Double] = []
    var lost: [Bool] = []
    for i in 0..<max(1, n(549)) {
      times.append(Double(random(40...1080)))
      lost.append(i % 4 == 0)
    }
    let km = KaplanMeier(times: times, lost: lost)
    let survival = SurvivalSection(
      curve: km.steps, median: km.median, people: km.count, events: km.events, lateEntries: n(31),
      lastTime: km.lastTime,
      atRisk: stride(from: 0.0, through: 1095, by: 182.625).map { .init(time: $0, count: km.atRisk(at: $0)) },
      basis: basis("survival"))

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
    func split(_ names: [String?], _ lost: [Double], _ of: [Double]) -> [Labelled<Rate>] {
      names.enumerated().map { Labelled($1.map(label), rate(lost[$0], of[$0], "churn.lostShareAtAsOf")) }
    }
    let churn = ChurnSection(
      lostShare: rate(133, 549, "churn.lostShareAtAsOf"), period: nil, months: churnRows(.month, 13, 4...19, 470),
      quarters: churnRows(.quarter, 9, 18...44, 470),
      reasons: [("进度跟不上", 38.0), ("换老师", 27), ("价格", 21), ("搬家", 12), ("时间冲突", 11), (nil, 24)].map {
        Labelled($0.0.map(label), Tally(n($0.1), people: n($0.1)))
      },
      byChannel: split(channelNames, [44, 25, 28, 21, 9, 6], [150, 171, 68, 49, 37, 21]),
      byStage: split(["小学", "初中", "高中", nil], [41, 52, 36, 4], [203, 214, 118, 14]),
      byCourse: split(courses, [36, 40, 22, 20, 11, 4], [180, 150, 130, 90, 61, 20]), atRisk: [], inactiveDays: 90,
      graceDays: 60)

    func score(_ p: Double, _ m: Double, _ d: Double) -> Score {
      let counts = NetPromoter(promoters: n(p), passives: n(m), detractors: n(d))
      return Score(counts, people: counts.n, basis("nps"))
    }
    let quarter = Period(.quarter, containing: asOf)
    let satisfaction = SatisfactionSection(
      nps: score(186, 84, 61), npsHistogram: [3, 2, 4, 6, 9, 17, 20, 38, 46, 90, 96],
      npsByQuarter: (0..<7).map { i in
        .init(
          period: quarter.advanced(by: i - 6), complete: i < 6,
          score: score([22, 25, 31, 24, 30, 34, 20][i], [14, 13, 12, 13, 12, 12, 8][i], [12, 10, 9, 12, 8, 7, 3][i]))
      },
      npsBy: [
        .init(
          dimension: .campus,
          rows: [("东校区", 90.0, 30.0, 15.0), ("西校区", 61, 34, 33), ("线上", 35, 20, 13)].map {
            Labelled(label($0.0), score($0.1, $0.2, $0.3))
          }),
        .init(
          dimension: .course,
          rows: courses.enumerated().map {
            Labelled(
              $1.map(label), score([52, 31, 48, 30, 20, 5][$0], [20, 22, 18, 12, 9, 3][$0], [12, 22, 9, 9, 7, 2][$0]))
          }),
      ], csat: rate(281, 331, "csat"), csatHistogram: [9, 14, 27, 120, 161],
      csatByQuarter: (0..<7).map { i in
        .init(
          period: quarter.advanced(by: i - 6), complete: i < 6,
          rate: rate([38, 40, 44, 40, 43, 48, 28][i], [48, 48, 52, 49, 50, 53, 31][i], "csat"))
      },
      csatBy: [.init(dimension: .course, rows: split(courses, [70, 55, 68, 44, 33, 11], [84, 75, 75, 51, 36, 10]))],
      drivers: [
        ("进度", 12.0, 10.0, 22.0, -31.0), ("教师", 60, 14, 6, 24), ("价格", 18, 16, 15, -18), ("环境", 20, 9, 6, 6),
        ("服务", 30, 12, 9, 4),
      ].map {
        let with = NetPromoter(promoters: n($0.1), passives: n($0.2), detractors: n($0.3))
        return .init(
          theme: label($0.0), with: with, without: NetPromoter(promoters: n(100), passives: n(50), detractors: n(40)),
          peopleWith: with.n, peopleWithout: n(190),
          difference: $0.4, interval: Interval(low: $0.4 - 16, high: $0.4 + 16))
      }, csatWithNPS: nil,
      ratings: ["王老师", "李老师", "Smith"].map {
        .init(
          dimension: .teacher, label: label($0), mean: amount(4.4, .number, 60, "rating.mean"),
          csat: rate(52, 60, "csat"),
          nps: score(30, 18, 12))
      })

    var second: [Double] = []
    var bought: [Bool] = []
    for i in 0..<max(1, n(549)) {
      second.append(Double(random(20...900)))
      bought.append(i % 2 == 0)
    }
    let again = KaplanMeier(times: second, lost: bought)
    let repurchase = RepurchaseSection(
      repurchase: rate(263, 549, "repurchase"), rebuy: rate(141, 318, "rebuy"),
      rebuyFirst: Window(first: Day(year: 2024, month: 3, day: 19), last: Day(year: 2025, month: 3, day: 18)!),
      rebuySecond: Window(first: Day(year: 2025, month: 3, day: 19), last: asOf), renewal: rate(304, 512, "renewal"),
      renewals: (-8...5).map { i in
        let ending = Double(random(20...52))
        return .init(
          period: now.advanced(by: i), ending: n(ending), renewed: n(i <= -2 ? ending * 0.6 : i < 1 ? ending * 0.3 : 2),
          open: n(i <= -2 ? 0 : i < 1 ? ending * 0.4 : ending - 2),
          people: n(ending))
      }, interval: amount(121, .days, 263), second: again.steps, secondMedian: again.median, secondPeople: again.count,
      secondBasis: basis("second_purchase"))

    var classic: [RFMSection.ClassicCell] = []
    for r in 1...5 {
      for f in 1...5 {
        let people = n(Double(random(2...40)))
        classic.append(
          .init(recency: r, frequency: f, people: people, revenueCents: people * f * 180_000, moneyScores: people * f))
      }
    }
    let rfm = RFMSection(
      buyers: n(549), frequencies: [286, 141, 66, 31, 14, 7, 3, 1], repeaters: rate(263, 549),
      monetary: Descriptives([2000, 3000, 2500]), pearson: nil, spearman: nil,
      basis: basis("rfm"), classic: classic, recencyPoints: [], frequencyPoints: [], moneyPoints: [],
      classicBasis: basis("rfm.classic"))
    let prediction = PredictionSection(
      state: .fitted, people: n(549), purchases: nil, money: nil, days: 90, expectedPurchases: 118.4,
      expectedRevenue: 352_000,
      alive: [18, 9, 7, 8, 11, 14, 22, 37, 61, 76].map { n($0) }, customers: [], basis: basis("prediction"))

    let loyalty = LoyaltySection(
      referral: rate(96, 448, "referral"), referred: Count(n(171), people: n(171), basis("referred")), longestChain: 4,
      topReferrers: [],
      tiers: [("普通", 318.0), ("银卡", 141), ("金卡", 66), ("铂金", 24)].map {
        Labelled(label($0.0), Tally(n($0.1), people: n($0.1)))
      },
      migrations: [
        ("普通", "普通", 280.0), ("普通", "银卡", 32), ("银卡", "银卡", 98), ("银卡", "金卡", 17), ("银卡", "普通", 9), ("金卡", "金卡", 46),
        ("金卡", "铂金", 6), ("铂金", "铂金", 18),
      ].map {
        .init(from: label($0.0), to: label($0.1), people: n($0.2))
      },
      points: .init(
        earned: amount(184_200, .points, 430), redeemed: amount(71_500, .points, 163),
        expired: amount(22_100, .points, 90), balance: amount(90_600, .points, 320),
        expiring: amount(12_300, .points, 71), using: rate(163, 430, "points.using"), negative: 0,
        months: (-12...0).map {
          .init(
            period: now.advanced(by: $0), earned: random(9000...16000), redeemed: random(3000...8000),
            expired: random(500...2600), people: n(110))
        },
        byEvent: []))

    let campaigns = CampaignSection(
      campaigns: [("秋季招生周", 21_000.0, 70.0, 31.0), ("朋友圈广告", 15_000, 60, 18)].map {
        .init(
          label: label($0.0), channel: label("地推"), window: window, cost: $0.1, customers: n($0.2),
          enrolled: rate($0.3, $0.2, "conversion"), revenueCents: n($0.3) * 430_000,
          costPerCustomer: $0.1 / $0.2, costPerEnrolled: $0.1 / $0.3, returns: $0.3 * 4300 / $0.1)
      }, costOfNew: amount(612, .money, 118), costOfKeeping: amount(143, .money, 416))

    let grading = GradingSection(
      distribution: [("A", 90.0), ("B", 260), ("C", 410), (nil, 140)].map {
        Labelled($0.0, Tally(n($0.1), people: n($0.1)))
      }, distributionSource: .reviewed,
      conversion: [
        .init(grade: "A", promise: 7, graded: n(131), rate: rate(81, 131, "conversion"), open: n(9)),
        .init(grade: "B", promise: 30, graded: n(296), rate: rate(92, 296, "conversion"), open: n(24)),
        .init(grade: "C", promise: nil, graded: n(400), rate: rate(0, 0, "conversion"), open: 0),
      ], conversionSource: .reviewed, plain: nil, plainByGrade: [],
      agreement: Agreement(counts: [[80, 20, 2], [14, 190, 31], [1, 22, 240]]), agreementBasis: basis("agreement"),
      confusion: [
        ("A", "A", 80.0), ("A", "B", 20), ("A", "C", 2), ("B", "A", 14), ("B", "B", 190), ("B", "C", 31), ("C", "A", 1),
        ("C", "B", 22), ("C", "C", 240),
      ].map {
        .init(proposed: $0.0, reviewed: $0.1, people: n($0.2))
      },
      months: (-12...0).map { i in
        .init(
          period: now.advanced(by: i), complete: i < 0,
          grades: [("A", random(6...14)), ("B", random(16...30)), ("C", random(20...44))].map {
            Labelled($0.0, Tally(n(Double($0.1)), people: n(Double($0.1))))
          })
      },
      funnel: [("inquired", 900.0), ("reached", 742), ("interested", 427), ("enrolled", 549 * 0.7)].map {
        Labelled($0.0, Tally(n($0.1), people: n($0.1)))
      })

    func visitRow(_ name: String?, _ visits: Double, _ reached: Double, _ minutes: Double) -> VisitSection.Row {
      .init(
        label: name.map(label), visits: n(visits), people: n(visits / 3),
        reached: rate(reached, visits, "visits.reached"),
        minutes: minutes, cost: minutes * 0.9, csat: rate(reached / 6, reached / 5, "csat"))
    }
    let visits = VisitSection(
      total: Count(n(6931), people: n(840), basis("visits")), reached: rate(5129, 6931, "visits.reached"),
      answered: rate(410, 5129, "visits.answered"),
      plan: .init(
        inTime: rate(1204, 1562, "visits.inTime"), late: n(201), overdue: n(40), missed: n(157), notYetDue: n(212),
        byRule: [("开课一周内", 401.0, 460.0), ("期中", 350, 421), ("结课", 281, 402), ("投诉后", 71, 80), ("沉默唤回", 101, 199)].map {
          Labelled(label($0.0), rate($0.1, $0.2, "visits.inTime"))
        },
        byStaff: []),
      byChannel: [
        visitRow("电话", 3120, 2096, 6.2), visitRow("微信", 2700, 2241, 3.1), visitRow("到访", 480, 480, 31),
        visitRow("短信", 420, 201, 1), visitRow(nil, 211, 111, 4),
      ],
      byStaff: [
        visitRow("赵敏", 1900, 1502, 5), visitRow("周芷若", 1750, 1310, 5.6), visitRow("Daniel Lee", 1604, 1207, 6.1),
        visitRow("小昭", 1677, 1110, 4.4),
      ],
      byType: [visitRow("意向跟进", 3300, 2300, 5), visitRow("学习回访", 2400, 1900, 6), visitRow("节日关怀", 1231, 929, 2)],
      byOutcome: [], byScript: [],
      months: (-12...0).map { i in
        .init(
          period: now.advanced(by: i), complete: i < 0, visits: n(Double(random(240...360))),
          reached: n(Double(random(170...230))), people: n(180))
      },
      minutes: amount(5.6, .minutes, 6931), cost: amount(5.04, .money, 6931), promisesKept: rate(180, 211),
      problemsOpen: Count(n(23), people: n(21), basis("visits.problemsOpen")),
      effects: [
        .init(
          question: .enrolling, visited: rate(210, 480), notVisited: rate(80, 262), difference: 0.112,
          interval: Interval(low: 0.041, high: 0.182), strata: 8),
        .init(
          question: .staying, visited: rate(180, 240), notVisited: rate(140, 199), difference: 0.038,
          interval: Interval(low: -0.044, high: 0.119), strata: 6),
        .init(
          question: .events, visited: rate(70, 86), notVisited: rate(250, 353), difference: 0.081,
          interval: Interval(low: -0.01, high: 0.171), strata: 5),
      ])

    func duration(_ median: Double, _ p90: Double) -> ComplaintSection.Duration {
      .init(
        median: amount(median, .days, 84, "complaints.solution"), p90: amount(p90, .days, 84, "complaints.solution"),
        curve: [])
    }
    let complaints = ComplaintSection(
      total: Count(n(84), people: n(71), basis("complaints")), open: Count(n(11), people: n(11), basis("complaints")),
      complaining: rate(61, 549), firstAnswer: duration(1, 4),
      solution: duration(6, 21), daysToSolve: (0..<n(73)).map { _ in random(0...9) + random(0...14) },
      causes: [("教师更换", 29.0), ("排课", 21), ("收费说明", 14), ("进度", 9), ("环境", 7), ("其他", 4)].map {
        Labelled(label($0.0), Tally(n($0.1), people: n($0.1)))
      }, categories: [],
      channels: [], owners: [],
      openByAge: [(0, 7, 4.0), (8, 14, 3), (15, 30, 2), (31, 60, 1), (61, nil, 1)].map {
        .init(from: $0.0, to: $0.1, tally: Tally(n($0.2), people: n($0.2)))
      }, months: [],
      followedUp: rate(58, 73), contentAfter: rate(41, 58), repeating: rate(12, 71), corrected: rate(33, 73),
      leftAfter: rate(14, 66), cost: amount(8600, .money, 84))

    let keys: [(String, Amount.Unit)] = [
      ("age", .number), ("visits", .number), ("purchases", .number), ("spend", .money), ("points", .points),
      ("nps", .number), ("days_since_last", .days),
    ]
    var pairs: [StatisticsSection.Pair] = []
    for a in keys.indices {
      for b in keys.indices where b > a {
        let x = (0..<max(3, n(300))).map { _ in Double(random(0...100)) }
        let y = x.enumerated().map {
          Double(random(0...100)) + (a == 2 && b == 3 ? $0.element * 2 : a == 1 && b == 6 ? -$0.element : 0)
        }
        let c = Correlation.spearman(x, y)
        pairs.append(.init(first: a, second: b, pearson: Correlation.pearson(x, y), spearman: c, adjusted: c?.p))
      }
    }
    let statistics = StatisticsSection(
      variables: keys.enumerated().map { i, key in
        .init(
          key: key.0, unit: key.1,
          descriptives: Descriptives((0..<max(1, n(300))).map { _ in Double(random(1...100)) * Double(i + 1) }))
      }, correlations: pairs,
      clusters: .init(
        k: 3, silhouette: 0.41, inertia: 812, features: ["visits", "purchases", "spend", "days_since_last"],
        profiles: [
          .init(people: n(280), means: [3, 1, 2600, 60], distances: [-0.4, -0.5, -0.4, 0.1]),
          .init(people: n(160), means: [9, 3, 9100, 14], distances: [1.1, 1.4, 1.6, -0.8]),
          .init(people: n(109), means: [2, 1, 2100, 210], distances: [-0.7, -0.4, -0.5, 1.9]),
        ], people: n(549)), basis: basis("statistics"))

    func value(_ v: Double, _ people: Double, _ num: Double? = nil, _ den: Double? = nil) -> PeriodReport.Value {
      .init(
        value: num != nil ? v : v, numerator: num.map { n($0) }, denominator: den.map { n($0) }, people: n(people),
        interval: num == nil ? nil : Proportion.wilson(n(num!), of: max(1, n(den!))))
    }
    func period(_ grain: Grain) -> PeriodReport {
      let p = Period(grain, containing: asOf)
      return PeriodReport(
        period: p, window: Window(first: p.first, last: asOf), complete: false,
        before: Window(first: p.advanced(by: -1).first, last: p.advanced(by: -1).last),
        yearBefore: Window(first: p.lastYear.first, last: p.lastYear.last),
        figures: [
          .init(
            key: "new_enrolled", unit: .count, better: 1, now: value(Double(n(23)), 23),
            before: value(Double(n(21)), 21), yearBefore: value(Double(n(17)), 17), target: 30, change: 2,
            changeInterval: nil),
          .init(
            key: "revenue", unit: .money, better: 1, now: value(128_640 * size, 30), before: value(118_700 * size, 28),
            yearBefore: value(96_000 * size, 20), target: nil, change: 9940, changeInterval: nil),
          .init(
            key: "churn", unit: .share, better: -1, now: value(0.057, 470, 27, 470), before: value(0.081, 458, 37, 458),
            yearBefore: value(0.09, 400, 36, 400), target: 0.06,
            change: -0.024, changeInterval: Interval(low: -0.056, high: 0.008)),
          .init(
            key: "nps", unit: .points, better: 1,
            now: .init(
              value: 55, numerator: nil, denominator: n(31), people: n(31), interval: Interval(low: 32, high: 71)),
            before: .init(value: 51, numerator: nil, denominator: n(53), people: n(53), interval: nil),
            yearBefore: .init(value: 44, numerator: nil, denominator: n(49), people: n(49), interval: nil),
            target: 50, change: 4, changeInterval: Interval(low: -21, high: 29)),
          .init(
            key: "visits", unit: .count, better: 0, now: value(Double(n(212)), 150), before: value(0, 0),
            yearBefore: value(Double(n(190)), 120), target: nil, change: 212, changeInterval: nil),
          .init(
            key: "renewal", unit: .share, better: 1, now: value(0.61, 64, 39, 64), before: value(0.57, 70, 40, 70),
            yearBefore: value(0.5, 40, 20, 40), target: 0.65, change: 0.04,
            changeInterval: Interval(low: -0.12, high: 0.2)),
        ])
    }

    func slice(_ name: String?, _ share: Double) -> Split.Row {
      var f = months[months.count - 1].figures
      f.customers = n(900 * share)
      f.enrolled = n(549 * share)
      f.active = n(428 * share)
      f.lost = n(133 * share)
      f.newEnrolled = n(23 * share)
      f.buyers = n(549 * share)
      f.repeatBuyers = n(263 * share)
      f.revenueCents = n(128_640 * share) * 100
      return .init(label: name.map(label), figures: f)
    }
    let insights: [Insight] = [
      .init(
        key: "difference.below",
        arguments: [
          .figure("csat"), .dimension(.campus), .label(label("西校区")), .share(0.742), .share(0.893),
          .shareChange(-0.151),
          .interval(Interval(low: -0.24, high: -0.062), percent: true), .count(n(128)),
        ], section: "satisfaction", direction: .bad, weight: 9, certainty: 0.997, people: n(128), table: .visits,
        rows: [1, 2, 3]),
      .init(
        key: "list.atRisk", arguments: [.count(n(37)), .days(30), .money(286_000)], section: "churn", direction: .bad,
        weight: 7,
        certainty: 1, people: n(37), table: .customers, rows: [4]),
      .init(
        key: "effect.enrolling",
        arguments: [
          .shareChange(0.112), .interval(Interval(low: 0.041, high: 0.182), percent: true), .count(n(480)),
          .count(n(262)),
        ],
        section: "visits", direction: .good, weight: 5, certainty: 0.999, people: n(742), table: .visits, rows: []),
      .init(
        key: "change.points.down",
        arguments: [
          .figure("nps"), .period("2026-Q1"), .points(-4), .points(12), .points(-16),
          .interval(Interval(low: -29, high: -3), percent: false),
        ],
        section: "satisfaction", direction: .bad, weight: 4, certainty: 0.96, people: n(96), table: .visits, rows: []),
    ]
    return MetricsReport(
      asOf: asOf, window: window, period: nil, toDate: [period(.month), period(.quarter)], counts: counts,
      spending: spending, retention: retention, survival: survival,
      churn: churn, satisfaction: satisfaction, repurchase: repurchase, rfm: rfm, prediction: prediction,
      loyalty: loyalty, campaigns: campaigns, grading: grading, visits: visits,
      complaints: complaints, statistics: statistics,
      splits: [
        Split(dimension: .campus, rows: [slice("东校区", 0.45), slice("西校区", 0.38), slice("线上", 0.17)]),
        Split(dimension: .course, rows: [slice("初中数学", 0.33), slice("高中物理", 0.27), slice("书法", 0.01)]),
      ], parts: [], findings: insights, unknownTargets: [],
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
}

import CustomerRecords
import Statistics
import Tabular

@testable import Metrics

extension SampleReport {
  mutating func grading() -> GradingSection {
    return GradingSection(
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
  }

  mutating func visits() -> VisitSection {
    func visitRow(_ name: String?, _ visits: Double, _ reached: Double, _ minutes: Double) -> VisitSection.Row {
      .init(
        label: name.map(label), visits: n(visits), people: n(visits / 3),
        reached: rate(reached, visits, "visits.reached"),
        minutes: minutes, cost: minutes * 0.9, csat: rate(reached / 6, reached / 5, "csat"))
    }
    return VisitSection(
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
  }

  mutating func complaints() -> ComplaintSection {
    func duration(_ median: Double, _ p90: Double) -> ComplaintSection.Duration {
      .init(
        median: amount(median, .days, 84, "complaints.solution"), p90: amount(p90, .days, 84, "complaints.solution"),
        curve: [])
    }
    return ComplaintSection(
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
  }

  mutating func statistics() -> StatisticsSection {
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
    return StatisticsSection(
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
  }
}

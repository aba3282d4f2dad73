import CustomerRecords
import Statistics
import Tabular

@testable import Metrics

extension SampleReport {
  func satisfaction() -> SatisfactionSection {
    let quarter = Period(.quarter, containing: asOf)
    return SatisfactionSection(
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
          rows: Self.courses.enumerated().map {
            Labelled(
              $1.map(label), score([52, 31, 48, 30, 20, 5][$0], [20, 22, 18, 12, 9, 3][$0], [12, 22, 9, 9, 7, 2][$0]))
          }),
      ], csat: rate(281, 331, "csat"), csatHistogram: [9, 14, 27, 120, 161],
      csatByQuarter: (0..<7).map { i in
        .init(
          period: quarter.advanced(by: i - 6), complete: i < 6,
          rate: rate([38, 40, 44, 40, 43, 48, 28][i], [48, 48, 52, 49, 50, 53, 31][i], "csat"))
      },
      csatBy: [
        .init(dimension: .course, rows: split(Self.courses, [70, 55, 68, 44, 33, 11], [84, 75, 75, 51, 36, 10]))
      ],
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
  }

  mutating func repurchase() -> RepurchaseSection {
    var second: [Double] = []
    var bought: [Bool] = []
    for i in 0..<max(1, n(549)) {
      second.append(Double(random(20...900)))
      bought.append(i % 2 == 0)
    }
    let again = KaplanMeier(times: second, lost: bought)
    return RepurchaseSection(
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
  }

  mutating func rfm() -> RFMSection {
    var classic: [RFMSection.ClassicCell] = []
    for r in 1...5 {
      for f in 1...5 {
        let people = n(Double(random(2...40)))
        classic.append(
          .init(recency: r, frequency: f, people: people, revenueCents: people * f * 180_000, moneyScores: people * f))
      }
    }
    return RFMSection(
      buyers: n(549), frequencies: [286, 141, 66, 31, 14, 7, 3, 1], repeaters: rate(263, 549),
      monetary: Descriptives([2000, 3000, 2500]), pearson: nil, spearman: nil,
      basis: basis("rfm"), classic: classic, recencyPoints: [], frequencyPoints: [], moneyPoints: [],
      classicBasis: basis("rfm.classic"))
  }

  func prediction() -> PredictionSection {
    return PredictionSection(
      state: .fitted, people: n(549), purchases: nil, money: nil, days: 90, expectedPurchases: 118.4,
      expectedRevenue: 352_000,
      alive: [18, 9, 7, 8, 11, 14, 22, 37, 61, 76].map { n($0) }, customers: [], basis: basis("prediction"))
  }

  mutating func loyalty() -> LoyaltySection {
    return LoyaltySection(
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
  }

  func campaigns() -> CampaignSection {
    return CampaignSection(
      campaigns: [("秋季招生周", 21_000.0, 70.0, 31.0), ("朋友圈广告", 15_000, 60, 18)].map {
        .init(
          label: label($0.0), channel: label("地推"), window: window, cost: $0.1, customers: n($0.2),
          enrolled: rate($0.3, $0.2, "conversion"), revenueCents: n($0.3) * 430_000,
          costPerCustomer: $0.1 / $0.2, costPerEnrolled: $0.1 / $0.3, returns: $0.3 * 4300 / $0.1)
      }, costOfNew: amount(612, .money, 118), costOfKeeping: amount(143, .money, 416))
  }
}

import Testing

@testable import Localisation

@Suite struct NumberFormattingTests {
  @Test(arguments: [
    (0, "0", "0"), (7, "7", "7"), (1_284, "1,284", "1,284"), (9_999, "9,999", "9,999"), (10_000, "1万", "10K"),
    (12_860, "1.29万", "12.9K"), (99_994, "10万", "100K"), (99_995, "10万", "100K"), (128_640, "12.9万", "128.6K"),
    (1_286_400, "128.6万", "1.29M"), (9_994_999, "999.5万", "9.99M"), (9_999_500, "1000万", "10M"),
    (99_994_999, "9999万", "100M"), (99_995_000, "1亿", "100M"), (128_640_000, "1.29亿", "128.6M"),
    (-128_640, "−12.9万", "−128.6K"),
    (999_949, "100万", "999.9K"), (999_950, "100万", "1M"), (1_000_000_000_000, "1万亿", "1T"),
  ])
  func countsShortenWithoutEverReadingTenThousandWan(value: Int, zh: String, en: String) {
    #expect(NumberFormatting(.zh).count(value) == zh)
    #expect(NumberFormatting(.en).count(value) == en)
  }

  @Test func exactNumbersKeepEveryDigit() {
    #expect(NumberFormatting(.zh).exact(12_845_000) == "12,845,000")
    #expect(NumberFormatting(.en).exact(-1000) == "−1,000")
    #expect(NumberFormatting(.zh).exact(Int.min).hasPrefix("−9,223"))
  }

  @Test func moneyIsInYuan() {
    #expect(NumberFormatting(.zh).money(1_286_400) == "¥128.6万")
    #expect(NumberFormatting(.en).money(1_286_400) == "¥1.29M")
    #expect(NumberFormatting(.zh).money(-80.4) == "−¥80")
    #expect(NumberFormatting(.zh).exactMoney(1_286_400.5) == "¥1,286,400.50")
    #expect(NumberFormatting(.zh).money(.nan) == "—")
  }

  @Test func ratesChangesAndIntervalsReadAsInTheContract() {
    let (zh, en) = (NumberFormatting(.zh), NumberFormatting(.en))
    #expect(en.rate(0.518) == "51.8%")
    #expect(zh.rate(nil) == "—")
    #expect(zh.points(-0.021) == "2.1 个百分点")
    #expect(en.points(0.021) == "2.1 pp")
    #expect(zh.interval(low: 0.476, high: 0.56, n: 549) == "95% 区间 47.6–56.0%，n=549")
    #expect(en.interval(low: 0.476, high: 0.56, n: 549) == "95% CI 47.6–56.0%, n=549")
    #expect(zh.scoreInterval(low: 25, high: 43) == "95% 区间 +25 至 +43")
    #expect(en.scoreInterval(low: -12, high: 43) == "95% CI −12 to +43")
    #expect(en.interval(low: nil, high: nil, n: 5) == "n=5")
  }

  @Test func signsAndDaysReadNaturally() {
    #expect(NumberFormatting(.en).signed(34) == "+34")
    #expect(NumberFormatting(.en).signed(0.2) == "0")
    #expect(NumberFormatting(.en).signed(-0.2) == "0")
    #expect(NumberFormatting(.en).days(1) == "1 day")
    #expect(NumberFormatting(.zh).days(41) == "41 天")
    #expect(NumberFormatting(.en).plain(0.25) == "0.25")
    #expect(NumberFormatting(.en).plain(12.0) == "12")
  }

  /// Edges of rounding, of the next unit, of what is a number; and many in between.
  static let whole: [Int] = {
    var out = [0, Int.min, Int.max]
    for edge in [1, 10, 100, 1_000, 10_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 1_000_000_000_000] {
      for offset in [-501, -500, -51, -50, -49, -6, -5, -4, -1, 0, 1, 4, 5, 49, 50, 51, 499, 500] {
        out += [edge + offset, -(edge + offset), edge / 2 * 19 + offset, edge * 9999 / 1000 + offset]
      }
    }
    var state: UInt64 = 7
    for _ in 0..<300 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      out.append(Int(truncatingIfNeeded: state) >> Int(state >> 59))
    }
    return out
  }()
  static let decimals: [Double] =
    whole.map { Double($0) / 1000 }
    + [
      -0.0, 0.05, 0.049999, -0.05, 0.25, 0.35, 0.45, -0.04, 0.995, 0.9995, 1.005, 99.95, 99.949999, 999.95, 1e14,
      9.99e14,
      1e15, -1e15, 9.1e17, 1e300, .nan, .infinity, -.infinity, .leastNonzeroMagnitude, 1 / 3, 2 / 3, -2 / 3,
    ]

  @Test(arguments: Language.allCases)
  func numbersReadAsThoughPutTogetherPartByPart(language: Language) {
    let (fast, plain) = (NumberFormatting(language), PlainNumbers(language: language))
    for value in Self.whole {
      #expect(fast.exact(value) == plain.exact(value))
      // Beyond that the plain way cannot multiply.
      if value.magnitude < 1_000_000_000_000_000_000 { #expect(fast.count(value) == plain.count(value)) }
    }
    for value in Self.decimals {
      for places in 0...3 {
        #expect(fast.decimal(value, places: places) == plain.decimal(value, places: places))
        #expect(fast.plain(value, places: places) == plain.plain(value, places: places))
        #expect(fast.signed(value, places: places) == plain.signed(value, places: places))
      }
      #expect(fast.money(value) == plain.money(value))
      #expect(fast.exactMoney(value) == plain.exactMoney(value))
      #expect(fast.range(low: value, high: 0.5) == plain.range(value, 0.5))
      for n in [nil, 7, 12_345] {
        #expect(fast.interval(low: value, high: 0.5, n: n) == plain.interval(value, 0.5, n, score: false))
        #expect(fast.scoreInterval(low: value, high: 43, n: n) == plain.interval(value, 43, n, score: true))
      }
    }
    #expect(fast.interval(low: nil, high: 0.5, n: 1_000) == plain.interval(nil, 0.5, 1_000, score: false))
    #expect(fast.rate(0.5, trimmed: true) == "50%" && fast.rate(0.125, trimmed: true) == "12.5%")
  }
}

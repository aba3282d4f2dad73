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
}

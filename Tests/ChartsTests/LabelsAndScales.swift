import Localisation
import Testing

@testable import Charts

@Suite struct LabelsAndScales {
  static let labels = [
    "微信公众号", "老生转介绍（含兄弟姐妹一起报名的家庭）", "线上", "A very long course name that nobody shortened", "无", "Süd-Campus 3",
    "学校合作（阳光小学、实验中学）",
  ]

  static func charts(_ language: Language) -> [(String, SVGReading)] {
    func frame(_ id: String, _ width: Double = 560) -> ChartFrame {
      ChartFrame(id: id, title: "t", description: "d", width: width, language: language)
    }
    let values = [128_640.0, 99_950, 41_200, 7, 0, 3, 12_845_000]
    let texts = ["¥12.9万", "¥10万", "¥4.12万", "¥7", "¥0", "<5", "¥1284.5万"]
    let months = (1...13).map { language == .zh ? "\($0)月" : "Mar 2\($0)" }
    var out: [(String, SVGReading)] = []
    func add(_ name: String, _ markup: Markup) { out.append((name, SVGReading(markup.html))) }
    for width in [460.0, 560, 630] {
      add(
        "bars \(width)",
        BarChart(
          bars: zip(labels, zip(values, texts)).map { .init(label: $0, value: $1.0, text: $1.1) }, ticks: .money,
          reference: (99_000, "平均")
        ).draw(frame("b", width)))
      add(
        "dots \(width)",
        IntervalDots(
          rows: labels.enumerated().map { i, label in
            .init(
              label: label, value: Double(i * 20 - 60), low: Double(i * 20 - 80), high: Double(i * 20 - 40),
              text: "+\(i * 20)")
          }, ticks: .score, limits: -100...100, reference: (10, language == .zh ? "全部 +10" : "all +10")
        ).draw(frame("d", width)))
      add(
        "columns \(width)",
        ColumnChart(
          periods: months.enumerated().map {
            .init(label: $1, values: [Double($0 * 7 % 11), 3, 2], text: "\($0)", open: $0 == 12)
          },
          series: ["推荐者", "a second name", "未归类"], ticks: .count
        ).draw(frame("c", width)))
      add(
        "lines \(width)",
        LineChart(
          series: (0..<4).map { s in
            .init(
              name: labels[s],
              points: months.indices.map { .init(x: Double($0), y: 0.5 + Double(s) * 0.002, text: "50%") }, open: true)
          }, horizontal: .periods(months), ticks: .percent, limits: 0...1, reference: (0.5, "half"),
          atRisk: [], atRiskTitle: ""
        ).draw(frame("l", width)))
      add(
        "steps \(width)",
        LineChart(
          series: [.init(name: "", points: [.init(x: 0, y: 1), .init(x: 30, y: 0.4, text: "40%")], steps: true)],
          horizontal: .number(.plain, unit: language == .zh ? "个月" : "months"), ticks: .percent, limits: 0...1,
          dots: false,
          atRisk: [("全部客户", (0...6).map { ($0 * 5, "1,\(549 - Int($0))") }.map { (Double($0.0), $0.1) })],
          atRiskTitle: "在观察人数"
        ).draw(frame("s", width)))
      add(
        "matrix \(width)",
        MatrixChart(
          rows: labels, columns: labels,
          cells: labels.map { _ in labels.map { _ in .init(value: 0.4, text: "−0.44", framed: true) } },
          shading: .diverging(reach: 1)
        ).draw(frame("m", width)))
      add(
        "funnel \(width)",
        FunnelChart(
          stages: zip(labels, texts).map { .init(label: $0, value: 9, text: $1, step: "上一步的 82.4%") }
        ).draw(frame("f", width)))
      add(
        "pareto \(width)",
        ParetoChart(
          causes: labels.enumerated().map { i, label in
            .init(
              label: label, value: Double(30 - i * 4), text: "\(30 - i * 4)", cumulative: Double(i + 1) / 7,
              cumulativeText: "\((i + 1) * 14)%")
          }, names: (language == .zh ? "件数" : "Complaints", language == .zh ? "累计占比" : "Running share")
        ).draw(frame("p", width)))
      add(
        "bullet \(width)",
        BulletChart(
          rows: zip(labels, texts).map { .init(label: $0, done: 4, due: 9, text: $1) }, ticks: .count,
          names: ("按时完成", "应完成", "目标")
        ).draw(frame("u", width)))
      add(
        "cohorts \(width)",
        CohortHeatMap(
          columns: (0..<13).map { "\($0)月" }, sizeTitle: "人数",
          rows: (0..<12).map { r in
            .init(
              label: "2025-\(r < 9 ? "0" : "")\(r + 1)", size: "1,284",
              cells: (0..<13).map { $0 < 8 ? .rate(0.5, "100%") : .open("1,284*") })
          }, mean: .init(label: "平均", size: "", cells: [.rate(1, "100%")])
        ).draw(frame("h", width)))
      add(
        "strip \(width)",
        DotStrip(values: (0..<90).map { Double($0 % 30) }, unit: "天", marks: [(6, "中位 6 天"), (7, "90% 分位 7 天")]).draw(
          frame("t", width)))
      add(
        "diverging \(width)",
        DivergingBarChart(
          rows: labels.map { .init(label: $0, shares: (0.02, 0.08, 0.9), parts: ["2%", "8%", "90%"], text: "+88") },
          names: ["贬损者 0–6", "中立 7–8", "推荐者 9–10"]
        ).draw(frame("v", width)))
    }
    return out
  }

  @Test(arguments: Language.allCases)
  func noLabelLeavesItsDrawingOrTouchesAnother(language: Language) {
    for (name, svg) in Self.charts(language) {
      #expect(svg.boxes.count > 3)
      #expect(svg.faults.isEmpty, "\(name): \(svg.faults.prefix(3))")
    }
  }

  @Test func everyDrawingHasANameAndADescription() {
    for (_, svg) in Self.charts(.zh) {
      #expect(svg.source.contains("role=\"img\"") && svg.all("title").count == 1 && svg.all("desc").count == 1)
      #expect(
        svg.source.contains(
          "aria-labelledby=\"\(svg.all("title")[0].attributes["id"]!) \(svg.all("desc")[0].attributes["id"]!)\""))
    }
  }

  @Test(arguments: ["<script>alert(1)</script>", "\" onload=\"x", "]]>", "a\u{2028}b\u{0}c", "'><img src=x>"])
  func hostileLabelsStayText(label: String) {
    let html = BarChart(bars: [.init(label: label, value: 1, text: label)], ticks: .count)
      .draw(ChartFrame(id: "x", title: label, description: label, language: .zh)).html
    #expect(
      !html.contains("<script") && !html.contains("<img") && !html.contains("\" onload") && !html.contains("\u{0}"))
  }

  @Test(arguments: [
    ([0.0, 97], true, [0.0, 20, 40, 60, 80, 100]), ([0.31, 0.52], false, [0.3, 0.35, 0.4, 0.45, 0.5, 0.55]),
    ([5, 5], true, [0, 1, 2, 3, 4, 5]),
  ])
  func ticksAreRoundNumbersAroundTheValues(values: [Double], zero: Bool, wanted: [Double]) {
    let scale = Scale(covering: values, includingZero: zero, from: 0, to: 100)
    #expect(scale.ticks.count == wanted.count)
    for (a, b) in zip(scale.ticks, wanted) { #expect(abs(a - b) < 1e-9) }
    for value in values { #expect(abs(scale.value(at: scale(value)) - value) < 1e-9) }
  }

  @Test(arguments: [[Double](), [.nan], [0], [-3, -3], [.infinity, 2]])
  func degenerateNumbersStillMakeAScale(values: [Double]) {
    let scale = Scale(covering: values, includingZero: true, from: 0, to: 100)
    #expect(scale.domain.upperBound > scale.domain.lowerBound && scale.ticks.count >= 2 && scale.ticks.count < 20)
  }

  @Test func crowdedLabelsAreSpreadWithinTheirRange() {
    let places = LabelLayout.spread([50, 51, 52, 10, 99], gap: 16, in: 0...100)
    let sorted = places.sorted()
    for (a, b) in zip(sorted, sorted.dropFirst()) { #expect(b - a >= 16 - 1e-9) }
    #expect(sorted.first! >= 0 && sorted.last! <= 100)
    #expect(places[0] < places[1] && places[1] < places[2])
  }

  @Test func chineseIsOneEmWideAndLatinAboutSixTenths() {
    #expect(TextWidth.of("客户运营", size: 12) == 48)
    let latin = TextWidth.of("The quick brown fox jumps over the lazy dog", size: 1) / 43
    #expect((0.5...0.65).contains(latin))
    #expect(TextWidth.fitted("微信公众号渠道", size: 12, room: 50).hasSuffix("…"))
    #expect(TextWidth.of(TextWidth.fitted("微信公众号渠道", size: 12, room: 50), size: 12) <= 50)
  }
}

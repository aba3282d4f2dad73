import Localisation
import Testing

@testable import Charts

/// The numbers are read back from the drawing: positions against the ticks that are written beside them.
@Suite struct DrawnEqualsTold {
  static let frame = ChartFrame(id: "f", title: "t", description: "d", language: .en)

  /// Value per pixel from two written ticks: what a reader with a ruler would do.
  static func ruler(_ ticks: [(pixel: Double, value: Double)]) -> (Double) -> Double {
    let (a, b) = (ticks.first!, ticks.last!)
    return { a.value + ($0 - a.pixel) / (b.pixel - a.pixel) * (b.value - a.value) }
  }

  static func number(_ text: String) -> Double? {
    Double(text.replacing("−", with: "-").replacing("%", with: "").replacing("+", with: "").replacing(",", with: ""))
  }

  static func across(_ svg: SVGReading) -> (Double) -> Double {
    let lowest = svg.all("text", "m").map { $0.number("y") }.max()!
    return ruler(
      svg.all("text", "m").filter { $0.number("y") == lowest }.compactMap { e in
        number(e.text).map { (e.number("x"), $0) }
      })
  }

  static func upwards(_ svg: SVGReading) -> (Double) -> Double {
    // Tick labels stand 4 px below their line.
    ruler(svg.all("text", "end").compactMap { e in number(e.text).map { (e.number("y") - 4, $0) } })
  }

  @Test(arguments: [[3.0, 17, 42], [0, 0, 9], [1200, 350, 80_000], [0.4, 0.2, 0.1]])
  func barsEndAtTheirValues(values: [Double]) {
    let chart = BarChart(bars: values.map { .init(label: "x", value: $0, text: "") }, ticks: .plain)
    let svg = SVGReading(chart.draw(Self.frame).html)
    let value = Self.across(svg)
    for (bar, wanted) in zip(svg.all("rect", "mark"), values) {
      #expect(abs(value(bar.number("x") + bar.number("width")) - wanted) < values.max()! * 0.005)
    }
    #expect(svg.all("rect", "mark").count == values.count)
  }

  @Test func columnsStandAsHighAsTheirValuesAndOpenOnesAreHatched() {
    let values = [12.0, 31, 7, 22]
    let chart = ColumnChart(
      periods: values.enumerated().map { .init(label: "\($0)", values: [$1], text: "", open: $0 == 3) }, ticks: .plain)
    let svg = SVGReading(chart.draw(Self.frame).html)
    let value = Self.upwards(svg)
    let bars = svg.all("rect", "mark")
    for (bar, wanted) in zip(bars, values) { #expect(abs(value(bar.number("y")) - wanted) < 0.2) }
    #expect(bars.map { $0.classes.contains("open") } == [false, false, false, true])
  }

  @Test func stackedColumnsAddUp() {
    let chart = ColumnChart(
      periods: [.init(label: "a", values: [4, 6, 10], text: "20")], series: ["x", "y", "z"], ticks: .plain)
    let svg = SVGReading(chart.draw(Self.frame).html)
    let value = Self.upwards(svg)
    let tops = svg.all("rect", "mark").prefix(3).map { value($0.number("y")) }
    for (top, wanted) in zip(tops, [4.0, 10, 20]) { #expect(abs(top - wanted) < 0.3) }
  }

  @Test func linesPassThroughTheirPointsAndBreakWhereThereIsNone() {
    let ys: [Double?] = [0.2, 0.5, nil, 0.35, 0.8]
    let chart = LineChart(
      series: [.init(name: "s", points: ys.enumerated().map { .init(x: Double($0), y: $1) })],
      horizontal: .periods(["a", "b", "c", "d", "e"]), ticks: .percent, limits: 0...1)
    let svg = SVGReading(chart.draw(Self.frame).html)
    let value = Self.upwards(svg)
    let line = svg.all("path", "line")[0].attributes["d"]!
    #expect(line.count(where: { $0 == "M" }) == 2)
    let drawn = SVGReading.points(line).map { value($0.y) / 100 }
    for (a, b) in zip(drawn, ys.compactMap { $0 }) { #expect(abs(a - b) < 0.005) }
    #expect(svg.all("circle").count == 4)
  }

  @Test func survivalStepsHoldTheirLevelUntilTheNextLoss() {
    let steps = [(0.0, 1.0), (3, 0.8), (7, 0.5)]
    let chart = LineChart(
      series: [.init(name: "", points: steps.map { .init(x: $0.0, y: $0.1) }, steps: true)],
      horizontal: .number(.plain, unit: "months"), ticks: .percent, limits: 0...1, dots: false)
    let svg = SVGReading(chart.draw(Self.frame).html)
    let value = Self.upwards(svg)
    let points = SVGReading.points(svg.all("path", "line")[0].attributes["d"]!)
    #expect(points.map { (value($0.y)).rounded() } == [100, 100, 80, 80, 50])
    #expect(points[1].x == points[2].x && points[3].x == points[4].x)
  }

  @Test func anOpenPeriodIsDottedAndHollow() {
    let chart = LineChart(
      series: [.init(name: "s", points: [.init(x: 0, y: 1), .init(x: 1, y: 2), .init(x: 2, y: 3)], open: true)],
      horizontal: .periods(["a", "b", "c"]), ticks: .plain)
    let svg = SVGReading(chart.draw(Self.frame).html)
    #expect(svg.all("path", "dotted").count == 1)
    #expect(svg.all("circle", "hollow").count == 1)
  }

  @Test func intervalsReachFromLowToHigh() {
    let chart = IntervalDots(
      rows: [
        .init(label: "a", value: 34, low: 25, high: 43, text: ""),
        .init(label: "b", value: -10, low: -40, high: 22, text: ""),
      ], ticks: .score, limits: -100...100)
    let svg = SVGReading(chart.draw(Self.frame).html)
    let value = Self.across(svg)
    for (path, wanted) in zip(svg.all("path", "range"), [(25.0, 43.0), (-40, 22)]) {
      let points = SVGReading.points(path.attributes["d"]!)
      #expect(abs(value(points[0].x) - wanted.0) < 0.5 && abs(value(points[1].x) - wanted.1) < 0.5)
    }
    for (dot, wanted) in zip(svg.all("circle"), [34.0, -10]) { #expect(abs(value(dot.number("cx")) - wanted) < 0.5) }
  }

  @Test func closedCellsAreShadedByTheirShareAndOpenOnesCarryNone() {
    let chart = CohortHeatMap(
      columns: ["0", "1", "2"], sizeTitle: "n",
      rows: [.init(label: "2026-01", size: "40", cells: [.rate(1, "100%"), .rate(0.5, "50%"), .open("12*")])],
      mean: .init(label: "mean", size: "", cells: [.rate(1, "100%"), .none, .none]))
    let svg = SVGReading(chart.draw(Self.frame).html)
    #expect(svg.all("rect", "q7").count == 2)
    #expect(svg.all("rect", "q4").count == 1)
    #expect(svg.all("rect", "hatch").count == 1)
    // A cell nobody may divide has no shade and no mean.
    #expect(svg.all("rect", "mark").count == 4)
    for shade in 0...7 { #expect(chart.shade(Double(shade) / 7) == shade) }
  }

  @Test func divergingBarsMeetInTheMiddleOfTheUndecided() {
    let chart = DivergingBarChart(
      rows: [.init(label: "q", shares: (0.2, 0.3, 0.5), parts: ["20%", "30%", "50%"], text: "+30")],
      names: ["against", "neutral", "for"])
    let svg = SVGReading(chart.draw(Self.frame).html)
    let bars = svg.all("rect", "mark").filter { $0.attributes["data-t"] != nil }
    let widths = bars.map { $0.number("width") }
    #expect(abs(widths[1] / widths[0] - 1.5) < 0.01 && abs(widths[2] / widths[0] - 2.5) < 0.01)
    let axis = SVGReading.points(svg.all("path", "axis")[0].attributes["d"]!)[0].x
    #expect(abs(bars[1].number("x") + widths[1] / 2 - axis) < 0.02)
  }

  @Test func bulletsShowDoneInsideDue() {
    let chart = BulletChart(
      rows: [.init(label: "a", done: 60, due: 80, target: 72, text: "75%")], ticks: .plain,
      names: ("done", "due", "target"))
    let svg = SVGReading(chart.draw(Self.frame).html)
    let value = Self.across(svg)
    let done = svg.all("rect", "s1").last!
    let due = svg.all("rect", "q1").last!
    #expect(abs(value(done.number("x") + done.number("width")) - 60) < 0.5)
    #expect(abs(value(due.number("x") + due.number("width")) - 80) < 0.5)
    #expect(abs(value(SVGReading.points(svg.all("path", "target").last!.attributes["d"]!)[0].x) - 72) < 0.5)
  }

  @Test func paretoCurveEndsAtTheWhole() {
    let chart = ParetoChart(
      causes: [
        .init(label: "a", value: 6, text: "6", cumulative: 0.6, cumulativeText: "60%"),
        .init(label: "b", value: 4, text: "4", cumulative: 1, cumulativeText: "100%"),
      ], names: ("count", "share"))
    let svg = SVGReading(chart.draw(Self.frame).html)
    let bars = svg.all("rect", "s1")
    #expect(abs(bars[1].number("width") / bars[0].number("width") - 4.0 / 6) < 0.01)
    let points = SVGReading.points(svg.all("path", "l2")[0].attributes["d"]!)
    let grid = svg.all("path", "grid").compactMap { $0.attributes["d"] }.map { SVGReading.points($0)[0].x }
    // 0, 50 and 100 % have lines of their own.
    #expect(abs((points[0].x - grid[0]) / (grid[2] - grid[0]) - 0.6) < 0.01)
    #expect(abs(points[1].x - grid[2]) < 0.1)
  }

  @Test func funnelBarsKeepTheirProportions() {
    let chart = FunnelChart(stages: [
      .init(label: "a", value: 900, text: "900"), .init(label: "b", value: 300, text: "300", step: "33%"),
    ])
    let bars = SVGReading(chart.draw(Self.frame).html).all("rect", "s1")
    #expect(abs(bars[1].number("width") / bars[0].number("width") - 1.0 / 3) < 0.001)
  }

  @Test(arguments: [(-1.0, "d0"), (-0.34, "d2"), (0, "d3"), (0.67, "d5"), (1, "d6"), (3, "d6")])
  func matrixShadesFollowTheValue(value: Double, style: String) {
    let chart = MatrixChart(
      rows: ["a"], columns: ["b"], cells: [[.init(value: value, text: "x")]], shading: .diverging(reach: 1))
    #expect(chart.style(value).fill == style)
    #expect(SVGReading(chart.draw(Self.frame).html).all("rect", style).count == 1)
  }

  @Test func dotsOfAStripCountTheValues() {
    let chart = DotStrip(values: [0, 0, 1, 5, 5, 5, 9], unit: "days", marks: [(5, "median 5")])
    let svg = SVGReading(chart.draw(Self.frame).html)
    #expect(svg.all("circle").count == 7)
    #expect(abs(Self.across(svg)(SVGReading.points(svg.all("path", "target")[0].attributes["d"]!)[0].x) - 5) < 0.05)
  }

  @Test func aSparklineEndsInADotAtItsLastValue() {
    let frame = ChartFrame(id: "s", title: "t", description: "", width: 120, language: .zh)
    let svg = SVGReading(Sparkline(values: [1, 2, nil, 4, 3]).draw(frame).html)
    let end = SVGReading.points(svg.all("path", "line")[0].attributes["d"]!).last!
    #expect(svg.all("circle")[0].number("cy") == end.y && svg.all("circle")[0].number("cx") == end.x)
  }
}

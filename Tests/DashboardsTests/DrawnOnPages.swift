import Charts
import Foundation
import Localisation
import Testing

@testable import Dashboards

/// The table under a chart says what is drawn: positions read back from the SVG of whole pages.
@Suite struct DrawnOnPages {
  /// The attribute `name` of every element of `tag` whose class starts with `style`.
  private static func attributes(_ name: String, of tag: String, _ style: String, in svg: String) -> [Double] {
    svg.split(separator: "<").filter { $0.hasPrefix(tag + " ") && $0.contains("class=\"\(style)") }.compactMap {
      element in
      guard let start = element.range(of: " \(name)=\"")?.upperBound else { return nil }
      return Double(element[start...].prefix { $0 != "\"" })
    }
  }

  /// True where pixels are an affine picture of the numbers, to a third of a pixel.
  private static func fits(_ numbers: [Double], _ pixels: [Double]) -> Bool {
    guard numbers.count == pixels.count, let low = numbers.indices.min(by: { numbers[$0] < numbers[$1] }),
      let high = numbers.indices.max(by: { numbers[$0] < numbers[$1] })
    else { return false }
    let span = numbers[high] - numbers[low]
    if span == 0 { return pixels.allSatisfy { abs($0 - pixels[0]) < 0.34 } }
    let scale = (pixels[high] - pixels[low]) / span
    return zip(numbers, pixels).allSatisfy { abs(pixels[low] + ($0 - numbers[low]) * scale - $1) < 0.34 }
  }

  private static func figures(_ audience: Audience) -> [Figure] {
    var sample = SampleReport()
    return Dashboard.page(report: sample.report(), audience: audience, language: .en, options: DashboardTests.options)
      .sections.flatMap(\.figures)
  }

  @Test(arguments: [Audience.head, .partner])
  func everyDotStandsWhereItsRowSays(audience: Audience) {
    var tried = 0
    for figure in Self.figures(audience) {
      guard let chart = figure.chart?.chart as? IntervalDots, let table = figure.table else { continue }
      let drawn = chart.rows.compactMap(\.value)
      guard drawn.count > 2, let svg = figure.chart?.drawn().html else { continue }
      let told = table.rows.compactMap { row in row.dropFirst().first { $0.value != nil }?.value }
      // These two carry other numbers before the one that is drawn.
      if figure.id != "visits-channel", figure.id != "visits-effect" {
        #expect(zip(told, drawn).allSatisfy { abs($0 - $1) < 1e-12 }, "\(figure.id)")
      }
      #expect(Self.fits(drawn, Self.attributes("cx", of: "circle", "mark s1", in: svg)), "\(figure.id)")
      tried += 1
    }
    #expect(tried > (audience == .head ? 6 : 1))
  }

  @Test func everyBarIsAsLongAsItsRowSays() {
    var tried = 0
    for figure in Self.figures(.head) {
      guard let chart = figure.chart?.chart as? BarChart, let table = figure.table else { continue }
      let drawn = chart.bars.compactMap(\.value)
      let told = table.rows.prefix(drawn.count).compactMap { $0[1].value }
      #expect(told == drawn, "\(figure.id)")
      let widths = Self.attributes("width", of: "rect", "mark s1", in: figure.chart?.drawn().html ?? "")
      #expect(Self.fits([0] + drawn, [0] + widths), "\(figure.id)")
      tried += 1
    }
    #expect(tried > 2)
  }

  @Test func aDrawingThatGrowsWithItsRowSaysTheSame() {
    for figure in Self.figures(.head) {
      guard let plot = figure.chart, plot.chart is IntervalDots || plot.chart is BarChart else { continue }
      let (small, tall) = (plot.drawn().html, plot.drawn(height: 600).html)
      for (tag, name, style) in [("circle", "cx", "mark s1"), ("rect", "width", "mark s1")] {
        #expect(
          Self.attributes(name, of: tag, style, in: small) == Self.attributes(name, of: tag, style, in: tall),
          "\(figure.id)")
      }
    }
  }
}

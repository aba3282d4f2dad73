package import Localisation

/// Columns over periods, one series or several stacked, the open period hatched; the newest and the highest column
/// carry their numbers.
package struct ColumnChart: Chart {
  package struct Period: Sendable {
    package var label: String
    /// One a series; nil where there is no number.
    package var values: [Double?]
    /// What the whole column is called in words.
    package var text: String
    package var open: Bool

    package init(label: String, values: [Double?], text: String, open: Bool = false) {
      self.label = label
      self.values = values
      self.text = text
      self.open = open
    }
  }

  package var periods: [Period]
  /// Names of the series, bottom to top; at most 4. One nameless series needs no legend.
  package var series: [String]
  package var ticks: TickFormat
  package var limits: ClosedRange<Double>?
  package var reference: (value: Double, label: String)?
  /// How each series is filled: by its own colour, or the caller's class (an ordered ramp, hatching for "not yet").
  package var fills: [String]

  package init(
    periods: [Period], series: [String] = [""], ticks: TickFormat, limits: ClosedRange<Double>? = nil,
    reference: (value: Double, label: String)? = nil, fills: [String] = []
  ) {
    self.periods = periods
    self.series = series
    self.ticks = ticks
    self.limits = limits
    self.reference = reference
    self.fills = series.indices.map { $0 < fills.count ? fills[$0] : "s\($0 + 1)" }
  }

  /// An open period is hatched, its outline in the colour of its series; shades of one colour have a plain outline.
  private func style(_ series: Int, open: Bool) -> String {
    guard open else { return "mark " + fills[series] }
    return fills[series].hasPrefix("s") ? "mark open l" + fills[series].dropFirst() : "mark hatch"
  }

  package func draw(_ frame: ChartFrame) -> Markup {
    let height = frame.height(232)
    var drawing = Drawing(frame, height: height)
    let totals = periods.map { $0.values.compactMap { $0 }.reduce(0, +) }
    let top = 22.0
    let bottom = height - 28
    let scale = Scale(
      covering: totals + [reference?.value].compactMap { $0 }, includingZero: true, clampedTo: limits, from: bottom,
      to: top, about: 4)
    let x0 = Drawing.levelRoom(scale, ticks, frame.format)
    let names = series.count > 1 ? series.map { TextWidth.of($0, size: Drawing.size) }.max() ?? 0 : 0
    let behind = reference.map { TextWidth.of($0.label, size: Drawing.small) } ?? 0
    let x1 = frame.width - max(names, behind) - (max(names, behind) > 0 ? 12 : 4)
    drawing.levelGrid(scale, ticks, from: x0, to: x1)
    let step = (x1 - x0) / Double(max(1, periods.count))
    let barWidth = min(step * 0.72, 54)
    let shown = LabelLayout.thinned(
      periods.map { TextWidth.of($0.label, size: Drawing.small) }, spacing: step)
    let peak = totals.indices.max { totals[$0] < totals[$1] }
    if let reference {
      drawing.line(x0, scale(reference.value), x1, scale(reference.value), "ref")
      drawing.optionalText(x1 + 6, scale(reference.value) + 4, reference.label, "m", size: Drawing.small)
    }
    var lastCentres: [Double?] = Array(repeating: nil, count: series.count)
    for (i, period) in periods.enumerated() {
      let x = x0 + (Double(i) + 0.5) * step
      var level = 0.0
      for (s, value) in period.values.enumerated() {
        guard let value else { continue }
        let y = scale(level + value)
        let gap = value > 0 && s + 1 < period.values.count ? 1.0 : 0
        drawing.rect(
          x - barWidth / 2, y + gap, barWidth, scale(level) - y - gap,
          style(s, open: period.open), radius: 2, tip: "\(period.label) \(period.text)")
        if value > 0 { lastCentres[s] = (y + scale(level)) / 2 }
        level += value
      }
      if shown[i] { drawing.text(x, bottom + 17, period.label, "m", anchor: .middle, size: Drawing.small) }
    }
    // The newest first: it wins where the highest is its neighbour.
    for i in [periods.indices.last, peak].compactMap({ $0 }) where !periods[i].values.allSatisfy({ $0 == nil }) {
      drawing.optionalText(
        x0 + (Double(i) + 0.5) * step, scale(totals[i]) - 6, periods[i].text, anchor: .middle,
        bold: i == periods.count - 1)
    }
    if series.count > 1 {
      let present = series.indices.filter { lastCentres[$0] != nil }
      let places = LabelLayout.spread(present.map { lastCentres[$0]! }, gap: 16, in: top...bottom)
      for (s, y) in zip(present, places) {
        drawing.rect(x1 + 5, y - 8, 4, 14, "mark \(fills[s])", radius: 1)
        drawing.optionalText(x1 + 13 - 1, y + 4, series[s])
      }
    }
    return drawing.finished()
  }
}

package import Localisation

/// Horizontal bars, sorted by the caller, each with its label and number beside it; whiskers and a reference line
/// where the numbers are rates with intervals or have a target.
package struct BarChart: Chart {
  package struct Bar: Sendable {
    package var label: String
    /// nil: nothing to draw, only `text` (hidden or missing).
    package var value: Double?
    package var text: String
    package var low: Double?
    package var high: Double?
    /// The period or window is not over yet: hatched.
    package var open: Bool
    /// 1…6.
    package var series: Int

    package init(
      label: String, value: Double?, text: String, low: Double? = nil, high: Double? = nil, open: Bool = false,
      series: Int = 1
    ) {
      self.label = label
      self.value = value
      self.text = text
      self.low = low
      self.high = high
      self.open = open
      self.series = series
    }
  }

  package var bars: [Bar]
  package var ticks: TickFormat
  package var limits: ClosedRange<Double>?
  package var reference: (value: Double, label: String)?

  package init(
    bars: [Bar], ticks: TickFormat, limits: ClosedRange<Double>? = nil, reference: (value: Double, label: String)? = nil
  ) {
    self.bars = bars
    self.ticks = ticks
    self.limits = limits
    self.reference = reference
  }

  package func draw(_ frame: ChartFrame) -> Markup {
    let labels = LabelColumn(bars.map(\.label), width: frame.width, texts: bars.map(\.text))
    let top = reference == nil ? 4.0 : 20.0
    let row = frame.pitch(27, rows: bars.count, besides: top + 24)
    let thick = min(row - 8, 26)
    let bottom = top + Double(bars.count) * row
    var drawing = Drawing(frame, height: bottom + 24)
    var values: [Double] = []
    for bar in bars { values.cover(bar.value, bar.high) }
    values.cover(reference?.value)
    let scale = Scale(
      covering: values, includingZero: true, clampedTo: limits, from: labels.plotStart, to: labels.plotEnd)
    drawing.valueGrid(scale, ticks, top: top, bottom: bottom)
    if let reference {
      let x = scale(reference.value)
      drawing.line(x, top - 2, x, bottom, "ref")
      drawing.optionalText(x, 12, reference.label, "m", anchor: .middle, size: Drawing.small)
    }
    for (i, bar) in bars.enumerated() {
      let middle = top + (Double(i) + 0.5) * row
      drawing.text(labels.labelEnd, middle + 4.5, labels.labels[i], anchor: .end)
      var end = scale(0)
      if let value = bar.value {
        let (a, b) = (min(scale(0), scale(value)), max(scale(0), scale(value)))
        drawing.rect(
          a, middle - thick / 2, b - a, thick, bar.open ? "mark open l\(bar.series)" : "mark s\(bar.series)", radius: 2,
          tip: "\(bar.label) \(bar.text)")
        end = b
        if let low = bar.low, let high = bar.high {
          drawing.whisker(scale(low), scale(high), middle)
          end = max(end, scale(high))
        }
      }
      drawing.text(end + 6, middle + 4.5, bar.text, bar.value == nil ? "m" : "")
    }
    return drawing.finished()
  }
}

/// The left column of row labels and the room that numbers at bar ends need.
struct LabelColumn {
  let labels: [String]
  let labelEnd: Double
  let plotStart: Double
  let plotEnd: Double

  init(_ raw: [String], width: Double, texts: [String], share: Double = 0.34) {
    let widest = raw.map { TextWidth.of($0, size: Drawing.size) }.max() ?? 0
    labelEnd = min(widest, width * share).rounded(.up) + 2
    let room = labelEnd
    labels = raw.map { TextWidth.fitted($0, size: Drawing.size, room: room) }
    plotStart = labelEnd + 8
    let behind = texts.map { TextWidth.of($0, size: Drawing.size) }.max() ?? 0
    plotEnd = max(plotStart + 60, width - behind - 14)
  }
}

extension Drawing {
  /// Vertical grid lines with their numbers below.
  mutating func valueGrid(_ scale: Scale, _ ticks: TickFormat, top: Double, bottom: Double) {
    let labels = scale.labels(ticks, frame.format)
    var lines = Path()
    for value in scale.ticks where value != 0 {
      lines.move(scale(value), top)
      lines.line(scale(value), bottom)
    }
    path(lines, "grid")
    if scale.domain.contains(0) { line(scale(0), top, scale(0), bottom, "axis") }
    for (value, label) in zip(scale.ticks, labels) {
      optionalText(scale(value), bottom + 16, label, "m", anchor: .middle, size: Drawing.small)
    }
  }

  /// Horizontal grid lines with their numbers to the left of `x0`.
  mutating func levelGrid(_ scale: Scale, _ ticks: TickFormat, from x0: Double, to x1: Double) {
    let labels = scale.labels(ticks, frame.format)
    var lines = Path()
    for value in scale.ticks where value != 0 {
      lines.move(x0, scale(value))
      lines.line(x1, scale(value))
    }
    path(lines, "grid")
    if scale.domain.contains(0) { line(x0, scale(0), x1, scale(0), "axis") }
    for (value, label) in zip(scale.ticks, labels) {
      text(x0 - 7, scale(value) + 4, label, "m", anchor: .end, size: Drawing.small)
    }
  }

  mutating func whisker(_ x0: Double, _ x1: Double, _ y: Double) {
    var path = Path()
    path.move(x0, y)
    path.line(x1, y)
    path.move(x0, y - 4)
    path.line(x0, y + 4)
    path.move(x1, y - 4)
    path.line(x1, y + 4)
    self.path(path, "whisker")
  }

  /// How much room the numbers of a level axis need.
  static func levelRoom(_ scale: Scale, _ ticks: TickFormat, _ format: NumberFormatting) -> Double {
    (scale.labels(ticks, format).map { TextWidth.of($0, size: Drawing.small) }.max() ?? 0) + 10
  }
}

package import Localisation

/// Dots with their intervals, one a row, against an optional reference line.
package struct IntervalDots: Chart {
  package struct Row: Sendable {
    package var label: String
    package var value: Double?
    package var low: Double?
    package var high: Double?
    package var text: String
    package init(label: String, value: Double?, low: Double?, high: Double?, text: String) {
      self.label = label
      self.value = value
      self.low = low
      self.high = high
      self.text = text
    }
  }

  package var rows: [Row]
  package var ticks: TickFormat
  package var limits: ClosedRange<Double>?
  package var includingZero: Bool
  package var reference: (value: Double, label: String)?

  package init(
    rows: [Row], ticks: TickFormat, limits: ClosedRange<Double>? = nil, includingZero: Bool = false,
    reference: (value: Double, label: String)? = nil
  ) {
    self.rows = rows
    self.ticks = ticks
    self.limits = limits
    self.includingZero = includingZero
    self.reference = reference
  }

  package func draw(_ frame: ChartFrame) -> Markup {
    let labels = LabelColumn(rows.map(\.label), width: frame.width, texts: rows.map(\.text), share: 0.36)
    let top = reference == nil ? 4.0 : 20.0
    let row = frame.pitch(27, rows: rows.count, besides: top + 24)
    let bottom = top + Double(rows.count) * row
    var drawing = Drawing(frame, height: bottom + 24)
    var values: [Double] = []
    values.reserveCapacity(3 * rows.count + 1)
    for item in rows { values.cover(item.value, item.low, item.high) }
    values.cover(reference?.value)
    let scale = Scale(
      covering: values, includingZero: includingZero, clampedTo: limits, from: labels.plotStart + 6,
      to: labels.plotEnd - 6)
    drawing.valueGrid(scale, ticks, top: top, bottom: bottom)
    if let reference {
      drawing.line(scale(reference.value), top - 2, scale(reference.value), bottom, "ref")
      drawing.optionalText(scale(reference.value), 12, reference.label, "m", anchor: .middle, size: Drawing.small)
    }
    for (i, item) in rows.enumerated() {
      let y = top + (Double(i) + 0.5) * row
      drawing.text(labels.labelEnd, y + 4, labels.labels[i], anchor: .end)
      if let low = item.low, let high = item.high {
        var path = Path()
        path.move(scale(low), y)
        path.line(scale(high), y)
        drawing.path(path, "range l1")
      }
      if let value = item.value { drawing.circle(scale(value), y, 5, "mark s1", tip: "\(item.label) \(item.text)") }
      drawing.text(frame.width - 2, y + 4, item.text, item.value == nil ? "m" : "", anchor: .end)
    }
    return drawing.finished()
  }
}

package import Localisation

/// Causes sorted by frequency with the running share beside them: where most of the trouble comes from.
package struct ParetoChart: Chart {
  package struct Cause: Sendable {
    package var label: String
    package var value: Double?
    package var text: String
    /// Share of all causes up to and with this one.
    package var cumulative: Double?
    package var cumulativeText: String
    package init(label: String, value: Double?, text: String, cumulative: Double?, cumulativeText: String) {
      self.label = label
      self.value = value
      self.text = text
      self.cumulative = cumulative
      self.cumulativeText = cumulativeText
    }
  }

  package var causes: [Cause]
  package var names: (count: String, cumulative: String)

  package init(causes: [Cause], names: (count: String, cumulative: String)) {
    self.causes = causes
    self.names = names
  }

  package func draw(_ frame: ChartFrame) -> Markup {
    let top = 24.0
    let row = frame.pitch(27, rows: causes.count, besides: top + 8)
    let thick = min(row - 8, 26)
    let share = 0.36
    let labels = LabelColumn(
      causes.map(\.label), width: frame.width * (1 - share), texts: causes.map(\.text), share: 0.42)
    var drawing = Drawing(frame, height: top + Double(causes.count) * row + 8)
    let bars = Scale(
      covering: causes.compactMap(\.value), includingZero: true, from: labels.plotStart, to: labels.plotEnd)
    let running = Scale(exactly: 0...1, from: frame.width * (1 - share) + 18, to: frame.width - 48)
    drawing.text(labels.plotStart, 14, names.count, "m", size: Drawing.small)
    drawing.optionalText(running(0), 14, names.cumulative, "m", size: Drawing.small)
    let bottom = top + Double(causes.count) * row
    for value in [0, 0.5, 0.8, 1] {
      drawing.line(running(value), top, running(value), bottom, value == 0.8 ? "ref" : "grid")
    }
    drawing.line(bars(0), top, bars(0), bottom, "axis")
    var path = Path()
    for (i, cause) in causes.enumerated() {
      let y = top + Double(i) * row
      drawing.text(labels.labelEnd, y + row / 2 + 4.5, labels.labels[i], anchor: .end)
      var end = bars(0)
      if let value = cause.value {
        drawing.rect(
          bars(0), y + (row - thick) / 2, bars(value) - bars(0), thick, "mark s1", radius: 2,
          tip: "\(cause.label) \(cause.text)")
        end = bars(value)
      }
      drawing.text(end + 6, y + row / 2 + 4.5, cause.text, cause.value == nil ? "m" : "")
      if let cumulative = cause.cumulative {
        if path.isEmpty {
          path.move(running(cumulative), y + row / 2)
        } else {
          path.line(running(cumulative), y + row / 2)
        }
      }
    }
    drawing.path(path, "line l2")
    for (i, cause) in causes.enumerated() {
      guard let cumulative = cause.cumulative else { continue }
      let y = top + (Double(i) + 0.5) * row
      drawing.circle(running(cumulative), y, 3.5, "mark s2", tip: "\(cause.label) \(cause.cumulativeText)")
      drawing.text(frame.width - 2, y + 4, cause.cumulativeText, "m", anchor: .end, size: Drawing.small)
    }
    return drawing.finished()
  }
}

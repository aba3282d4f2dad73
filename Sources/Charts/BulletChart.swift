package import Localisation

/// Plan against done: a pale bar for what was due, a dark one for what was done, a tick for the target.
package struct BulletChart: Chart {
  package struct Row: Sendable {
    package var label: String
    package var done: Double?
    package var due: Double?
    package var target: Double?
    package var text: String
    package init(label: String, done: Double?, due: Double?, target: Double? = nil, text: String) {
      self.label = label
      self.done = done
      self.due = due
      self.target = target
      self.text = text
    }
  }

  package var rows: [Row]
  package var ticks: TickFormat
  package var names: (done: String, due: String, target: String)

  package init(rows: [Row], ticks: TickFormat, names: (done: String, due: String, target: String)) {
    self.rows = rows
    self.ticks = ticks
    self.names = names
  }

  package func draw(_ frame: ChartFrame) -> Markup {
    let labels = LabelColumn(rows.map(\.label), width: frame.width, texts: rows.map(\.text), share: 0.28)
    let top = 26.0
    let row = frame.pitch(29, rows: rows.count, besides: top + 24, most: 40)
    let thick = min(row - 8, 24)
    let bottom = top + Double(rows.count) * row
    var drawing = Drawing(frame, height: bottom + 24)
    var values: [Double] = []
    for item in rows { values.cover(item.done, item.due, item.target) }
    let scale = Scale(covering: values, includingZero: true, from: labels.plotStart, to: labels.plotEnd)
    legend(&drawing, from: labels.plotStart)
    drawing.valueGrid(scale, ticks, top: top, bottom: bottom)
    for (i, item) in rows.enumerated() {
      let middle = top + (Double(i) + 0.5) * row
      drawing.text(labels.labelEnd, middle + 4.5, labels.labels[i], anchor: .end)
      if let due = item.due {
        drawing.rect(scale(0), middle - thick / 2, scale(due) - scale(0), thick, "mark q1", radius: 2)
      }
      if let done = item.done {
        drawing.rect(
          scale(0), middle - thick / 2 + 5, scale(done) - scale(0), thick - 10, "mark s1", radius: 2,
          tip: "\(item.label) \(item.text)")
      }
      if let target = item.target {
        drawing.line(scale(target), middle - thick / 2 - 1, scale(target), middle + thick / 2 + 1, "target")
      }
      drawing.text(frame.width - 2, middle + 4.5, item.text, anchor: .end)
    }
    return drawing.finished()
  }

  private func legend(_ drawing: inout Drawing, from start: Double) {
    var x = start
    let withTarget = rows.contains { $0.target != nil }
    for (style, name) in [("mark s1", names.done), ("mark q1", names.due)] + (withTarget ? [("", names.target)] : []) {
      if style.isEmpty {
        drawing.line(x + 5, 4, x + 5, 16, "target")
      } else {
        drawing.rect(x, 5, 10, 10, style, radius: 2)
      }
      drawing.text(x + 14, 14, name, "m", size: Drawing.small)
      x += TextWidth.of(name, size: Drawing.small) + 30
    }
  }
}

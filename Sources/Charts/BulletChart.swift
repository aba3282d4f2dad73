package import Localisation

/// Plan against done: a pale bar for what was due, a dark one for what was done, a tick for the target.
package struct BulletChart: Sendable {
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
    let row = 29.0
    let top = 26.0
    let bottom = top + Double(rows.count) * row
    var drawing = Drawing(frame, height: bottom + 24)
    let scale = Scale(
      covering: rows.flatMap { [$0.done, $0.due, $0.target].compactMap { $0 } }, includingZero: true,
      from: labels.plotStart, to: labels.plotEnd)
    legend(&drawing, from: labels.plotStart)
    drawing.valueGrid(scale, ticks, top: top, bottom: bottom)
    for (i, item) in rows.enumerated() {
      let y = top + Double(i) * row
      drawing.text(labels.labelEnd, y + 19, labels.labels[i], anchor: .end)
      if let due = item.due { drawing.rect(scale(0), y + 4, scale(due) - scale(0), row - 8, "mark q1", radius: 2) }
      if let done = item.done {
        drawing.rect(
          scale(0), y + 9, scale(done) - scale(0), row - 18, "mark s1", radius: 2, tip: "\(item.label) \(item.text)")
      }
      if let target = item.target { drawing.line(scale(target), y + 3, scale(target), y + row - 3, "target") }
      drawing.text(frame.width - 2, y + 19, item.text, anchor: .end)
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

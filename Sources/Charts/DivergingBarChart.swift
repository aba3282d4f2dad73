package import Localisation

/// Stacked bars around a middle line: against, indifferent (split in halves around the line), for. NPS answers.
package struct DivergingBarChart: Chart {
  package struct Row: Sendable {
    package var label: String
    /// Shares of the row, adding up to 1; nil where they may not be shown (`text` says why).
    package var shares: (against: Double, neutral: Double, favour: Double)?
    /// Percent texts of the three parts.
    package var parts: [String]
    /// At the right: the score.
    package var text: String

    package init(
      label: String, shares: (against: Double, neutral: Double, favour: Double)?, parts: [String], text: String
    ) {
      self.label = label
      self.shares = shares
      self.parts = parts
      self.text = text
    }
  }

  package var rows: [Row]
  /// Against, neutral, favour.
  package var names: [String]

  package init(rows: [Row], names: [String]) {
    self.rows = rows
    self.names = names
  }

  package func draw(_ frame: ChartFrame) -> Markup {
    let labels = LabelColumn(rows.map(\.label), width: frame.width, texts: rows.map(\.text), share: 0.26)
    let top = 28.0
    let row = frame.pitch(32, rows: rows.count, besides: top + 6)
    let thick = min(row - 8, 28)
    var drawing = Drawing(frame, height: top + Double(rows.count) * row + 6)
    let against = rows.compactMap { $0.shares.map { $0.against + $0.neutral / 2 } }.max() ?? 0.5
    let favour = rows.compactMap { $0.shares.map { $0.favour + $0.neutral / 2 } }.max() ?? 0.5
    let room = labels.plotEnd - labels.plotStart
    let unit = room / max(0.2, against + favour)
    let middle = labels.plotStart + against * unit
    legend(&drawing, from: labels.plotStart, to: labels.plotEnd)
    let bottom = top + Double(rows.count) * row
    drawing.line(middle, top - 4, middle, bottom, "axis")
    for (i, item) in rows.enumerated() {
      let y = top + (Double(i) + 0.5) * row
      drawing.text(labels.labelEnd, y + 4.5, labels.labels[i], anchor: .end)
      guard let shares = item.shares else {
        drawing.text(middle + 6, y + 4.5, item.text, "m")
        continue
      }
      var x = middle - (shares.against + shares.neutral / 2) * unit
      for (k, share) in [shares.against, shares.neutral, shares.favour].enumerated() {
        let w = share * unit
        drawing.rect(
          x, y - thick / 2, w, thick, "mark \(["d1", "d3", "d5"][k])", tip: "\(item.label) \(names[k]) \(item.parts[k])"
        )
        if w > TextWidth.of(item.parts[k], size: Drawing.small) + 8 {
          drawing.text(
            x + w / 2, y + 4, item.parts[k], ["dt1", "dt3", "dt5"][k], anchor: .middle, size: Drawing.small)
        }
        x += w
      }
      drawing.text(frame.width - 2, y + 4.5, item.text, anchor: .end, bold: true)
    }
    return drawing.finished()
  }

  private func legend(_ drawing: inout Drawing, from start: Double, to end: Double) {
    var x = start
    for (k, name) in names.enumerated() {
      let w = TextWidth.of(name, size: Drawing.small)
      guard x + w + 16 <= drawing.width else { break }
      drawing.rect(x, 5, 10, 10, "mark \(["d1", "d3", "d5"][k])", radius: 2)
      drawing.text(x + 14, 14, name, "m", size: Drawing.small)
      x += w + 30
    }
  }
}

package import Localisation

/// A square or oblong of shaded cells with numbers: correlations (diverging), migration between tiers and RFM
/// classes (sequential).
package struct MatrixChart: Chart {
  package enum Shading: Sendable {
    /// 0 … `highest`, pale to dark.
    case sequential(highest: Double)
    /// −`reach` … +`reach`, one hue each side of a pale middle.
    case diverging(reach: Double)
  }

  package struct Cell: Sendable {
    package var value: Double?
    package var text: String
    /// Draws a frame: significant, or on the diagonal.
    package var framed: Bool
    package init(value: Double?, text: String, framed: Bool = false) {
      self.value = value
      self.text = text
      self.framed = framed
    }
  }

  package var rows: [String]
  package var columns: [String]
  package var cells: [[Cell]]
  package var shading: Shading
  /// What the rows and columns are.
  package var axes: (rows: String, columns: String)

  package init(
    rows: [String], columns: [String], cells: [[Cell]], shading: Shading,
    axes: (rows: String, columns: String) = ("", "")
  ) {
    self.rows = rows
    self.columns = columns
    self.cells = cells
    self.shading = shading
    self.axes = axes
  }

  /// The class of a cell's fill and of the text on it.
  package func style(_ value: Double) -> (fill: String, text: String) {
    switch shading {
    case .sequential(let highest):
      let shade = highest > 0 ? max(0, min(7, Int((value / highest * 7).rounded()))) : 0
      return ("q\(shade)", "qt\(shade)")
    case .diverging(let reach):
      let shade = reach > 0 ? max(0, min(6, Int((3 + value / reach * 3).rounded()))) : 3
      return ("d\(shade)", "dt\(shade)")
    }
  }

  package func draw(_ frame: ChartFrame) -> Markup {
    let widest = rows.map { TextWidth.of($0, size: Drawing.small) }.max() ?? 0
    let labelEnd = min(widest, frame.width * 0.3) + 2
    let x0 = labelEnd + 8
    let cell = min(128, (frame.width - x0 - 2) / Double(max(1, columns.count)))
    let titled = !axes.rows.isEmpty || !axes.columns.isEmpty
    let lines = columns.map { MatrixChart.wrapped($0, room: cell - 4) }
    let deep = lines.map(\.count).max() ?? 1
    let top = Double(deep) * 14 + 8 + (titled ? 18 : 0)
    let row = frame.pitch(30, rows: rows.count, besides: top + 4)
    var drawing = Drawing(frame, height: top + Double(rows.count) * row + 4)
    if titled {
      drawing.text(x0, 13, axes.columns, "m", size: Drawing.small)
      drawing.optionalText(0, top - 8, axes.rows, "m", size: Drawing.small)
    }
    for (k, words) in lines.enumerated() {
      for (i, word) in words.enumerated() {
        let y = top - 7 - Double(words.count - 1 - i) * 14
        drawing.optionalText(x0 + (Double(k) + 0.5) * cell, y, word, "m", anchor: .middle, size: Drawing.small)
      }
    }
    for (i, label) in rows.enumerated() {
      let y = top + Double(i) * row
      drawing.text(
        labelEnd, y + row / 2 + 4, TextWidth.fitted(label, size: Drawing.small, room: labelEnd), anchor: .end,
        size: Drawing.small)
      for (k, item) in cells[i].enumerated() {
        let x = x0 + Double(k) * cell
        let tip = "\(label) · \(columns[k]) \(item.text)"
        guard let value = item.value else {
          if !item.text.isEmpty {
            drawing.rect(x + 1, y + 1, cell - 2, row - 2, "mark few", radius: 3, tip: tip)
            drawing.optionalText(x + cell / 2, y + row / 2 + 4, item.text, "m", anchor: .middle, size: Drawing.small)
          }
          continue
        }
        let style = style(value)
        drawing.rect(
          x + 1, y + 1, cell - 2, row - 2, "mark \(style.fill)\(item.framed ? " framed" : "")", radius: 3, tip: tip)
        drawing.optionalText(
          x + cell / 2, y + row / 2 + 4, item.text, style.text, anchor: .middle, size: Drawing.small, bold: item.framed)
      }
    }
    return drawing.finished()
  }

  /// At most two lines that fit `room`; Chinese may break anywhere, Latin words at spaces.
  static func wrapped(_ text: String, room: Double) -> [String] {
    let size = Drawing.small
    if TextWidth.of(text, size: size) <= room { return [text] }
    var first = ""
    var used = 0.0
    var lastSpace: String.Index?
    for index in text.indices {
      let w = TextWidth.of(String(text[index]), size: size)
      if used + w > room { break }
      used += w
      first.append(text[index])
      if text[index] == " " { lastSpace = index }
    }
    let cjk = text.unicodeScalars.contains { $0.value >= 0x2E80 }
    if !cjk, let lastSpace {
      return [
        String(text[..<lastSpace]),
        TextWidth.fitted(String(text[text.index(after: lastSpace)...]), size: size, room: room),
      ]
    }
    if !cjk { return [TextWidth.fitted(text, size: size, room: room)] }
    return [first, TextWidth.fitted(String(text.dropFirst(first.count)), size: size, room: room)]
  }
}

package import Localisation

/// Cohorts by age: shaded cells with percentages, a column of sizes, a mean row over closed cells; cells whose
/// period is not over are hatched and show their count so far, and carry no shade.
package struct CohortHeatMap: Chart {
  package enum Cell: Sendable {
    /// A closed cell: the fraction for the shade, the text in it.
    case rate(Double, String)
    /// Not over yet: the count so far.
    case open(String)
    /// Closed, but too few people for a rate (or hidden): the text only.
    case count(String)
    case none
  }

  package struct Row: Sendable {
    package var label: String
    package var size: String
    package var cells: [Cell]
    package init(label: String, size: String, cells: [Cell]) {
      self.label = label
      self.size = size
      self.cells = cells
    }
  }

  package var columns: [String]
  package var sizeTitle: String
  package var rows: [Row]
  /// Label, size and cells of the mean row.
  package var mean: Row?
  /// The fraction that gets the darkest shade.
  package var darkest: Double

  package init(columns: [String], sizeTitle: String, rows: [Row], mean: Row?, darkest: Double = 1) {
    self.columns = columns
    self.sizeTitle = sizeTitle
    self.rows = rows
    self.mean = mean
    self.darkest = darkest
  }

  /// The shade 0…7 of a fraction.
  package func shade(_ fraction: Double) -> Int {
    guard darkest > 0 else { return 0 }
    return max(0, min(7, Int((fraction / darkest * 7).rounded())))
  }

  package func draw(_ frame: ChartFrame) -> Markup {
    let all = rows + [mean].compactMap { $0 }
    let labelRoom = all.map { TextWidth.of($0.label, size: Drawing.size) }.max() ?? 0
    let sizeRoom = (all.map(\.size) + [sizeTitle]).map { TextWidth.of($0, size: Drawing.small) }.max() ?? 0
    let x0 = labelRoom + sizeRoom + 22
    let cell = min(64, (frame.width - x0) / Double(max(1, columns.count)))
    let top = 24.0
    let row = frame.pitch(26, rows: rows.count + 1, besides: top + 12, most: 34)
    let height = top + Double(rows.count) * row + (mean == nil ? 4 : row + 12)
    var drawing = Drawing(frame, height: height)
    drawing.text(x0 - 10, 15, sizeTitle, "m", anchor: .end, size: Drawing.small)
    for (k, title) in columns.enumerated() {
      drawing.optionalText(x0 + (Double(k) + 0.5) * cell, 15, title, "m", anchor: .middle, size: Drawing.small)
    }
    for (i, item) in rows.enumerated() {
      draw(item, &drawing, y: top + Double(i) * row, x0: x0, cell: cell, row: row, bold: false)
    }
    if let mean {
      let y = top + Double(rows.count) * row + 6
      drawing.line(0, y - 3, x0 + Double(columns.count) * cell, y - 3, "axis")
      draw(mean, &drawing, y: y, x0: x0, cell: cell, row: row, bold: true)
    }
    return drawing.finished()
  }

  private func draw(
    _ item: Row, _ drawing: inout Drawing, y: Double, x0: Double, cell: Double, row: Double, bold: Bool
  ) {
    drawing.text(0, y + row / 2 + 4, item.label, bold: bold)
    drawing.text(x0 - 10, y + row / 2 + 4, item.size, "m", anchor: .end, size: Drawing.small)
    for (k, value) in item.cells.enumerated() {
      let x = x0 + Double(k) * cell
      let middle = x + cell / 2
      let tip = "\(item.label) · \(k < columns.count ? columns[k] : "")"
      switch value {
      case .rate(let fraction, let text):
        let shade = shade(fraction)
        drawing.rect(x + 1, y + 1, cell - 2, row - 2, "mark q\(shade)", radius: 3, tip: "\(tip) \(text)")
        drawing.optionalText(
          middle, y + row / 2 + 4, text, "qt\(shade)", anchor: .middle, size: Drawing.small, bold: bold && cell > 40)
      case .open(let text):
        drawing.rect(x + 1, y + 1, cell - 2, row - 2, "mark hatch", radius: 3, tip: "\(tip) \(text)")
        let w = TextWidth.of(text, size: Drawing.small) + 6
        drawing.rect(middle - w / 2, y + 5, w, row - 10, "plate", radius: 3)
        drawing.optionalText(middle, y + row / 2 + 4, text, anchor: .middle, size: Drawing.small)
      case .count(let text):
        drawing.rect(x + 1, y + 1, cell - 2, row - 2, "mark few", radius: 3, tip: "\(tip) \(text)")
        drawing.optionalText(middle, y + row / 2 + 4, text, "m", anchor: .middle, size: Drawing.small)
      case .none: break
      }
    }
  }
}

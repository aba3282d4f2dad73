package import Localisation

/// Every measurement as a dot on a line, equal ones stacked, with marks such as the median: days to close a case.
package struct DotStrip: Chart {
  package var values: [Double]
  package var unit: String
  package var marks: [(value: Double, label: String)]

  package init(values: [Double], unit: String, marks: [(value: Double, label: String)]) {
    self.values = values
    self.unit = unit
    self.marks = marks
  }

  package func draw(_ frame: ChartFrame) -> Markup {
    let highest = max(values.max() ?? 1, marks.map(\.value).max() ?? 1, 1)
    let scale = Scale(exactly: 0...highest, from: 10, to: frame.width - 40)
    // Dots as large as the fullest place allows; past 400 values a column stands for its dots.
    let step = 7.0
    var bins: [Int: Int] = [:]
    for value in values { bins[Int((scale(value) / step).rounded()), default: 0] += 1 }
    let fullest = bins.values.max() ?? 1
    let above = 30 + Double(marks.count) * 17
    let height = frame.height(min(200, max(116, above + Double(fullest) * step + 26)))
    let bottom = height - 26
    let rise = min(step, (bottom - above) / Double(fullest))
    var drawing = Drawing(frame, height: height)
    let labels = scale.labels(.plain, frame.format)
    drawing.line(10, bottom, frame.width - 10, bottom, "axis")
    for (i, value) in scale.ticks.enumerated() {
      let last = i == scale.ticks.count - 1
      drawing.optionalText(
        scale(value), bottom + 17, last ? "\(labels[i]) \(unit)" : labels[i], "m", anchor: .middle, size: Drawing.small)
    }
    for (bin, count) in bins.sorted(by: { $0.key < $1.key }) {
      let x = Double(bin) * step
      if values.count > 400 || rise < 3 {
        drawing.rect(
          x - 3, bottom - 2 - Double(count) * rise, 6, Double(count) * rise, "mark s1", tip: frame.format.exact(count))
      } else {
        for k in 0..<count { drawing.circle(x, bottom - 5 - Double(k) * rise, min(3, rise / 2 + 0.4), "mark s1") }
      }
    }
    for (i, mark) in marks.enumerated() {
      let x = scale(mark.value)
      let y = 16 + Double(i) * 17
      drawing.line(x, y + 4, x, bottom, i == 0 ? "target" : "ref")
      let right = x + TextWidth.of(mark.label, size: Drawing.size) + 8 < frame.width
      drawing.text(right ? x + 6 : x - 6, y, mark.label, anchor: right ? .start : .end, bold: i == 0)
    }
    return drawing.finished()
  }
}

package import Localisation

/// A word-sized line of the last periods with a dot at its end; hollow where the last period is still open.
package struct Sparkline: Chart {
  package var values: [Double?]
  package var open: Bool

  package init(values: [Double?], open: Bool = false) {
    self.values = values
    self.open = open
  }

  package func draw(_ frame: ChartFrame) -> Markup {
    var drawing = Drawing(frame, height: 34)
    let present = values.compactMap { $0 }
    guard let low = present.min(), let high = present.max() else { return drawing.finished() }
    let span = high > low ? high - low : 1
    let step = values.count > 1 ? (frame.width - 10) / Double(values.count - 1) : 0
    func y(_ value: Double) -> Double { high > low ? 29 - (value - low) / span * 24 : 17 }
    var path = Path()
    var area = Path()
    var down = true
    var areaStart = 0.0
    for (i, value) in values.enumerated() {
      let x = 5 + Double(i) * step
      guard let value else {
        if !down { area.line(x - step, 34); area.line(areaStart, 34); area.close() }
        down = true
        continue
      }
      if down {
        path.move(x, y(value))
        area.move(x, y(value))
        areaStart = x
      } else {
        path.line(x, y(value))
        area.line(x, y(value))
      }
      down = false
    }
    if !down {
      area.line(5 + Double(values.count - 1) * step, 34)
      area.line(areaStart, 34)
      area.close()
    }
    drawing.path(area, "wash s1")
    drawing.path(path, "line l1")
    if let last = values.lastIndex(where: { $0 != nil }), let value = values[last] {
      drawing.circle(5 + Double(last) * step, y(value), 3.5, open ? "mark hollow l1" : "mark s1")
    }
    return drawing.finished()
  }
}

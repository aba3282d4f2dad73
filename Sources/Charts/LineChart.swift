package import Localisation

/// Lines over periods or over a number, each with its interval as a band; names stand at the ends, lines differ by
/// dash as well as by colour, the part of an open period is dotted.
package struct LineChart: Chart {
  package struct Point: Sendable {
    package var x: Double
    package var y: Double?
    package var low: Double?
    package var high: Double?
    package var text: String

    package init(x: Double, y: Double?, low: Double? = nil, high: Double? = nil, text: String = "") {
      self.x = x
      self.y = y
      self.low = low
      self.high = high
      self.text = text
    }
  }

  package struct Series: Sendable {
    package var name: String
    package var points: [Point]
    /// The last point belongs to a period that is not over.
    package var open: Bool
    /// Right-continuous steps instead of straight lines (survival curves).
    package var steps: Bool

    package init(name: String, points: [Point], open: Bool = false, steps: Bool = false) {
      self.name = name
      self.points = points
      self.open = open
      self.steps = steps
    }
  }

  package enum Horizontal: Sendable {
    /// Points at x = 0, 1, 2 … named by period.
    case periods([String])
    /// Numbers, with a unit written behind the last tick.
    case number(TickFormat, unit: String)
    /// A number of months, with ticks at quarters, half years or years.
    case months(unit: String)
  }

  package var series: [Series]
  package var horizontal: Horizontal
  package var ticks: TickFormat
  package var limits: ClosedRange<Double>?
  package var includingZero: Bool
  /// Marks points as dots (few points) or not (curves).
  package var dots: Bool
  package var reference: (value: Double, label: String)?
  /// A row of numbers under the axis for each series: label, and (x, text).
  package var atRisk: [(label: String, cells: [(x: Double, text: String)])]
  package var atRiskTitle: String

  package init(
    series: [Series], horizontal: Horizontal, ticks: TickFormat, limits: ClosedRange<Double>? = nil,
    includingZero: Bool = true, dots: Bool = true, reference: (value: Double, label: String)? = nil,
    atRisk: [(label: String, cells: [(x: Double, text: String)])] = [], atRiskTitle: String = ""
  ) {
    self.series = series
    self.horizontal = horizontal
    self.ticks = ticks
    self.limits = limits
    self.includingZero = includingZero
    self.dots = dots
    self.reference = reference
    self.atRisk = atRisk
    self.atRiskTitle = atRiskTitle
  }

  package func draw(_ frame: ChartFrame) -> Markup {
    let riskHeight = atRisk.isEmpty ? 0 : 20 + Double(atRisk.count) * 17
    let height = frame.height(232 + riskHeight)
    var drawing = Drawing(frame, height: height)
    let top = 14.0
    let bottom = height - riskHeight - 30
    var all: [Double] = []
    all.reserveCapacity(series.reduce(1) { $0 + 3 * $1.points.count })
    for one in series { for point in one.points { all.cover(point.y, point.low, point.high) } }
    all.cover(reference?.value)
    let scale = Scale(
      covering: all, includingZero: includingZero, clampedTo: limits, from: bottom, to: top, about: 4)
    let ends = series.map { endLabel($0) }
    let endRoom = ends.map { TextWidth.of($0, size: Drawing.size) }.max() ?? 0
    let riskRoom = atRisk.map { TextWidth.of($0.label, size: Drawing.small) }.max() ?? 0
    let x0 = max(
      Drawing.levelRoom(scale, ticks, frame.format), min(riskRoom + 22, frame.width * 0.22))
    // Several lines: a sample of each before its name, since names give way to each other.
    let keyRoom = series.count > 1 ? 22.0 : 0
    let behind = max(endRoom + keyRoom, reference.map { TextWidth.of($0.label, size: Drawing.small) } ?? 0)
    let x1 = frame.width - behind - 14
    drawing.levelGrid(scale, ticks, from: x0, to: x1)
    let across = horizontalAxis(&drawing, from: x0, to: x1, bottom: bottom)
    if let reference {
      drawing.line(x0, scale(reference.value), x1, scale(reference.value), "ref")
    }
    for (s, one) in series.enumerated() { band(&drawing, one, s, across, scale) }
    for (s, one) in series.enumerated() { line(&drawing, one, s, across, scale) }
    let drawn = series.indices.filter { series[$0].points.contains { $0.y != nil } }
    let wishes = drawn.map { s in scale(series[s].points.last { $0.y != nil }!.y!) }
    let places = LabelLayout.spread(wishes, gap: 16, in: (top + 4)...(bottom - 2))
    for (s, y) in zip(drawn, places) {
      if series.count > 1 { drawing.line(x1 + 8, y, x1 + 26, y, "key l\(s + 1) dash\(s)") }
      drawing.text(x1 + 8 + keyRoom, y + 4, ends[s], bold: series.count == 1)
    }
    if let reference {
      drawing.optionalText(x1 + 8, scale(reference.value) + 4, reference.label, "m", size: Drawing.small)
    }
    riskRows(&drawing, across, x0: x0, bottom: bottom)
    return drawing.finished()
  }

  private func endLabel(_ one: Series) -> String {
    // A number at the end belongs to the last period, or to none.
    let last = one.points.last?.y == nil && one.points.count > 1 && !one.steps ? "" : one.points.last?.text ?? ""
    return one.name.isEmpty ? last : last.isEmpty ? one.name : "\(one.name) \(last)"
  }

  private func horizontalAxis(_ drawing: inout Drawing, from x0: Double, to x1: Double, bottom: Double) -> Scale {
    switch horizontal {
    case .periods(let labels):
      let inset = labels.count > 1 ? min(18, (x1 - x0) / Double(labels.count) / 2) : (x1 - x0) / 2
      let across = Scale(
        exactly: 0...Double(max(1, labels.count - 1)), from: x0 + inset, to: labels.count > 1 ? x1 - inset : x1)
      let spacing = labels.count > 1 ? across(1) - across(0) : x1 - x0
      let shown = LabelLayout.thinned(labels.map { TextWidth.of($0, size: Drawing.small) }, spacing: spacing)
      for (i, label) in labels.enumerated() where shown[i] {
        drawing.optionalText(across(Double(i)), bottom + 18, label, "m", anchor: .middle, size: Drawing.small)
      }
      return across
    case .number, .months:
      let highest = series.flatMap { $0.points.map(\.x) }.max() ?? 1
      var (kind, unit) = (TickFormat.plain, "")
      var step: Double?
      switch horizontal {
      case .number(let format, let name): (kind, unit) = (format, name)
      case .months(let name):
        unit = name
        step = highest <= 4 ? 1 : highest <= 14 ? 2 : highest <= 22 ? 3 : highest <= 44 ? 6 : highest <= 90 ? 12 : 24
      case .periods: break
      }
      let across = Scale(exactly: 0...max(highest, 1e-9), from: x0, to: x1, step: step)
      let labels = across.labels(kind, drawing.frame.format)
      for (i, value) in across.ticks.enumerated() {
        let last = i == across.ticks.count - 1
        let text = last && !unit.isEmpty ? "\(labels[i]) \(unit)" : labels[i]
        drawing.line(across(value), bottom, across(value), bottom + 4, "axis")
        drawing.optionalText(across(value), bottom + 18, text, "m", anchor: .middle, size: Drawing.small)
      }
      return across
    }
  }

  private func band(_ drawing: inout Drawing, _ one: Series, _ s: Int, _ across: Scale, _ scale: Scale) {
    let points = one.points.filter { $0.low != nil && $0.high != nil }
    guard points.count > 1 else {
      if let only = points.first {
        let x = across(only.x)
        drawing.line(x, scale(only.low!), x, scale(only.high!), "whisker")
      }
      return
    }
    var path = Path()
    path.move(across(points[0].x), scale(points[0].high!))
    for i in 1..<points.count {
      if one.steps { path.line(across(points[i].x), scale(points[i - 1].high!)) }
      path.line(across(points[i].x), scale(points[i].high!))
    }
    for i in points.indices.reversed() {
      path.line(across(points[i].x), scale(points[i].low!))
      if one.steps, i > 0 { path.line(across(points[i].x), scale(points[i - 1].low!)) }
    }
    path.close()
    drawing.path(path, "band s\(s + 1)")
  }

  private func line(_ drawing: inout Drawing, _ one: Series, _ s: Int, _ across: Scale, _ scale: Scale) {
    var path = Path()
    var openPath = Path()
    var before: Point?
    let lastIndex = one.points.lastIndex { $0.y != nil }
    for (i, point) in one.points.enumerated() {
      guard let y = point.y else {
        before = nil
        continue
      }
      if let before, let by = before.y {
        if one.open, i == one.points.count - 1 {
          openPath.move(across(before.x), scale(by))
          openPath.line(across(point.x), scale(y))
        } else {
          if one.steps { path.line(across(point.x), scale(by)) }
          path.line(across(point.x), scale(y))
        }
      } else {
        path.move(across(point.x), scale(y))
      }
      before = point
    }
    drawing.path(path, "line l\(s + 1) dash\(s)")
    if !openPath.isEmpty { drawing.path(openPath, "line l\(s + 1) dotted") }
    for (i, point) in one.points.enumerated() {
      guard let y = point.y, dots || (i == lastIndex && !one.steps) else { continue }
      let hollow = one.open && i == one.points.count - 1
      drawing.circle(
        across(point.x), scale(y), 3.5, hollow ? "mark hollow l\(s + 1)" : "mark s\(s + 1)", tip: point.text)
    }
  }

  private func riskRows(_ drawing: inout Drawing, _ across: Scale, x0: Double, bottom: Double) {
    guard !atRisk.isEmpty else { return }
    var y = bottom + 38
    drawing.text(2, y, atRiskTitle, "m", size: Drawing.small)
    for (s, row) in atRisk.enumerated() {
      y += 17
      if row.label.isEmpty {
        for cell in row.cells {
          drawing.optionalText(across(cell.x), y, cell.text, "m", anchor: .middle, size: Drawing.small)
        }
        continue
      }
      drawing.rect(2, y - 8, 8, 8, "mark s\(s + 1)", radius: 2)
      drawing.text(
        14, y, TextWidth.fitted(row.label, size: Drawing.small, room: max(20, x0 - 24)), "m", size: Drawing.small)
      for cell in row.cells {
        drawing.optionalText(across(cell.x), y, cell.text, "m", anchor: .middle, size: Drawing.small)
      }
    }
  }
}

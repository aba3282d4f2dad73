package import Localisation

/// Steps of a process, one a row: what starts it, what is done, who does it and by when.
package struct FlowChart: Chart {
  package struct Step: Sendable {
    package var trigger: String
    package var action: String
    package var due: String
    package var owner: String
    package init(trigger: String, action: String, due: String, owner: String) {
      self.trigger = trigger
      self.action = action
      self.due = due
      self.owner = owner
    }
  }

  package var steps: [Step]
  package var titles: (trigger: String, action: String, owner: String)

  package init(steps: [Step], titles: (trigger: String, action: String, owner: String)) {
    self.steps = steps
    self.titles = titles
  }

  package func draw(_ frame: ChartFrame) -> Markup {
    let row = 46.0
    let top = 26.0
    var drawing = Drawing(frame, height: top + Double(steps.count) * row)
    let widths = [0.24, 0.4, 0.2].map { $0 * frame.width }
    let gap = (frame.width - widths.reduce(0, +) - 4) / 2
    let xs = [2, 2 + widths[0] + gap, 2 + widths[0] + widths[1] + gap * 2]
    for (x, title) in zip(xs, [titles.trigger, titles.action, titles.owner]) {
      drawing.text(x, 15, title, "m", size: Drawing.small)
    }
    for (i, step) in steps.enumerated() {
      let y = top + Double(i) * row
      let middle = y + 18
      for (k, text) in [step.trigger, step.action, step.owner].enumerated() {
        drawing.rect(xs[k], y, widths[k], 36, "mark box", radius: 6)
        let two = k == 1 && !step.due.isEmpty
        drawing.text(
          xs[k] + 10, two ? y + 15 : y + 22, TextWidth.fitted(text, size: Drawing.size, room: widths[k] - 20),
          bold: k == 1)
        if two {
          drawing.text(
            xs[k] + 10, y + 30, TextWidth.fitted(step.due, size: Drawing.small, room: widths[k] - 20), "m",
            size: Drawing.small)
        }
        guard k < 2 else { continue }
        let start = xs[k] + widths[k]
        drawing.line(start + 3, middle, start + gap - 8, middle, "arrow")
        var head = Path()
        head.move(start + gap - 3, middle)
        head.line(start + gap - 10, middle - 4)
        head.line(start + gap - 10, middle + 4)
        head.close()
        drawing.path(head, "arrow-head")
      }
    }
    return drawing.finished()
  }
}

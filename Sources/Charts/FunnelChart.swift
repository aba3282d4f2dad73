package import Localisation

/// Stages of a way, each a bar as wide as its share of the first; between two stages the share that went on.
package struct FunnelChart: Chart {
  package struct Stage: Sendable {
    package var label: String
    package var value: Double?
    package var text: String
    /// What share of the stage before came here, in words; empty at the first.
    package var step: String
    package init(label: String, value: Double?, text: String, step: String = "") {
      self.label = label
      self.value = value
      self.text = text
      self.step = step
    }
  }

  package var stages: [Stage]
  package init(stages: [Stage]) { self.stages = stages }

  package func draw(_ frame: ChartFrame) -> Markup {
    let labels = LabelColumn(stages.map(\.label), width: frame.width, texts: stages.map(\.text), share: 0.3)
    let top = 6.0
    let each = frame.pitch(52, rows: stages.count, besides: 0, most: 74)
    let bar = min(each - 22, 40)
    let between = each - bar
    let height = top + Double(stages.count) * bar + Double(max(0, stages.count - 1)) * between + 6
    var drawing = Drawing(frame, height: height)
    let highest = max(stages.compactMap(\.value).max() ?? 1, 1e-9)
    let room = labels.plotEnd - labels.plotStart
    func width(_ value: Double) -> Double { max(2, value / highest * room) }
    for (i, stage) in stages.enumerated() {
      let y = top + Double(i) * (bar + between)
      if i > 0, let before = stages[i - 1].value, let value = stage.value {
        var path = Path()
        path.move(labels.plotStart, y - between)
        path.line(labels.plotStart + width(before), y - between)
        path.line(labels.plotStart + width(value), y)
        path.line(labels.plotStart, y)
        path.close()
        drawing.path(path, "flow")
      }
      drawing.text(labels.labelEnd, y + bar / 2 + 4.5, labels.labels[i], anchor: .end)
      if let value = stage.value {
        drawing.rect(labels.plotStart, y, width(value), bar, "mark s1", radius: 3, tip: "\(stage.label) \(stage.text)")
      }
      drawing.text(labels.plotStart + (stage.value.map(width) ?? 0) + 8, y + bar / 2 + 4.5, stage.text, bold: true)
      if !stage.step.isEmpty {
        drawing.optionalText(labels.plotStart + 6, y - between / 2 + 4, stage.step, "m", size: Drawing.small)
      }
    }
    return drawing.finished()
  }
}

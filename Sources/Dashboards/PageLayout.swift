import Localisation
import Templating

/// Lays the sections of a page out: which cards share a row, how tall their drawings become so that a row ends level,
/// and how many rows of its tables a page can carry.
struct PageLayout {
  let library: TemplateLibrary
  let language: Language

  init(_ library: TemplateLibrary, _ language: Language) {
    self.library = library
    self.language = language
  }

  /// Browsers grow slow past this many nodes (dashboard.md "Checks"); folds and sort buttons add some of their own.
  static let mostNodes = 8600

  /// How many rows of a list of people, of the table under a chart, and of a table that is the figure.
  typealias Limit = (list: Int, folded: Int, open: Int)
  static let limits: [Limit] = [
    (60, 60, 60), (30, 40, 40), (20, 30, 40), (15, 24, 30), (10, 20, 24), (10, 14, 20), (8, 13, 18), (8, 10, 16),
    (8, 8, 13), (6, 6, 10),
  ]

  /// The body of each section, and the height of each drawing by figure; where the page would grow too large the longest
  /// tables are cut, and say so.
  func bodies(
    _ sections: [PageSection]
  ) throws(TemplateProblem) -> (bodies: [Markup], heights: [String: Double]) {
    var cards: [Markup] = []
    var figures: [[Markup]] = []
    var nodes = 0
    var drawings: [[Markup?]] = []
    for section in sections {
      var out = section.tools
      if !section.cards.isEmpty {
        out.append("<div class=\"kpis\">")
        let span = section.cards.count % 3 == 0 ? "w4" : "w3"
        for card in section.cards {
          out.append(try library.html("kpi.html", Page.values(card, span: span)).compacted())
        }
        out.append("</div>")
      }
      cards.append(out)
      drawings.append(PageLayout.drawings(section.figures))
      let rendered = try html(section.figures, drawings.last ?? [])
      nodes += out.nodes + rendered.reduce(0) { $0 + $1.nodes }
      figures.append(rendered)
    }
    let limit = PageLayout.limits.first { nodes - saved(sections, $0) <= PageLayout.mostNodes }
    let chosen = limit ?? PageLayout.limits[PageLayout.limits.count - 1]
    var bodies: [Markup] = []
    for (s, section) in sections.enumerated() {
      var out = cards[s]
      let alone = PageLayout.alone(section.figures)
      for (i, figure) in section.figures.enumerated() {
        if let cut = figure.cut(to: chosen) {
          out.append(try html(cut, alone: alone[i], drawings[s][i]))
        } else {
          out.append(figures[s][i])
        }
      }
      bodies.append(out)
    }
    var heights: [String: Double] = [:]
    for (section, drawn) in zip(sections, drawings) {
      for (figure, drawing) in zip(section.figures, drawn) { heights[figure.id] = drawing?.drawnSize?.height }
    }
    return (bodies, heights)
  }

  private func html(_ figures: [Figure], _ drawings: [Markup?]) throws(TemplateProblem) -> [Markup] {
    var out: [Markup] = []
    let alone = PageLayout.alone(figures)
    for (i, figure) in figures.enumerated() { out.append(try html(figure, alone: alone[i], drawings[i])) }
    return out
  }

  private func html(_ figure: Figure, alone: Bool, _ drawing: Markup?) throws(TemplateProblem) -> Markup {
    try library.html("figure.html", Page.values(figure, language, alone: alone, drawing: drawing)).compacted()
  }

  private func saved(_ sections: [PageSection], _ limit: Limit) -> Int {
    sections.reduce(0) { sum, section in
      sum
        + section.figures.reduce(0) { sum, figure in
          guard let table = figure.table, let most = figure.most(limit) else { return sum }
          return sum
            + table.rows.dropFirst(most).reduce(-2) { $0 + 1 + $1.reduce(0) { $0 + ($1.text.isEmpty ? 1 : 2) } }
        }
    }
  }

  // MARK: Rows of cards

  /// The figures by the rows they stand in.
  static func rows(_ figures: [Figure]) -> [[Int]] {
    var rows: [[Int]] = []
    var used = 0
    for (i, figure) in figures.enumerated() {
      let width = figure.span.columns
      if rows.isEmpty || used + width > 12 {
        rows.append([])
        used = 0
      }
      rows[rows.count - 1].append(i)
      used += width
    }
    return rows
  }

  /// Which figures have a row to themselves though they would leave some of it empty: they take the whole row, caption
  /// at the left of the drawing.
  static func alone(_ figures: [Figure]) -> [Bool] {
    var out = Array(repeating: false, count: figures.count)
    for row in rows(figures) where row.count == 1 { out[row[0]] = figures[row[0]].span != .full }
    return out
  }

  /// Every drawing, those that share a row grown towards the tallest card of it.
  static func drawings(_ figures: [Figure]) -> [Markup?] {
    var out: [Markup?] = figures.map { $0.chart?.drawn() }
    for row in rows(figures) where row.count > 1 {
      let heights = row.map { height(figures[$0], out[$0]) }
      let tallest = heights.max() ?? 0
      for (i, own) in zip(row, heights) where tallest - own > 20 {
        guard let plot = figures[i].chart, let size = out[i]?.drawnSize else { continue }
        out[i] = plot.drawn(height: size.height + (tallest - own) * size.width / width(of: figures[i]))
      }
    }
    return out
  }

  /// Pixels inside a card on a wide screen.
  private static func width(of figure: Figure) -> Double { Double(figure.span.columns) / 12 * 1224 - 50 }

  /// About how tall the content of a card becomes.
  private static func height(_ figure: Figure, _ drawing: Markup?) -> Double {
    var height = figure.chips.isEmpty ? 0.0 : 26
    if let size = drawing?.drawnSize {
      let wanted = width(of: figure)
      // Drawings of half a row are not blown up beyond 760 pixels.
      height += size.height * min(wanted, 760) / size.width
    }
    if figure.tableOpen, let table = figure.table { height += Double(min(table.rows.count, 20)) * 32 + 40 }
    return height + figure.bodyHeight
  }
}

extension Figure {
  /// The rows to keep of its table under a limit; nil where all fit.
  fileprivate func most(_ limit: PageLayout.Limit) -> Int? {
    guard let table else { return nil }
    let most = isList ? limit.list : tableOpen ? limit.open : limit.folded
    return table.rows.count > most ? most : nil
  }

  /// The same figure with a shorter table that counts what is left out; nil where all rows fit.
  fileprivate func cut(to limit: PageLayout.Limit) -> Figure? {
    guard let table, let most = most(limit) else { return nil }
    var copy = self
    copy.table?.rows = Array(table.rows.prefix(most))
    copy.table?.cut = table.cut + table.rows.count - most
    return copy
  }
}

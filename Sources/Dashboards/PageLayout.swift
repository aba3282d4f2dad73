import ByteScanning
import Localisation
import Templating

/// A section laid out, all but how many rows its tables keep.
struct LaidSection: Sendable {
  /// A figure as it stands on a page with all its rows.
  struct Rendered: Sendable {
    var html: Markup
    var nodes: Int
  }

  let section: PageSection
  /// Tools and cards.
  let head: Markup
  let figures: [Rendered]
  let drawings: [Markup?]
  /// Which figures have a row to themselves.
  let alone: [Bool]

  /// The height of each drawing by figure.
  let heights: [String: Double]

  fileprivate init(
    _ section: PageSection, _ head: Markup, _ figures: [Rendered], _ drawings: [Markup?], alone: [Bool]
  ) {
    self.section = section
    self.head = head
    self.figures = figures
    self.drawings = drawings
    self.alone = alone
    var heights: [String: Double] = [:]
    for (figure, drawing) in zip(section.figures, drawings) { heights[figure.id] = drawing?.drawnSize?.height }
    self.heights = heights
  }
}

/// Lays the sections of a page out: which cards share a row, how tall their drawings become so that a row ends level,
/// and how many rows of its tables a page can carry.
struct PageLayout: Sendable {
  let library: TemplateLibrary
  let language: Language

  init(_ library: TemplateLibrary, _ language: Language) {
    self.library = library
    self.language = language
  }

  /// What was drawn and rendered already for another page.
  struct Known {
    fileprivate struct Place: Hashable {
      var drawn: Drawn
      var alone: Bool
    }
    fileprivate var drawings: [Drawn: Markup] = [:]
    fileprivate var figures: [Place: LaidSection.Rendered] = [:]
  }

  /// Browsers grow slow past this many nodes (dashboard.md "Checks"); folds and sort buttons add some of their own.
  static let mostNodes = 8600

  /// How many rows of a list of people, of the table under a chart, and of a table that is the figure.
  typealias Limit = (list: Int, folded: Int, open: Int)
  static let limits: [Limit] = [
    (60, 60, 60), (30, 40, 40), (20, 30, 40), (15, 24, 30), (10, 20, 24), (10, 14, 20), (8, 13, 18), (8, 10, 16),
    (8, 8, 13), (6, 6, 10),
  ]

  /// A section with its drawings and all rows.
  ///
  /// - Parameter look: what its figures hang on; nil where no other page shares them.
  func laid(
    _ section: PageSection, as look: Look? = nil, _ known: inout Known
  ) throws(Failure) -> LaidSection {
    var head = section.tools
    if !section.cards.isEmpty {
      head.append("<div class=\"kpis\">")
      let span = section.cards.count % 3 == 0 ? "w4" : "w3"
      for card in section.cards {
        head.append(try html("kpi.html", Page.values(card, span: span)).compacted())
      }
      head.append("</div>")
    }
    let alone = PageLayout.alone(section.figures)
    let drawings = PageLayout.drawings(section.figures, look, &known)
    var figures: [LaidSection.Rendered] = []
    for (i, figure) in section.figures.enumerated() {
      let place = PageLayout.shared(figure, look, drawings[i].height).map { Known.Place(drawn: $0, alone: alone[i]) }
      var rendered = place.flatMap { known.figures[$0] }
      if rendered == nil {
        let html = try html(figure, alone: alone[i], drawings[i].drawing)
        rendered = .init(html: html, nodes: html.nodes)
        if let place { known.figures[place] = rendered }
      }
      if let rendered { figures.append(rendered) }
    }
    return LaidSection(section, head, figures, drawings.map(\.drawing), alone: alone)
  }

  /// The body of each section; where the page would grow too large the longest tables are cut, and say so.
  func bodies(_ sections: [LaidSection]) throws(Failure) -> [Markup] {
    let nodes = sections.reduce(0) { $0 + $1.head.nodes + $1.figures.reduce(0) { $0 + $1.nodes } }
    let limit = PageLayout.limits.first { nodes - saved(sections.map(\.section), $0) <= PageLayout.mostNodes }
    let chosen = limit ?? PageLayout.limits[PageLayout.limits.count - 1]
    var bodies: [Markup] = []
    for laid in sections {
      var out = Markup(capacity: laid.figures.reduce(laid.head.count) { $0 + $1.html.count })
      out.append(laid.head)
      for (i, figure) in laid.section.figures.enumerated() {
        if let cut = figure.cut(to: chosen) {
          out.append(try html(cut, alone: laid.alone[i], laid.drawings[i]))
        } else {
          out.append(laid.figures[i].html)
        }
      }
      bodies.append(out)
    }
    return bodies
  }

  /// What a template makes of values.
  func html(_ name: String, _ values: [String: TemplateValue]) throws(Failure) -> Markup {
    do {
      return try library.html(name, values)
    } catch {
      throw Failure(template: error)
    }
  }

  private func html(_ figure: Figure, alone: Bool, _ drawing: Markup?) throws(Failure) -> Markup {
    try html("figure.html", Page.values(figure, language, alone: alone, drawing: drawing)).compacted()
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

  /// Every drawing, those that share a row grown towards the tallest card of it, and the heights they were grown to.
  private static func drawings(
    _ figures: [Figure], _ look: Look?, _ known: inout Known
  ) -> [(drawing: Markup?, height: Double)] {
    func drawn(_ figure: Figure, _ height: Double = 0) -> Markup? {
      guard let chart = figure.chart else { return nil }
      guard let place = shared(figure, look, height) else { return chart.drawn(height: height) }
      if let drawing = known.drawings[place] { return drawing }
      let drawing = chart.drawn(height: height)
      known.drawings[place] = drawing
      return drawing
    }
    var out: [(drawing: Markup?, height: Double)] = figures.map { (drawn($0), 0) }
    for row in rows(figures) where row.count > 1 {
      let heights = row.map { height(figures[$0], out[$0].drawing) }
      let tallest = heights.max() ?? 0
      for (i, own) in zip(row, heights) where tallest - own > 20 {
        guard let size = out[i].drawing?.drawnSize else { continue }
        let height = size.height + (tallest - own) * size.width / width(of: figures[i])
        out[i] = (drawn(figures[i], height), height)
      }
    }
    return out
  }

  /// What a figure is known by to the other pages; nil where it is this page's own.
  private static func shared(_ figure: Figure, _ look: Look?, _ height: Double) -> Drawn? {
    guard let look, !figure.isOwn else { return nil }
    return Drawn(look: look, figure: figure.id, height: height)
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

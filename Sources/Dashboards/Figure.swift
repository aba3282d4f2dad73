package import Localisation

/// One card of a page: what it shows in a sentence, the drawing, the numbers under it, and what they mean.
package struct Figure: Sendable {
  package enum Span: String, Sendable {
    case third = "w4"
    case half = "w6"
    case wide = "w7"
    case narrow = "w5"
    case full = "w12"

    /// Of the twelve columns of the page.
    var columns: Int { Int(rawValue.dropFirst()) ?? 12 }
  }

  /// Unique on the page.
  package var id: String
  /// The finding, at most 12 words.
  package var finding: String
  package var note: String
  package var chips: [String]
  package var span: Span
  package var chart: Plot?
  package var chartLabel: String
  /// Markup besides a chart: lists of sentences.
  package var body: Markup
  /// About how tall that becomes, in pixels.
  var bodyHeight = 0.0
  package var table: DataTable?
  /// Show the table unfolded: it is the figure.
  package var tableOpen: Bool
  /// Rows of people: the first to be shortened where a page grows too large.
  package var isList = false
  /// Says something else on another page of the same rights.
  var isOwn = false
  package var definition: [(term: String, text: String)]
  /// What is missing, and the command that mends it.
  package var empty: (what: String, command: String)?

  package init(
    id: String, finding: String, note: String = "", chips: [String] = [], span: Span = .half, chart: Plot? = nil,
    chartLabel: String = "", body: Markup = Markup(), table: DataTable? = nil, tableOpen: Bool = false,
    definition: [(term: String, text: String)] = [], empty: (what: String, command: String)? = nil
  ) {
    self.id = id
    self.finding = finding
    self.note = note
    self.chips = chips
    self.span = span
    self.chart = chart
    self.chartLabel = chartLabel
    self.body = body
    self.table = table
    self.tableOpen = tableOpen
    self.definition = definition
    self.empty = empty
  }
}

/// A number that matters on its own: value, change in words, interval, the last twelve periods.
package struct KeyCard: Sendable {
  package enum Tone: String, Sendable { case good, bad, even }
  package var key: String
  package var label: String
  package var value: String
  package var delta: String
  package var tone: Tone
  package var note: String
  package var chips: [String]
  package var spark: Markup

  package init(
    key: String, label: String, value: String, delta: String = "", tone: Tone = .even, note: String = "",
    chips: [String] = [], spark: Markup = Markup()
  ) {
    self.key = key
    self.label = label
    self.value = value
    self.delta = delta
    self.tone = tone
    self.note = note
    self.chips = chips
    self.spark = spark
  }
}

/// A section of the page, ready to be laid out.
package struct PageSection: Sendable {
  package var id: String
  package var name: String
  package var lead: String
  package var cards: [KeyCard]
  /// Finished markup between cards and figures (the filter).
  package var tools: Markup
  package var figures: [Figure]

  package init(
    id: String, name: String, lead: String = "", cards: [KeyCard] = [], tools: Markup = Markup(), figures: [Figure] = []
  ) {
    self.id = id
    self.name = name
    self.lead = lead
    self.cards = cards
    self.tools = tools
    self.figures = figures
  }
}

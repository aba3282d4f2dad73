import ByteScanning
import Metrics

/// Draws what the filter of the pages of one report swaps in, a section at a time. The pages share most of it, so each
/// thing is drawn and packed once for all of them.
struct SliceMaker {
  /// What is swapped in on one page, by card and figure.
  typealias Shown = [String: SlicePacking.Part]

  /// What a page shows of a card or figure, and under which choices.
  private struct Shows: Hashable {
    var drawn: Drawn
    var choices: [Int]
  }

  private let choices: [SliceChoice]
  private var rows: [Drawn: SliceRow] = [:]
  private var shows: [Int: [String: Shows]] = [:]

  private init(_ choices: [SliceChoice]) { self.choices = choices }

  /// The figures of a section, by page.
  ///
  /// - Parameter laid: the section as the pages hold it: how tall its drawings stand.
  static func shown(
    _ kind: SectionKind, for authors: [Author], _ laid: [Int: LaidSection], _ choices: [SliceChoice],
    _ packing: SlicePacking?
  ) throws(Failure) -> [Int: Shown] {
    var maker = SliceMaker(choices)
    for (place, choice) in choices.enumerated() {
      var made: [Look: [String: Figure]] = [:]
      for author in authors where author.offersChoices {
        guard let own = laid[author.place], var composer = composer(choice, kind, author.composer) else { continue }
        let look = Look(kind, of: author)
        composer.made = made[look] ?? [:]
        let figures = composer.section(kind).figures
        // Held by nobody else while it grows.
        composer.made = [:]
        for i in figures.indices {
          let id = figures[i].id
          if made[look]?.index(forKey: id) == nil { made[look, default: [:]][id] = figures[i] }
          let drawn = Drawn(look: look, figure: id, height: own.heights[id] ?? 0)
          maker.show(drawn, place, on: author.place) { SliceData.figure(figures[i], height: drawn.height, into: &$0) }
        }
      }
    }
    return try maker.packed(packing)
  }

  /// The cards, by page.
  static func cards(
    for authors: [Author], _ choices: [SliceChoice], _ packing: SlicePacking?
  ) throws(Failure) -> [Int: Shown] {
    var maker = SliceMaker(choices)
    for (place, choice) in choices.enumerated() {
      var made: [Look: [KeyCard]] = [:]
      for author in authors where author.offersChoices {
        let look = Look(.overview, of: author)
        let cards = made[look] ?? cards(choice, author.composer)
        made[look] = cards
        for card in cards {
          let drawn = Drawn(look: look, figure: "kpi-" + card.key, height: 0)
          maker.show(drawn, place, on: author.place) { SliceData.card(card, into: &$0) }
        }
      }
    }
    return try maker.packed(packing)
  }

  /// Who puts together what follows a choice in a section; nil where nothing does.
  private static func composer(_ choice: SliceChoice, _ kind: SectionKind, _ own: Composer) -> Composer? {
    switch choice.numbers {
    case .cards: nil
    case .report(let report): own.choosing(report, Composer.followingPart)
    case .period(let report):
      kind == .retention || kind == .membership
        ? nil : own.choosing(report, Composer.followingPeriod, whole: choice.name)
    case .cardsOfPeriod(let report): kind == .overview ? own.choosing(report, ["overview-compare"]) : nil
    }
  }

  private static func cards(_ choice: SliceChoice, _ own: Composer) -> [KeyCard] {
    switch choice.numbers {
    case .cards(let figures): own.cards(figures)
    case .report(let report): own.choosing(report, []).cards()
    case .period(let report):
      own.choosing(report, [], whole: choice.name).cards().filter { $0.key != "retention" }
    case .cardsOfPeriod(let report):
      // What does not hang on the period keeps the numbers of the whole.
      own.choosing(report, []).cards().filter { $0.key != "retention" && $0.key != "repurchase" }
    }
  }

  // MARK: Gathering

  private mutating func show(_ drawn: Drawn, _ choice: Int, on page: Int, _ json: (inout OutputBuffer) -> Void) {
    rows[drawn, default: SliceRow(drawn.figure)].add(choice, of: choices, json)
    shows[page, default: [:]][drawn.figure, default: Shows(drawn: drawn, choices: [])].choices.append(choice)
  }

  private mutating func packed(_ packing: SlicePacking?) throws(Failure) -> [Int: Shown] {
    for drawn in Array(rows.keys) { rows[drawn]?.close() }
    var texts: [OutputBuffer] = []
    var places: [Shows: Int] = [:]
    for show in shows.values.lazy.flatMap(\.values) where places[show] == nil {
      guard let row = rows[show.drawn] else { continue }
      places[show] = texts.count
      texts.append(row.text(of: show.choices))
    }
    let parts = try SliceData.parts(texts, packing)
    return shows.mapValues { page in page.compactMapValues { show in places[show].map { parts[$0] } } }
  }
}

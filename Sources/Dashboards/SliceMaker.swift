import Charts
import Metrics
import Privacy
import Tabular

/// Draws what the filter of the pages of one report swaps in. The pages share most of it, so each thing is drawn once
/// for all of them.
struct SliceMaker: Sendable {
  /// A page whose filter is asked for, and how tall its drawings stand.
  struct Asked: Sendable {
    var composer: Composer
    var heights: [String: Double]
  }
  /// What one choice shows on one page: finished JSON values by card and by figure.
  struct Shown: Sendable {
    var cards: [(id: String, json: [UInt8])] = []
    var figures: [String: [UInt8]] = [:]
  }

  /// By page, then by choice.
  static func shown(_ pages: [Asked], _ choices: [SliceChoice]) -> [[Shown]] {
    guard !pages.isEmpty, !choices.isEmpty else { return pages.map { _ in [] } }
    let byChoice = Parallel.map(choices) { choice in shown(choice, pages) }
    return pages.indices.map { page in byChoice.map { $0[page] } }
  }

  /// What the figures of a section hang on, besides the numbers. Which of them a page shows is its audience's.
  private struct Look: Hashable {
    var kind: SectionKind
    var money: Bool?
    var staff: StaffNames
    var policy: Int
  }
  private struct Drawn: Hashable {
    var look: Look
    var figure: String
    var height: Double
  }

  private static func shown(_ choice: SliceChoice, _ pages: [Asked]) -> [Shown] {
    var policies: [SmallNumberPolicy] = []
    var made: [Look: [String: Figure]] = [:]
    var drawn: [Drawn: [UInt8]] = [:]
    var cards: [Look: [(String, [UInt8])]] = [:]
    return pages.map { page in
      let own = page.composer
      let policy = policies.firstIndex(of: own.teller.policy) ?? policies.count
      if policy == policies.count { policies.append(own.teller.policy) }
      func look(_ kind: SectionKind) -> Look {
        Look(
          kind: kind, money: kind.showsMoney ? own.audience.seesMoney : nil, staff: own.options.staffNames,
          policy: policy)
      }
      var out = Shown()
      out.cards = cards[look(.overview)] ?? SliceMaker.cards(choice, own)
      cards[look(.overview)] = out.cards
      guard let (chosen, kinds) = plan(choice, own) else { return out }
      var composer = chosen
      for kind in kinds {
        let look = look(kind)
        composer.made = made[look] ?? [:]
        for figure in composer.section(kind).figures {
          made[look, default: [:]][figure.id] = figure
          let key = Drawn(look: look, figure: figure.id, height: page.heights[figure.id] ?? 0)
          let json = drawn[key] ?? SliceData.figure(figure, height: key.height)
          drawn[key] = json
          out.figures[figure.id] = json
        }
      }
      return out
    }
  }

  /// Who puts together what follows a choice, and in which sections it stands.
  private static func plan(_ choice: SliceChoice, _ own: Composer) -> (Composer, [SectionKind])? {
    let kinds = own.audience.sections.filter { $0 != .statistics && $0 != .data }
    switch choice.numbers {
    case .cards: return nil
    case .report(let report): return (own.choosing(report, Composer.followingPart), kinds)
    case .period(let report):
      return (
        own.choosing(report, Composer.followingPeriod, whole: choice.name),
        kinds.filter { $0 != .retention && $0 != .membership }
      )
    case .cardsOfPeriod(let report): return (own.choosing(report, ["overview-compare"]), [.overview])
    }
  }

  private static func cards(_ choice: SliceChoice, _ own: Composer) -> [(String, [UInt8])] {
    let cards: [KeyCard]
    switch choice.numbers {
    case .cards(let figures): cards = own.cards(figures)
    case .report(let report): cards = own.choosing(report, []).cards()
    case .period(let report):
      cards = own.choosing(report, [], whole: choice.name).cards().filter { $0.key != "retention" }
    case .cardsOfPeriod(let report):
      // What does not hang on the period keeps the numbers of the whole.
      cards = own.choosing(report, []).cards().filter { $0.key != "retention" && $0.key != "repurchase" }
    }
    return cards.map { ("kpi-" + $0.key, SliceData.card($0)) }
  }
}

extension SectionKind {
  /// Sections that show amounts of money to those who may see them, and say other things to the others.
  fileprivate var showsMoney: Bool {
    switch self {
    case .overview, .repurchase, .grading, .visits, .statistics: true
    case .retention, .churn, .satisfaction, .membership, .complaints, .data: false
    }
  }
}

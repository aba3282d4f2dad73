import Localisation
import Metrics
import Statistics
import Tabular

/// One choice of the filter: the cards and figures of a page for a campus, a course or a period, counted, rounded and
/// suppressed beforehand.
struct PageSlice: Sendable {
  /// The value of its option.
  var id: String
  var group: String
  var name: String
  var cards: [KeyCard]
  var figures: [Figure]
}

extension Composer {
  /// The figures that follow the filter, the most telling first: where a page would grow too large, the last ones stay
  /// with the whole (and say so).
  static let following = [
    "overview-compare", "overview-trend", "churn-months", "satisfaction-nps", "repurchase-rates", "satisfaction-csat",
    "overview-funnel", "visits-months", "grading-conversion", "visits-plan", "retention-cohorts", "satisfaction-trend",
    "churn-reasons", "complaints-causes", "retention-survival", "grading-distribution", "repurchase-renewals",
    "membership-tiers", "churn-channel", "grading-channels", "visits-channel", "repurchase-second", "repurchase-rfm",
    "churn-course", "satisfaction-by-course", "satisfaction-by-teacher", "satisfaction-by-campus",
    "satisfaction-csat-course", "satisfaction-csat-teacher", "satisfaction-csat-campus", "satisfaction-drivers",
    "repurchase-spending", "membership-points", "membership-referral", "visits-staff", "visits-type", "complaints-days",
    "complaints-open", "complaints-closing",
  ]

  /// What the filter offers; nothing outside the house: a part must not give away a smaller rest.
  func slices() -> [PageSlice] {
    guard !audience.isOutside else { return [] }
    var out: [PageSlice] = []
    var seen: [Dimension: Int] = [:]
    for part in report.parts where part.dimension == .campus || part.dimension == .course {
      let place = seen[part.dimension, default: 0]
      seen[part.dimension] = place + 1
      let composer = with(part.report)
      out.append(
        PageSlice(
          id: "\(part.dimension.rawValue)-\(place)",
          group: Phrasebook.text("metrics.dimension." + part.dimension.rawValue, language),
          name: label(part.label, of: part.dimension), cards: composer.cards(), figures: composer.followingFigures()))
    }
    // Where there is no report of every part, the cards alone follow.
    for split in report.splits where seen[split.dimension] == nil && split.rows.count > 1 {
      guard split.dimension == .campus || split.dimension == .course else { continue }
      for (place, row) in split.rows.prefix(12).enumerated() {
        out.append(
          PageSlice(
            id: "\(split.dimension.rawValue)-\(place)",
            group: Phrasebook.text("metrics.dimension." + split.dimension.rawValue, language),
            name: label(row.label, of: split.dimension), cards: cards(row.figures), figures: []))
      }
    }
    for period in report.periods {
      var copy = report
      copy.period = period
      let composer = with(copy)
      // What does not hang on the period keeps the numbers of the whole.
      let cards = composer.cards().filter { $0.key != "retention" && $0.key != "repurchase" }
      out.append(
        PageSlice(
          id: period.period.name, group: say(period.period.grain == .month ? "column.month" : "filter.quarter"),
          name: name(period.period), cards: cards, figures: [composer.comparison()].compactMap { $0 }))
    }
    return out
  }

  /// Cards of key figures over the whole time.
  private func cards(_ f: KeyFigures) -> [KeyCard] {
    func card(_ key: String, _ told: Told) -> KeyCard {
      KeyCard(key: key, label: "", value: told.text, note: told.note.isEmpty ? say("slice.allTime") : told.note)
    }
    var cards = [
      card("active", teller.count(f.active, people: f.active)),
      card("new_enrolled", teller.count(f.newEnrolled, people: f.newEnrolled)),
      card("lost", teller.share(f.lost, of: f.enrolled, people: f.enrolled, peopleAbove: f.lost)),
    ]
    cards.append(
      audience.seesMoney
        ? card("revenue", teller.money(cents: f.revenueCents, people: f.buyers))
        : card(
          "repurchase", teller.share(f.repeatBuyers, of: f.buyers, people: f.buyers, peopleAbove: f.repeatBuyers)))
    return cards
  }

  private func with(_ report: MetricsReport) -> Composer {
    Composer(report: report, audience: audience, language: language, teller: teller, options: options)
  }

  private func followingFigures() -> [Figure] {
    let wanted = Set(Composer.following)
    var all: [Figure] = []
    for kind in audience.sections where kind != .statistics && kind != .data {
      all += section(kind).figures.filter { wanted.contains($0.id) }
    }
    return all
  }

  /// The choices by group, hidden until the script shows them.
  func filterTool(_ slices: [PageSlice]) -> Markup {
    guard !slices.isEmpty else { return Markup() }
    var out = Markup("<div class=\"filter\" hidden")
    out.attribute("data-whole", say("filter.whole"))
    out.append("><label for=\"slice\">")
    out.append(text: say("filter"))
    out.append("</label> <select id=\"slice\"><option value=\"\">")
    out.append(text: say("filter.all"))
    out.append("</option>")
    var group = ""
    for slice in slices {
      if slice.group != group {
        if !group.isEmpty { out.append("</optgroup>") }
        group = slice.group
        out.append("<optgroup")
        out.attribute("label", group)
        out.append(">")
      }
      out.append("<option")
      out.attribute("value", slice.id)
      out.append(">")
      out.append(text: slice.name)
      out.append("</option>")
    }
    out.append("</optgroup></select> <span id=\"slice-note\" role=\"status\"")
    out.attribute("data-part", say("filter.note"))
    out.append("></span></div>")
    return out
  }
}

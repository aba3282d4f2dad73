import Localisation
import Metrics
import Statistics
import Tabular

/// One choice of the filter, before anything of it is drawn: a campus, a course or a period.
struct SliceChoice: Sendable {
  /// What is known of it: a report of its own, or only key figures for the cards.
  enum Numbers: Sendable {
    case report(HeldReport)
    /// The whole, with what happened in a period in place of what happened at any time.
    case period(HeldReport)
    /// A period without sections of its own: cards and comparison.
    case cardsOfPeriod(HeldReport)
    case cards(KeyFigures)
  }
  /// The value of its option.
  var id: String
  var group: String
  var name: String
  var numbers: Numbers
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

  static let followingPart = Set(following)

  /// Of these, what a period acts on: what is counted over a stretch of days. Lines and columns over time show every
  /// period anyway; cohorts, curves and standings are those of the whole.
  static let followingPeriod = followingPart.subtracting([
    "overview-trend", "churn-months", "satisfaction-trend", "satisfaction-csat", "visits-months",
    "grading-distribution", "membership-points", "retention-cohorts", "retention-survival", "repurchase-renewals",
    "membership-tiers", "repurchase-second", "repurchase-rfm", "membership-referral", "complaints-open",
  ])

  /// What the filter offers; nothing where small numbers are hidden: a part must not give away a smaller rest.
  func choices() -> [SliceChoice] {
    guard !teller.outside else { return [] }
    var out: [SliceChoice] = []
    var seen: [Dimension: Int] = [:]
    func add(_ dimension: Dimension, _ place: Int, _ label: String?, _ numbers: SliceChoice.Numbers) {
      out.append(
        SliceChoice(
          id: "\(dimension.rawValue)-\(place)",
          group: Phrasebook.text("metrics.dimension." + dimension.rawValue, language),
          name: self.label(label, of: dimension), numbers: numbers))
    }
    for part in report.parts where part.dimension == .campus || part.dimension == .course {
      let place = seen[part.dimension, default: 0]
      seen[part.dimension] = place + 1
      add(part.dimension, place, part.label, .report(HeldReport(part.report)))
    }
    // Where there is no report of every part, the cards alone follow.
    for split in report.splits where seen[split.dimension] == nil && split.rows.count > 1 {
      guard split.dimension == .campus || split.dimension == .course else { continue }
      for (place, row) in split.rows.prefix(12).enumerated() {
        add(split.dimension, place, row.label, .cards(row.figures))
      }
    }
    for (i, period) in report.periods.enumerated() {
      let sections = i < report.periodSections.count ? report.periodSections[i] : nil
      let shown = HeldReport(report.during(period, sections))
      out.append(
        SliceChoice(
          id: period.period.name, group: say(period.period.grain == .month ? "column.month" : "filter.quarter"),
          name: name(period.period), numbers: sections == nil ? .cardsOfPeriod(shown) : .period(shown)))
    }
    return out
  }

  /// Cards of key figures over the whole time.
  func cards(_ f: KeyFigures) -> [KeyCard] {
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

  /// The same page over other numbers.
  ///
  /// - Parameter wanted: the figures that are looked at.
  func choosing(_ report: HeldReport, _ wanted: Set<String>, whole: String? = nil) -> Composer {
    var copy = Composer(held: report, audience: audience, language: language, teller: teller, options: options)
    copy.wholeName = whole
    copy.isChoice = true
    copy.wanted = wanted
    return copy
  }

  /// The choices by group, hidden until the script shows them.
  func filterTool(_ choices: [SliceChoice]) -> Markup {
    guard !choices.isEmpty else { return Markup() }
    var out = Markup("<div class=\"filter\" hidden")
    out.attribute("data-whole", say("filter.whole"))
    out.append("><label for=\"slice\">")
    out.append(text: say("filter"))
    out.append("</label> <select id=\"slice\"><option value=\"\">")
    out.append(text: say("filter.all"))
    out.append("</option>")
    var group = ""
    for slice in choices {
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

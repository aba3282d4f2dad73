import Localisation
import Metrics
import Statistics
import Tabular

/// What matters now: three to five sentences with the people behind them, each leading to its section.
extension Composer {
  func insights(_ id: String) -> Figure {
    let allowed = Set(audience.sections.map(\.rawValue))
    let shown = report.findings.filter { insight in
      guard allowed.contains(anchor(insight.section)) else { return false }
      if !audience.seesMoney, insight.arguments.contains(where: { if case .money = $0 { true } else { false } }) {
        return false
      }
      if audience.isOutside {
        // Only what the page's own tables show as well.
        guard insight.key.hasPrefix("change.") || insight.key.hasPrefix("target."), !namesStaff(insight) else {
          return false
        }
        return teller.count(insight.people, people: insight.people).state == .shown && isCompared(insight)
      }
      return true
    }.prefix(5)
    let finding = say("finding.now")
    guard !shown.isEmpty else {
      var figure = Figure(id: id, finding: finding, span: .wide, empty: (say("now.none"), ""))
      figure.isOwn = true
      return figure
    }
    var body = Markup("<ol class=\"now\">")
    for insight in shown {
      body.append("<li><span")
      body.attribute(
        "class", "sign " + (insight.direction == .good ? "good" : insight.direction == .bad ? "bad" : "even"))
      body.append(" aria-hidden=\"true\">")
      body.append(text: insight.direction == .good ? "▲" : insight.direction == .bad ? "▼" : "●")
      body.append("</span><p>")
      body.append(text: sentence(insight))
      body.append("</p><p class=\"why\">")
      body.append(
        text: say(
          insight.certainty >= 1 ? "now.counted" : "now.people",
          teller.count(insight.people, people: insight.people).exact, certainty(insight.certainty)))
      body.append(" <a")
      body.attribute("href", "#" + anchor(insight.section))
      body.append(">")
      body.append(text: say("now.more", say("section." + anchor(insight.section))))
      body.append("</a></p></li>")
    }
    body.append("</ol>")
    var figure = Figure(id: id, finding: finding, note: say("note.now"), span: .wide, body: body)
    figure.bodyHeight = Double(shown.count) * 76
    figure.isOwn = true
    return figure
  }

  /// True where the finding's figure is told, now and before, in the comparison of this page.
  private func isCompared(_ insight: Insight) -> Bool {
    guard let period = Composer.compared(report) else { return false }
    return insight.arguments.contains { if case .period(let name) = $0 { name == period.period.name } else { false } }
      && period.figures.contains { figure in
        insight.arguments.contains(.figure(figure.key))
          && told(figure.now, figure.unit, id: "now:" + figure.key).plot != nil
          && told(figure.before, figure.unit, id: "before:" + figure.key).plot != nil
      }
  }

  private func certainty(_ value: Double) -> String {
    value >= 0.999 ? ">99.9%" : format.rate(value, places: value >= 0.99 ? 1 : 0)
  }

  private func namesStaff(_ insight: Insight) -> Bool {
    insight.arguments.contains { if case .dimension(let d) = $0 { d == .staff || d == .teacher } else { false } }
  }

  /// The page's section of a finding's section.
  func anchor(_ section: String) -> String {
    switch section {
    case "nps", "csat": "satisfaction"
    case "counts": "overview"
    case "rfm", "prediction", "spending": "repurchase"
    case "survival": "retention"
    case "campaigns": "grading"
    case "loyalty", "points": "membership"
    default: SectionKind(rawValue: section)?.rawValue ?? "overview"
    }
  }

  func sentence(_ insight: Insight) -> String {
    let staffed = namesStaff(insight)
    let arguments = insight.arguments.enumerated().map { place, argument -> String in
      switch argument {
      case .text(let text): return text
      case .label(let text): return staffed ? staff(text) : label(text)
      case .count(let value): return format.exact(abs(value))
      case .share(let value): return format.rate(value)
      case .shareChange(let value): return format.points(value)
      case .points(let value):
        // A score has a sign; a distance between scores is said with "higher" and "lower".
        let isScore = (insight.key.hasPrefix("change.") && place < 4) || insight.key.hasPrefix("target.")
        return isScore ? format.signed(value) : format.decimal(abs(value), places: 0)
      case .money(let value): return format.money(value)
      case .days(let value): return format.days(Double(value))
      case .day(let day): return day.description
      case .period(let name): return Period(name: name).map { self.name($0) } ?? name
      case .figure(let key): return Phrasebook.text("metrics.figure." + key, language)
      case .dimension(let dimension): return Phrasebook.text("metrics.dimension." + dimension.rawValue, language)
      case .interval(let interval, let percent):
        return percent
          ? format.interval(low: interval.low, high: interval.high)
          : format.scoreInterval(low: interval.low, high: interval.high)
      }
    }
    return Spacing.settled(Phrasebook.text("metrics.finding." + insight.key, language, arguments), language)
  }
}

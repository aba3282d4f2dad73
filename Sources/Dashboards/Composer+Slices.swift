import Localisation
import Metrics
import Statistics
import Tabular

/// The filter by campus, course and period: key figures of each slice, counted, rounded and suppressed beforehand.
extension Composer {
  /// A slice by the value of its option.
  struct Slice {
    var id: String
    var group: String
    var name: String
    var figures: KeyFigures
  }

  var slices: [Slice] {
    var out: [Slice] = []
    for dimension in [Dimension.campus, .course] {
      guard let split = report.splits.first(where: { $0.dimension == dimension }), split.rows.count > 1 else {
        continue
      }
      for (i, row) in split.rows.prefix(20).enumerated() {
        out.append(
          Slice(
            id: "\(dimension.rawValue)-\(i)",
            group: Phrasebook.text("metrics.dimension." + dimension.rawValue, language),
            name: label(row.label), figures: row.figures))
      }
    }
    for month in report.counts.months.suffix(12).reversed() where month.complete {
      out.append(
        Slice(id: month.period.name, group: say("column.month"), name: name(month.period), figures: month.figures))
    }
    // Outside the house a slice must not give away a smaller rest.
    return audience.isOutside ? [] : out
  }

  func filterTool() -> Markup {
    var out = Markup("<div class=\"filter noprint\" hidden><label for=\"slice\">")
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
    out.append("</optgroup></select> <span>")
    out.append(text: say("filter.note"))
    out.append("</span></div>")
    return out
  }

  /// `{"campus-0":{"active":["128","n=300"],…},…}` for the script.
  func sliceData() -> Markup? {
    let slices = slices
    guard !slices.isEmpty else { return nil }
    var parts: [String] = []
    for slice in slices {
      let f = slice.figures
      var fields: [(String, Told)] = [
        ("active", teller.count(f.active, people: f.active)),
        ("new_enrolled", teller.count(f.newEnrolled, people: f.newEnrolled)),
        ("repurchase", teller.share(f.repeatBuyers, of: f.buyers, people: f.buyers, peopleAbove: f.repeatBuyers)),
        ("lost", teller.share(f.lost, of: f.enrolled, people: f.enrolled, peopleAbove: f.lost)),
        ("nps", npsTold(f)),
      ]
      if audience.seesMoney { fields.append(("revenue", teller.money(cents: f.revenueCents, people: f.buyers))) }
      let entries = fields.map { key, told in
        Escaper.json(key) + ":[" + Escaper.json(told.text) + ","
          + Escaper.json(told.note.isEmpty ? slice.name : told.note) + "]"
      }
      parts.append(Escaper.json(slice.id) + ":{" + entries.joined(separator: ",") + "}")
    }
    return .rendered("{" + parts.joined(separator: ",") + "}")
  }

  private func npsTold(_ f: KeyFigures) -> Told {
    let n = f.nps.n
    let shown = teller.share(f.nps.promoters, of: n, people: f.nps.people, peopleAbove: f.nps.people)
    guard n > 0, shown.plot != nil else {
      return Told(text: n == 0 ? NumberFormatting.missing : "n=\(n)", plot: nil, state: shown.state)
    }
    let score = 100 * Double(f.nps.promoters - f.nps.detractors) / Double(n)
    return Told(text: format.signed(score), plot: score, note: "n=\(format.exact(n))")
  }
}

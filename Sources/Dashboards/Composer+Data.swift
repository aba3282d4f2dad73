import CustomerRecords
import Localisation
import Metrics
import Statistics
import Tabular

/// Data: what was read, what was left out, what every number means, which rules, which version.
extension Composer {
  /// - Parameter sections: the rest of the page, whose definitions are gathered here for print.
  func data(after sections: [PageSection]) -> PageSection {
    var figures = [sources()]
    figures.append(terms(sections))
    return PageSection(id: "data", name: say("section.data"), lead: say("lead.data"), figures: figures)
  }

  private func sources() -> Figure {
    let rows = report.sources
    let read = rows.reduce(0) { $0 + $1.rows }
    let aside = rows.reduce(0) { $0 + $1.setAside }
    let finding =
      aside == 0
      ? say("finding.sources.whole", format.count(read))
      : say("finding.sources", format.count(read), format.count(aside))
    // A partner must not learn file names: they may carry a name.
    let named = !audience.isOutside
    var note = say("note.sources")
    if !report.missing.isEmpty {
      let missing = Set(report.missing.filter { $0.field == nil }.map { say("table." + $0.table.rawValue) }).sorted()
      if !missing.isEmpty { note += say("note.sources.missing", missing.joined(separator: say("comma"))) }
    }
    return Figure(
      id: "data-sources", finding: finding, note: note, span: .full,
      table: DataTable(
        columns: (named ? [.init(say("column.file"), text: true), .init(say("column.sheet"), text: true)] : []) + [
          .init(say("column.kind"), text: true), .init(say("column.rows")), .init(say("column.used")),
          .init(say("column.setAside")),
          .init(say("column.skipped")),
        ] + (named ? [.init("SHA-256", text: true)] : []),
        rows: rows.map { source in
          (named ? [.init(fileName(source.sheet.file)), .init(source.sheet.sheet)] : [])
            + [
              .init(source.kind.map { say("table." + $0.rawValue) } ?? NumberFormatting.missing),
              number(source.rows), number(source.used), number(source.setAside), number(source.skipped),
            ] + (named ? [.init(String(source.digest.prefix(12)))] : [])
        }), tableOpen: true)
  }

  /// The name without its folders: the page says the same wherever the sheets lay.
  private func fileName(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }

  private func number(_ value: Int) -> DataTable.Cell { .init(teller.count(value, people: value)) }

  /// Every definition of the page once, so that a printed page carries them too.
  private func terms(_ sections: [PageSection]) -> Figure {
    var body = Markup("<dl class=\"terms\">")
    var seen: Set<String> = []
    var names: Set<String> = []
    let formula = say("term.formula")
    for section in sections {
      for figure in section.figures {
        for (term, text) in figure.definition where term == formula && seen.insert(text).inserted {
          let (name, meaning) = split(text, otherwise: figure.finding)
          guard names.insert(name).inserted else { continue }
          body.append("<div><dt>")
          body.append(text: name)
          body.append("</dt><dd>")
          body.append(text: meaning)
          body.append("</dd></div>")
        }
      }
    }
    for (term, text) in closing() {
      body.append("<div><dt>")
      body.append(text: term)
      body.append("</dt><dd>")
      body.append(text: text)
      body.append("</dd></div>")
    }
    body.append("</dl>")
    return Figure(
      id: "data-definitions", finding: say("finding.terms"), note: say("note.terms"), span: .full, body: body)
  }

  /// `留存：…`, `Retention: …` give the name and the meaning, `NPS = …` the name and the whole; a definition without
  /// either takes its figure's caption.
  private func split(_ text: String, otherwise: String) -> (String, String) {
    for sign in ["：", ": "] {
      let parts = text.split(separator: sign, maxSplits: 1)
      if parts.count == 2, parts[0].count < 40 { return (String(parts[0]), String(parts[1])) }
    }
    if let sign = text.firstIndex(where: { $0 == "=" || $0 == "＝" }),
      text.distance(from: text.startIndex, to: sign) < 40
    {
      return (String(text[..<sign]).trimmed, text)
    }
    return (otherwise, text)
  }

  private func closing() -> [(String, String)] {
    [
      (
        say("term.smallNumbers"),
        say(
          audience.isOutside ? "smallNumbers.outside" : "smallNumbers.inside", String(teller.shownFrom),
          String(teller.rateFrom), String(teller.firmFrom))
      ),
      (say("term.asOf"), say("asOf.meaning", report.asOf.description)),
      (say("term.rules"), RuleWords.edition(options.rulesDigest, language)),
      (say("term.version"), options.version.isEmpty ? "Rollbook" : "Rollbook " + options.version),
    ]
  }
}

import Charts
import Localisation
import Metrics
import Statistics
import Tabular

/// Statistics: descriptives, correlations, clusters.
extension Composer {
  func statistics() -> PageSection {
    let section = report.statistics
    var figures = figures()
    let filled = section.variables.filter { $0.descriptives.count > 0 && (audience.seesMoney || $0.unit != .money) }
    if filled.isEmpty {
      figures.add("statistics-descriptives") { empty($0, "statistics", finding: say("finding.statistics.none")) }
    } else {
      figures.add("statistics-descriptives") { descriptives($0, filled) }
      if !section.correlations.isEmpty { figures.add("statistics-correlation") { correlations($0) } }
      if let clusters = section.clusters { figures.add("statistics-clusters") { self.clusters($0, clusters) } }
    }
    return PageSection(
      id: "statistics", name: say("section.statistics"), lead: say("lead.statistics"), figures: figures.all)
  }

  func variableName(_ key: String) -> String { Phrasebook.text("metrics.variable." + key, language) }

  private func descriptives(_ id: String, _ rows: [StatisticsSection.Variable]) -> Figure {
    Figure(
      id: id, finding: say("finding.descriptives"), note: say("note.descriptives"), span: .full,
      table: DataTable(
        columns: [
          .init(say("column.variable"), text: true), .init("n"), .init(say("column.missing")),
          .init(say("column.mean")),
          .init(say("column.deviation")), .init(say("column.lowerQuartile")), .init(say("column.median")),
          .init(say("column.upperQuartile")),
        ],
        rows: rows.map { variable in
          let d = variable.descriptives
          func value(_ v: Double?) -> DataTable.Cell {
            let told = teller.amount(v, variable.unit, n: d.count, people: d.count)
            return .init(told)
          }
          return [
            .init(variableName(variable.key)), .init(teller.count(d.count, people: d.count)),
            .init(teller.count(d.missing, people: 0)),
            value(d.mean), value(d.deviation), value(d.lowerQuartile), value(d.median), value(d.upperQuartile),
          ]
        }), tableOpen: true, definition: definition(report.statistics.basis))
  }

  private func correlations(_ id: String) -> Figure {
    let section = report.statistics
    let used = section.variables.indices.filter { v in
      section.correlations.contains { ($0.first == v || $0.second == v) && $0.spearman != nil }
        && (audience.seesMoney || section.variables[v].unit != .money)
    }.prefix(9)
    let names = used.map { variableName(section.variables[$0].key) }
    func pair(_ a: Int, _ b: Int) -> StatisticsSection.Pair? {
      section.correlations.first { ($0.first == a && $0.second == b) || ($0.first == b && $0.second == a) }
    }
    func significant(_ pair: StatisticsSection.Pair) -> Bool { (pair.adjusted ?? 1) < 0.05 }
    let cells = used.map { a in
      used.map { b -> MatrixChart.Cell in
        // One half says it all.
        guard a > b else { return .init(value: nil, text: "") }
        guard let pair = pair(a, b), let r = pair.spearman, r.n >= teller.rateFrom else {
          return .init(value: nil, text: NumberFormatting.missing)
        }
        return .init(value: r.r, text: format.decimal(r.r, places: 2), framed: significant(pair))
      }
    }
    let kept = section.correlations.filter {
      used.contains($0.first) && used.contains($0.second) && ($0.spearman?.n ?? 0) >= teller.rateFrom
    }
    let strongest = kept.filter(significant).max { abs($0.spearman!.r) < abs($1.spearman!.r) }
    let finding =
      strongest.map {
        say(
          $0.spearman!.r > 0 ? "finding.correlation.up" : "finding.correlation.down",
          variableName(section.variables[$0.first].key),
          variableName(section.variables[$0.second].key))
      } ?? say("finding.correlation.none")
    let chart = MatrixChart(
      rows: Array(names.dropFirst()), columns: Array(names.dropLast()),
      cells: cells.dropFirst().map { Array($0.dropLast()) },
      shading: .diverging(reach: 1))
    let wide = used.count > 5
    return Figure(
      id: id, finding: finding, note: say("note.correlation"), span: wide ? .wide : .half,
      chart: Plot(chart, frame(id, "matrix", finding, width: wide ? 630 : 560)),
      chartLabel: scroll(finding),
      table: DataTable(
        columns: [
          .init(say("column.pair"), text: true), .init("Spearman"), .init("Pearson"), .init("n"),
          .init(say("column.adjusted")),
        ],
        rows: kept.map { pair in
          [
            .init(
              variableName(section.variables[pair.first].key) + " × " + variableName(section.variables[pair.second].key)
            ),
            .init(
              pair.spearman.map { format.decimal($0.r, places: 3) } ?? NumberFormatting.missing, value: pair.spearman?.r
            ),
            .init(
              pair.pearson.map { format.decimal($0.r, places: 3) } ?? NumberFormatting.missing, value: pair.pearson?.r),
            .init(format.exact(pair.spearman?.n ?? 0), value: Double(pair.spearman?.n ?? 0)),
            .init(
              pair.adjusted.map { $0 < 0.001 ? "<0.001" : format.decimal($0, places: 3) } ?? NumberFormatting.missing,
              value: pair.adjusted),
          ]
        }), definition: definition(section.basis))
  }

  private func clusters(_ id: String, _ clusters: StatisticsSection.Clusters) -> Figure {
    let names = clusters.features.map { variableName($0) }
    let groups = clusters.profiles.indices.map { i -> String in
      say("cluster", String(i + 1), teller.count(clusters.profiles[i].people, people: clusters.profiles[i].people).text)
    }
    let cells = clusters.profiles.map { profile in
      profile.distances.map { distance -> MatrixChart.Cell in
        teller.count(1, people: profile.people).plot == nil
          ? .init(value: nil, text: NumberFormatting.missing)
          : .init(value: distance, text: format.signed(distance, places: 1))
      }
    }
    let finding = say("finding.clusters", String(clusters.k))
    let chart = MatrixChart(rows: groups, columns: names, cells: cells, shading: .diverging(reach: 2))
    return Figure(
      id: id, finding: finding,
      note: say("note.clusters", format.decimal(clusters.silhouette, places: 2)), span: .narrow,
      chart: Plot(chart, frame(id, "matrix", finding, width: 460)), chartLabel: scroll(finding),
      table: DataTable(
        columns: [.init(say("column.cluster"), text: true), .init(say("column.people"))] + names.map { .init($0) },
        rows: clusters.profiles.indices.map { i in
          let profile = clusters.profiles[i]
          return [
            .init(say("cluster.short", String(i + 1))), .init(teller.count(profile.people, people: profile.people)),
          ]
            + profile.means.map { mean in
              let told = teller.amount(mean, .number, n: profile.people, people: profile.people)
              return .init(told)
            }
        }), definition: definition(report.statistics.basis))
  }
}

import Charts
import Localisation
import Metrics
import Statistics
import Tabular

/// Grading: does an A enrol within its week, how the grades stand, and what each channel brings.
extension Composer {
  func grading() -> PageSection {
    let section = report.grading
    var figures = figures()
    let graded = section.conversion.filter { $0.rate.denominator > 0 || $0.open > 0 }
    if graded.isEmpty, section.plainByGrade.isEmpty, section.distribution.isEmpty {
      figures.add("grading-conversion") { empty($0, "grading", finding: say("finding.grading.none")) }
    }
    if !graded.isEmpty { figures.add("grading-conversion") { conversion($0, graded) } }
    if let plain = section.plain, plain.denominator > 0 {
      figures.add("grading-plain") { id in
        rates(
          id, section.plainByGrade.map { (gradeName($0.label), $0.value) },
          finding: say("finding.plain", teller.rate(plain).text),
          note: say("note.plain"), first: say("column.grade"), reference: plain)
      }
    }
    if section.months.count > 1 {
      figures.add("grading-distribution") { distribution($0) }
    } else if !section.distribution.isEmpty {
      figures.add("grading-standing") { standing($0) }
    }
    if section.agreement.n > 0 { figures.add("grading-agreement") { agreement($0) } }
    if report.counts.channels.count > 1 {
      figures.add("grading-channels") { channels($0) }
      figures.add("grading-channel-table") { channelTable($0) }
    }
    if audience.seesMoney, !report.campaigns.campaigns.isEmpty { figures.add("grading-campaigns") { campaigns($0) } }
    figures.add(lists(of: .grading))
    return PageSection(
      id: "grading", name: say("section.grading"),
      lead: say("lead.grading", say("source." + section.conversionSource.rawValue)),
      figures: figures.all)
  }

  func gradeName(_ grade: String?) -> String { grade.map { say("grade", $0) } ?? say("grade.none") }

  private func conversion(_ id: String, _ rows: [GradingSection.GradeConversion]) -> Figure {
    let promised = rows.filter { $0.promise != nil }
    let named = promised.map { row in (label: say("grade.promise", row.grade, String(row.promise ?? 0)), rate: row.rate)
    }
    let told = named.map { teller.rate($0.rate) }
    let open = rows.reduce(0) { $0 + $1.open }
    let finding =
      zip(promised, told).first { $0.1.plot != nil }.map {
        say("finding.promise", $0.0.grade, $0.1.text, String($0.0.promise ?? 0))
      }
      ?? say("finding.promise.few")
    return rates(
      id, named, finding: finding, note: say("note.promise", teller.count(open, people: open).text),
      first: say("column.grade"))
  }

  private func distribution(_ id: String) -> Figure {
    let rows = Array(report.grading.months.suffix(13))
    var grades: [String] = []
    for row in rows { for grade in row.grades { if let g = grade.label, !grades.contains(g) { grades.append(g) } } }
    grades.sort()
    grades = Array(grades.prefix(4))
    let told = rows.map { row in
      teller.counts(grades.map { g in row.grades.first { $0.label == g }?.value ?? Tally(0, people: 0) })
    }
    let labels = axis(rows.map(\.period))
    let totals: [Int] = rows.map { row in row.grades.reduce(0) { $0 + $1.value.count } }
    var finding = say("finding.distribution.few")
    if let newest = rows.indices.last(where: { rows[$0].complete && totals[$0] >= teller.rateFrom }),
      let best = grades.first
    {
      let count = rows[newest].grades.first { $0.label == best }?.value.count ?? 0
      let share = format.rate(Double(count) / Double(totals[newest]), places: 0)
      finding = say("finding.distribution", name(rows[newest].period), best, share)
    }
    let chart = ColumnChart(
      periods: rows.indices.map { i in
        .init(
          label: labels[i], values: told[i].map(\.plot),
          text: teller.count(totals[i], people: totals[i]).text + (rows[i].complete ? "" : "*"),
          open: !rows[i].complete)
      }, series: grades.map { gradeName($0) }, ticks: .count,
      fills: Array(["q6", "q4", "q2", "q1"].prefix(grades.count)))
    return Figure(
      id: id, finding: finding, note: say("note.distribution"),
      chips: openChip(rows.last?.complete ?? true, .month) + chips(told.flatMap { $0 }),
      chart: Plot(chart, frame(id, "columns", finding)), chartLabel: scroll(finding),
      table: DataTable(
        columns: [.init(say("column.month"), text: true)] + grades.map { .init(gradeName($0)) },
        rows: rows.indices.map { i in
          [.init(rows[i].period.name + (rows[i].complete ? "" : "*"))] + told[i].map { .init($0) }
        }), definition: report.grading.conversion.first.map { definition($0.rate.basis) } ?? [])
  }

  private func standing(_ id: String) -> Figure {
    tallies(
      id, report.grading.distribution.map { (gradeName($0.label), $0.value) },
      finding: say("finding.standing"),
      first: say("column.grade"), second: say("column.people"), basis: report.grading.conversion.first?.rate.basis)
  }

  private func agreement(_ id: String) -> Figure {
    let section = report.grading
    var names: [String] = []
    for cell in section.confusion {
      for g in [cell.proposed, cell.reviewed] where !names.contains(g) { names.append(g) }
    }
    names.sort()
    let highest = Double(section.confusion.map(\.people).max() ?? 1)
    var told: [Told] = []
    let cells = names.map { proposed in
      names.map { reviewed -> MatrixChart.Cell in
        let people = section.confusion.first { $0.proposed == proposed && $0.reviewed == reviewed }?.people ?? 0
        let one = teller.count(people, people: people)
        told.append(one)
        return .init(value: one.plot, text: one.text, framed: proposed == reviewed)
      }
    }
    let share = teller.share(
      section.agreement.equal, of: section.agreement.n, people: section.agreement.n,
      peopleAbove: section.agreement.equal)
    let kappa = section.agreement.kappa.map { format.decimal($0, places: 2) } ?? NumberFormatting.missing
    let finding = share.plot == nil ? say("finding.agreement.few") : say("finding.agreement", share.text)
    let chart = MatrixChart(
      rows: names, columns: names, cells: cells, shading: .sequential(highest: highest),
      axes: (say("proposed"), say("reviewed")))
    return Figure(
      id: id, finding: finding, note: say("note.agreement", kappa), chips: chips(told + [share]),
      chart: Plot(chart, frame(id, "matrix", finding)), chartLabel: scroll(finding),
      table: DataTable(
        columns: [.init(say("proposed") + " \\ " + say("reviewed"), text: true)] + names.map { .init($0) },
        rows: names.indices.map { i in
          [.init(names[i])] + names.indices.map { j in .init(told[i * names.count + j]) }
        }), definition: definition(section.agreementBasis))
  }

  private func channels(_ id: String) -> Figure {
    let converted = report.counts.channels.map { (label: label($0.label), rate: $0.conversion) }
      .sorted { ($0.rate.value ?? -1, $1.label) > ($1.rate.value ?? -1, $0.label) }
    return rates(
      id, Array(converted.prefix(10)), finding: extreme("conversion", converted, worstHigh: false),
      note: say("note.channels"), first: say("column.channel"))
  }

  private func channelTable(_ id: String) -> Figure {
    let rows = report.counts.channels
    let money = audience.seesMoney
    var told: [Told] = []
    let table = DataTable(
      columns: [
        .init(say("column.channel"), text: true), .init(say("column.customers")), .init(say("column.conversion")),
        .init(say("column.lostShare")),
      ]
        + (money ? [.init(say("column.revenue")), .init(say("column.cost")), .init(say("column.costPer"))] : []),
      rows: rows.map { row in
        let conversion = teller.rate(row.conversion)
        let lost = teller.rate(row.lostShare)
        told += [conversion, lost]
        return [
          .init(label(row.label)), .init(teller.count(row.customers, people: row.customers)),
          .init(conversion),
          .init(lost),
        ]
          + (money
            ? [teller.amount(row.revenue), teller.amount(row.cost), teller.amount(row.costPerEnrolled)].map {
              .init($0)
            }
            : [])
      })
    return Figure(
      id: id, finding: rows.first.map { say("finding.channels", label($0.label)) } ?? say("finding.channels.none"),
      note: say("note.channelTable"), chips: chips(told), table: table, tableOpen: true,
      definition: rows.first.map { definition($0.conversion.basis) } ?? [])
  }

  private func campaigns(_ id: String) -> Figure {
    let section = report.campaigns
    let rows = section.campaigns.prefix(30)
    let new = teller.amount(section.costOfNew)
    let keep = teller.amount(section.costOfKeeping)
    let finding =
      new.plot != nil && keep.plot != nil
      ? say("finding.campaigns", new.text, keep.text) : say("finding.campaigns.plain")
    return Figure(
      id: id, finding: finding, note: say("note.campaigns"), span: .full,
      table: DataTable(
        columns: [
          .init(say("column.campaign"), text: true), .init(say("column.cost")), .init(say("column.customers")),
          .init(say("column.enrolled")), .init(say("column.costPer")), .init(say("column.revenue")),
          .init(say("column.returns")),
        ],
        rows: rows.map { row in
          let enrolled = teller.rate(row.enrolled)
          let cost = teller.amount(row.cost, .money, n: row.customers, people: 0)
          let per = teller.amount(row.costPerEnrolled, .money, n: row.customers, people: row.customers)
          return [
            .init(label(row.label)), .init(cost),
            .init(teller.count(row.customers, people: row.customers)),
            .init(enrolled), .init(per),
            .init(teller.money(cents: row.revenueCents, people: row.customers)),
            .init(row.returns.map { format.decimal($0) } ?? NumberFormatting.missing, value: row.returns),
          ]
        }, cut: section.campaigns.count - rows.count), tableOpen: true, definition: definition(section.costOfNew.basis))
  }
}

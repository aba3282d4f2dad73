package import CustomerRecords
package import DecisionTables
import Grading
package import Localisation
package import Loyalty
package import Tabular

extension Table.Named {
  /// A derived column under a phrase: header `key`, field `table.id`.
  static func made(
    _ table: String, _ id: String, _ column: Column, _ language: Language, lineage: FieldSet = FieldSet(.normal)
  ) -> Table.Named {
    var column = column
    if column.lineage.isEmpty { column.lineage = lineage }
    return Table.Named(
      header: Phrasebook.text("\(table).\(id)", language), field: FieldID(table, id), column: column)
  }
}

extension Standing {
  /// Tier and points columns for the graded sheet, by customer row.
  package func extraColumns(catalogue: VariableCatalogue, language: Language) -> [Table.Named] {
    let words = ReasonWords(catalogue)
    let rows = 0..<grading.count
    let reasons = rows.map { row -> String? in
      let sentence = words.sentence(tiers.earned.reason(row, tierColumns), language)
      guard tiers.graceUntil[row] != Day.missing else { return sentence }
      return sentence + " "
        + Phrasebook.text("story.grace", language, [Day(rawValue: tiers.graceUntil[row]).description])
    }
    let next = rows.map { row -> String? in
      guard let missing = tiers.missing[row] else { return nil }
      return words.value(missing.tier, of: "tiers", language) + " (" + (gaps(row, words, language) ?? "") + ")"
    }
    return [
      .made(
        "graded", "tier", .texts(rows.map { row in tiers.held[row].map { words.value($0, of: "tiers", language) } }),
        language),
      .made("graded", "tier_reason", .texts(reasons), language), .made("graded", "next_tier", .texts(next), language),
      .made("graded", "points", .numbers(points.balance.map { Double($0) }), language),
    ]
  }
}

extension Standing {
  /// What a customer still lacks for the next tier: `窗口消费 3200, 窗口转介绍人数 1`.
  func gaps(_ row: Int, _ words: ReasonWords, _ language: Language) -> String? {
    guard let missing = tiers.missing[row] else { return nil }
    return missing.conditions.filter { $0.have < $0.need }.map {
      words.name($0.variable, language) + " " + RuleValue.decimal($0.need - $0.have)
    }.joined(separator: language == .zh ? "，" : ", ")
  }
}

extension Commission {
  /// The lines as a sheet that finance can check: every line with its base, rate, rule and source row.
  package func sheet(_ records: Records, language: Language) -> Table {
    func source(_ field: String) -> [String?] {
      let view = records.enrolments.texts(field)
      return lines.map { $0.enrolment < 0 ? nil : view[Int($0.enrolment)] }
    }
    let ids = records.customers.texts("customer_id")
    func money(_ value: (Line) -> Int64) -> Column {
      .numbers(lines.map { Double(value($0)) / 100 }, format: "#,##0.00")
    }
    let columns: [Table.Named] = [
      .init(header: "", field: "enrolments.sales_rep", column: .texts(lines.map(\.representative))),
      .made("commission", "month", .texts(lines.map { Commission.name(ofMonth: $0.month) }), language),
      .made(
        "commission", "kind", .texts(lines.map { Phrasebook.text("commission.kind.\($0.kind)", language) }), language),
      .made(
        "commission", "customer", .texts(lines.map { $0.customer < 0 ? nil : ids[Int($0.customer)] }), language,
        lineage: FieldSet(.link)),
      .made("commission", "enrolment", .texts(source("enrolment_id")), language),
      .made("commission", "course", .texts(source("course")), language),
      .made("commission", "base", money(\.base), language),
      .made("commission", "rate", .numbers(lines.map { $0.base == 0 ? nil : $0.rate }, format: "0.0%"), language),
      .made("commission", "rule", .texts(lines.map(\.rule)), language),
      .made("commission", "amount", money(\.cents), language),
      .made(
        "commission", "source",
        .texts(
          lines.map { line in
            line.enrolment < 0
              ? nil : SourceCell(.enrolments, "amount", line.enrolment).place(in: records).named(in: records)
          }), language),
    ]
    return Table(name: Phrasebook.text("commission.sheet", language), columns: columns, rowCount: lines.count)
  }

  /// Totals by representative and month.
  package func totalsSheet(language: Language) -> Table {
    func money(_ value: (Total) -> Int64) -> Column {
      .numbers(totals.map { Double(value($0)) / 100 }, format: "#,##0.00")
    }
    let columns: [Table.Named] = [
      .init(header: "", field: "enrolments.sales_rep", column: .texts(totals.map(\.representative))),
      .made("commission", "month", .texts(totals.map { Commission.name(ofMonth: $0.month) }), language),
      .made("commission", "enrolments", .numbers(totals.map { Double($0.enrolments) }), language),
      .made("commission", "base", money(\.base), language), .made("commission", "earned", money(\.earned), language),
      .made("commission", "taken_back", money(\.takenBack), language),
      .made("commission", "extras", money(\.extras), language), .made("commission", "amount", money(\.cents), language),
    ]
    return Table(name: Phrasebook.text("commission.totals", language), columns: columns, rowCount: totals.count)
  }
}

extension PointsLedger {
  /// The ledger as a sheet, manual rows marked.
  package func sheet(_ records: Records, language: Language) -> Table {
    let ids = records.customers.texts("customer_id")
    let columns: [Table.Named] = [
      .made(
        "ledger", "customer", .texts(rows.map { ids[Int($0.customer)] }), language, lineage: FieldSet(.link)),
      .made("ledger", "account", .texts(rows.map { ids[Int($0.account)] }), language, lineage: FieldSet(.link)),
      .made("ledger", "date", .days(rows.map(\.day)), language),
      .made("ledger", "event", .texts(rows.map(\.event)), language),
      .made("ledger", "kind", .texts(rows.map { Phrasebook.text("ledger.kind.\($0.kind)", language) }), language),
      .made("ledger", "points", .numbers(rows.map { Double($0.points) }), language),
      .made("ledger", "expires", .days(rows.map(\.expiresOn)), language),
      .made("ledger", "balance", .numbers(rows.map { Double($0.balance) }), language),
      .made("ledger", "shortfall", .numbers(rows.map { $0.shortfall > 0 ? Double($0.shortfall) : nil }), language),
      .made("ledger", "origin", .texts(rows.map { origin($0, records, language) }), language),
    ]
    return Table(name: Phrasebook.text("ledger.sheet", language), columns: columns, rowCount: rows.count)
  }

  private func origin(_ row: Row, _ records: Records, _ language: Language) -> String {
    switch row.origin {
    case .manual(let at):
      let place = SourceCell(.points, "points", at).place(in: records).named(in: records)
      return Phrasebook.text("ledger.origin.manual", language, [place])
    case .rule(let numbers, let table, let at):
      let field = table == .enrolments ? "amount" : table == .visits ? "visit_type" : "referrer"
      let place = SourceCell(table, field, at).place(in: records).named(in: records)
      return Phrasebook.text("ledger.origin.rule", language, [numbers.joined(separator: ","), place])
    case .lapse: return Phrasebook.text("ledger.origin.lapse", language)
    }
  }
}

extension Place {
  /// `报名记录!I17`, as formulas write it.
  package func named(in records: Records) -> String {
    guard records.sources.indices.contains(Int(source)) else { return address }
    return records.sources[Int(source)].sheet.sheet + "!" + address
  }
}

extension Commission {
  /// Lines and totals as sheets whose rows are the representatives'.
  package func outcomes(_ records: Records, language: Language) -> [OutcomeSheet] {
    [
      OutcomeSheet(table: sheet(records, language: language), subject: .staff(lines.map(\.representative))),
      OutcomeSheet(table: totalsSheet(language: language), subject: .staff(totals.map(\.representative))),
    ]
  }
}

extension PointsLedger {
  /// The ledger as a sheet whose rows are the customers'.
  package func outcome(_ records: Records, language: Language) -> OutcomeSheet {
    OutcomeSheet(table: sheet(records, language: language), subject: .customers(rows.map(\.customer)))
  }
}

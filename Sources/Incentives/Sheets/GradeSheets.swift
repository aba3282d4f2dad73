package import CustomerRecords
package import DecisionTables
package import Grading
package import Localisation
import Statistics
package import Tabular

/// Sheets about the grades: how far people and rules agree, how grades moved, and what moved them (R4.2).
package struct GradeSheets: Sendable {
  private let grading: GradingResult
  private let records: Records
  private let language: Language

  package init(_ grading: GradingResult, _ records: Records, _ language: Language) {
    self.grading = grading
    self.records = records
    self.language = language
  }

  /// Share of equal verdicts and Cohen's κ, in the house and by representative.
  package var agreement: OutcomeSheet {
    let verdicts = [
      ("proposed_reviewed", grading.proposed, grading.reviewed),
      ("proposed_computed", grading.proposed, grading.intent.labels),
      ("reviewed_computed", grading.reviewed, grading.intent.labels),
    ]
    let proposers = grading.people.map { grading.whoProposed(Int($0), records) }
    let names = Set(proposers.compactMap { $0 }).sorted()
    var rows: [(what: String, who: String?, agreement: Agreement)] = []
    for (what, a, b) in verdicts {
      let house = grading.agreement(a, b)
      if house.n > 0 { rows.append((what, nil, house)) }
    }
    for (what, a, b) in verdicts.prefix(2) {
      for name in names {
        let own = zip(grading.people, proposers).filter { $0.1 == name }.map(\.0)
        let agreement = grading.agreement(a, b, among: own)
        if agreement.n > 0 { rows.append((what, name, agreement)) }
      }
    }
    var maker = SheetMaker("agreement", records, language)
    maker.text("verdicts", rows.map { maker.word("verdicts.\($0.what)") })
    maker.staff(rows.map(\.who))
    maker.count("people", rows.map(\.agreement.n))
    maker.count("equal", rows.map(\.agreement.equal))
    maker.share("share", rows.map(\.agreement.share))
    maker.number("kappa", rows.map(\.agreement.kappa), format: "0.00")
    return maker.sheet(.staff(rows.map(\.who)))
  }

  /// Every grade the visit log gave, with the days spent in it and the visit that moved it.
  package var history: OutcomeSheet {
    let history = grading.history
    let entries = history.entries
    let visits = entries.map(\.visit)
    var last = [Bool](repeating: true, count: entries.count)
    for i in entries.indices.dropLast() where entries[i + 1].person == entries[i].person { last[i] = false }
    var maker = SheetMaker("history", records, language)
    maker.customers(entries.map(\.person))
    maker.text("grade", entries.map { history.names[Int($0.grade)] })
    maker.day("since", entries.map(\.day))
    maker.day("until", entries.indices.map { last[$0] ? nil : entries[$0].day.advanced(by: entries[$0].days) })
    maker.count("days", entries.map(\.days))
    maker.text("before", entries.map { $0.before < 0 ? nil : history.names[Int($0.before)] })
    maker.text(
      "direction",
      entries.map { $0.before < 0 ? nil : maker.word($0.grade < $0.before ? "direction.up" : "direction.down") })
    for field in ["staff", "visit_type", "outcome"] { maker.source(.visits, field, visits) }
    maker.cells("cell", visits.map { SourceCell(.visits, "intent", $0) })
    return maker.sheet(.customers(entries.map(\.person)))
  }

  /// Grades that are others than in a former result, what moved them, and the cells that say so.
  package func changes(_ changes: [GradeChange], since day: Day?, catalogue: VariableCatalogue) -> OutcomeSheet {
    let words = ReasonWords(catalogue)
    var maker = SheetMaker("moved", records, language)
    maker.customers(changes.map(\.person))
    maker.text("from", changes.map(\.from))
    maker.text("to", changes.map(\.to))
    maker.text("direction", changes.map { maker.word($0.isPromotion ? "direction.up" : "direction.down") })
    let lineage = GradedSheet.lineage(grading.intent.table, catalogue)
    maker.text("cause", changes.map { $0.sentence(words, language) }, lineage: lineage)
    maker.text(
      "cells",
      changes.map { change in
        let cells = change.causes.flatMap { grading.evidence.sources($0.variable, Int(change.person), in: records) }
        var seen: [String] = []
        for cell in cells.map({ $0.place(in: records).named(in: records) }) where !seen.contains(cell) {
          seen.append(cell)
        }
        return seen.isEmpty ? nil : seen.joined(separator: " ")
      })
    maker.text("rule", changes.map { grading.intent.ruleNumber(Int($0.person)) })
    var sheet = maker.sheet(.customers(changes.map(\.person)))
    sheet.title = day.map { maker.word("since", $0.description, grading.asOf.description) }
    return sheet
  }
}

extension GradingResult {
  /// Who proposed a customer's grade, as the sheet has the name.
  func whoProposed(_ row: Int, _ records: Records) -> String? {
    let by = proposedBy[row]
    return by.row < 0 ? nil : records[by.table].texts(by.whoField)[Int(by.row)]
  }
}

package import CustomerRecords
import DecisionTables
package import Grading
package import Localisation
import Statistics
package import Tabular

extension Supervision {
  /// What the inspector fills in, by column id.
  package static let checks = ["record_complete", "grade_right", "follow_up_done"]

  /// The sample as a sheet: who, what was said, and empty columns for the inspector. The title names the seed, with
  /// which anybody can draw the same sample again.
  package func sheet(_ records: Records, grading: GradingResult, language: Language) -> OutcomeSheet {
    var maker = SheetMaker("supervision", records, language)
    maker.customers(sample)
    maker.text("proposed", sample.map { grading.proposed[Int($0)] })
    maker.text("computed", sample.map { grading.intent[Int($0)] })
    maker.text("reviewed", sample.map { grading.reviewed[Int($0)] })
    let empty = [String?](repeating: nil, count: sample.count)
    for id in Supervision.checks + ["inspector", "inspected_on", "remark"] { maker.text(id, empty) }
    var sheet = maker.sheet(.customers(sample))
    sheet.title = maker.word("title", String(seed), String(sample.count), records.asOf.description)
    let checks = Supervision.checks.map { FieldID("supervision", $0) }
    sheet.inputs = Set(checks + ["supervision.inspector", "supervision.inspected_on", "supervision.remark"])
    let words = [Phrasebook.text("word.yes", language), Phrasebook.text("word.no", language)]
    for check in checks { sheet.choices[check] = words }
    return sheet
  }

  /// The exception list: what stands out, in which cell, who answers for it.
  package func exceptionSheet(_ records: Records, language: Language) -> OutcomeSheet {
    let people = exceptions.map(\.person)
    let owner = records.customers.texts("owner")
    var maker = SheetMaker("exceptions", records, language)
    maker.text(
      "exception", exceptions.map { Phrasebook.text("supervision.exception.\($0.exception.rawValue)", language) })
    maker.customers(people)
    maker.staff(exceptions.map { $0.staff ?? ($0.person < 0 ? nil : owner[Int($0.person)]) }, "visits.staff")
    maker.count("days", exceptions.map(\.days))
    maker.cells("cell", exceptions.map { $0.cell })
    return maker.sheet(.customers(people))
  }

  /// How many of each kind each member of staff has to answer for.
  package func exceptionCounts(_ records: Records, language: Language) -> OutcomeSheet {
    let owner = records.customers.texts("owner")
    var counts: [String: [Int]] = [:]
    for one in exceptions {
      guard let name = one.staff ?? (one.person < 0 ? nil : owner[Int(one.person)]),
        let at = Exception.allCases.firstIndex(of: one.exception)
      else { continue }
      counts[name, default: Array(repeating: 0, count: Exception.allCases.count)][at] += 1
    }
    let names = counts.keys.sorted()
    var maker = SheetMaker("conductcounts", records, language)
    maker.staff(names.map { $0 }, "visits.staff")
    for (at, exception) in Exception.allCases.enumerated() where exception != .noOwner {
      maker.count(exception.rawValue, names.map { counts[$0]?[at] })
    }
    return maker.sheet(.staff(names.map { $0 }))
  }

  /// How a filled-in sheet came out.
  package struct Verdict: Sendable, Equatable {
    /// `record_complete`, `grade_right`, `follow_up_done`.
    package let check: String
    package let yes: Int
    package let no: Int
    package let open: Int
    /// Addresses of the cells that say no, and the customers of their rows as the sheet names them.
    package let failed: [String]
    package let customers: [String]
    /// Of those looked at.
    package var share: Double? { yes + no == 0 ? nil : Double(yes) / Double(yes + no) }

    /// Samples of several inspectors together, check by check.
    package static func sum(_ a: [Verdict], _ b: [Verdict]) -> [Verdict] {
      checks.compactMap { check in
        let both = (a + b).filter { $0.check == check }
        if both.isEmpty { return nil }
        return Verdict(
          check: check, yes: both.reduce(0) { $0 + $1.yes }, no: both.reduce(0) { $0 + $1.no },
          open: both.reduce(0) { $0 + $1.open }, failed: both.flatMap(\.failed), customers: both.flatMap(\.customers))
      }
    }
  }

  /// Reads a sample sheet back, in either language, with or without a title above the header; cells that say neither
  /// yes nor no are still open. Empty where the sheet is no such sample.
  package static func read(_ grid: Grid) -> [Verdict] {
    func titles(_ check: String) -> [String] {
      Language.allCases.map { Phrasebook.text("supervision.\(check)", $0) }
    }
    func column(_ row: Int, _ names: [String]) -> Int? {
      grid.rows[row].cells.indices.first { names.contains(grid.text(row, $0)) }
    }
    guard let header = grid.rows.indices.prefix(5).first(where: { column($0, checks.flatMap(titles)) != nil }) else {
      return []
    }
    let id = column(header, ["客户编号", "customer id", "Customer id"]) ?? 0
    return checks.compactMap { check in
      guard let column = column(header, titles(check)) else { return nil }
      var (yes, no, open): (Int, Int, Int) = (0, 0, 0)
      var (failed, customers): ([String], [String]) = ([], [])
      for row in grid.rows.indices.dropFirst(header + 1) {
        switch grid.text(row, column).lowercased() {
        case "是", "yes", "y", "√", "✓", "true", "合格", "1": yes += 1
        case "否", "no", "n", "×", "✗", "false", "不合格", "0":
          no += 1
          failed.append(grid.address(row, column))
          customers.append(grid.text(row, id))
        default: open += 1
        }
      }
      return Verdict(check: check, yes: yes, no: no, open: open, failed: failed, customers: customers)
    }
  }

  /// What the inspectors found, with the interval a sample of that size leaves.
  package static func verdictSheet(_ verdicts: [Verdict], _ records: Records, language: Language) -> OutcomeSheet {
    let intervals = verdicts.map { Proportion.wilson($0.yes, of: $0.yes + $0.no) }
    var maker = SheetMaker("verdicts", records, language)
    maker.text("check", verdicts.map { Phrasebook.text("supervision.\($0.check)", language) })
    maker.count("yes", verdicts.map { $0.yes })
    maker.count("no", verdicts.map { $0.no })
    maker.count("open", verdicts.map { $0.open })
    maker.share("share", verdicts.map(\.share))
    maker.share("low", intervals.map { $0?.low })
    maker.share("high", intervals.map { $0?.high })
    maker.text("cells", verdicts.map { $0.failed.isEmpty ? nil : $0.failed.joined(separator: " ") })
    maker.text(
      "customers", verdicts.map { $0.customers.isEmpty ? nil : $0.customers.joined(separator: " ") },
      lineage: FieldSet(.link))
    return maker.sheet(.staff(verdicts.map { _ in nil }))
  }
}

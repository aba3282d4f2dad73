package import CustomerRecords
import Grading
package import Localisation
import Statistics
package import Tabular

/// Sheets about the people who grade and sell: bonuses, honesty, penalties and rewards (R4.7).
package struct ConductSheets: Sendable {
  private let records: Records
  private let language: Language

  package init(_ records: Records, _ language: Language) {
    self.records = records
    self.language = language
  }

  package func bonuses(_ bonuses: [Bonus], period: ClosedRange<Day>, before: ClosedRange<Day>) -> OutcomeSheet {
    let names = bonuses.map { Optional($0.representative) }
    var maker = SheetMaker("bonus", records, language)
    maker.staff(names)
    maker.text("measure", bonuses.map { maker.word("measure.\($0.measure.rawValue)") })
    for (id, share) in [("before", \Bonus.before), ("now", \Bonus.now)] {
      maker.count(id + "_n", bonuses.map { $0[keyPath: share].n })
      maker.count(id + "_hits", bonuses.map { $0[keyPath: share].hits })
      maker.share(id + "_rate", bonuses.map { $0[keyPath: share].rate })
    }
    maker.share("gain", bonuses.map { one in one.now.rate.flatMap { now in one.before.rate.map { now - $0 } } })
    maker.text("earned", bonuses.map { Phrasebook.text($0.isEarned ? "word.yes" : "word.no", language) })
    maker.money("amount", bonuses.map { $0.cents }, lineage: FieldSet(.sensitive))
    var sheet = maker.sheet(.staff(names))
    sheet.title = maker.word(
      "periods", period.lowerBound.description, period.upperBound.description, before.lowerBound.description,
      before.upperBound.description)
    return sheet
  }

  package func honesty(_ honesty: Honesty) -> OutcomeSheet {
    let rows = honesty.rows
    let names = rows.map { Optional($0.representative) }
    var maker = SheetMaker("honesty", records, language)
    maker.staff(names)
    maker.text("grade", rows.map(\.grade))
    maker.count("promise", rows.map { $0.promise })
    maker.count("n", rows.map { $0.n })
    maker.count("kept", rows.map { $0.kept })
    maker.share("rate", rows.map(\.rate))
    maker.share("low", rows.map { $0.interval?.low })
    maker.share("high", rows.map { $0.interval?.high })
    maker.share("others", rows.map(\.othersRate))
    maker.count("others_n", rows.map { $0.othersN })
    maker.count("open", rows.map { $0.open })
    maker.text("flag", rows.map { $0.isFlagged ? maker.word("flagged") : nil })
    return maker.sheet(.staff(names))
  }

  /// Penalties for downgrades and complaints after a missed visit, rewards for suggestions that proved themselves.
  package func conduct(_ conduct: Conduct) -> OutcomeSheet {
    let (down, up) = (conduct.penalties, conduct.rewards)
    let names = down.map(\.representative) + up.map(\.representative)
    let owners = records.customerRow(of: .visits)
    let customers = down.map(\.person) + up.map { owners[Int($0.visit)] }
    let none = [Day?](repeating: nil, count: up.count)
    var maker = SheetMaker("conduct", records, language)
    maker.staff(names, "visits.staff")
    maker.text(
      "kind",
      down.map { maker.word("kind.\($0.cause.rawValue)") }
        + up.map { maker.word($0.isProven ? "kind.proven" : "kind.unproven") })
    maker.customers(customers, ["customer_id"])
    maker.day("missed", down.map { $0.missed } + none)
    maker.day("on", down.map { $0.on } + up.map(\.adopted))
    let blank = [Double?](repeating: nil, count: down.count)
    maker.share("before", blank + up.map(\.before.rate))
    maker.share("after", blank + up.map(\.after.rate))
    maker.money("amount", down.map { $0.cents } + up.map { $0.cents }, lineage: FieldSet(.sensitive))
    maker.cells("cell", down.map { $0.cell } + up.map { SourceCell(.visits, "solved_on", $0.visit) })
    return maker.sheet(.staff(names))
  }
}

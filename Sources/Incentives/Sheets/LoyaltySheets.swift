package import CustomerRecords
package import DecisionTables
import Grading
package import Localisation
package import Loyalty
import Tabular

/// Sheets about tiers, points and referrals (R4.4–R4.6).
package struct LoyaltySheets: Sendable {
  private let standing: Standing
  private let records: Records
  private let catalogue: VariableCatalogue
  private let language: Language

  package init(_ standing: Standing, _ records: Records, _ catalogue: VariableCatalogue, _ language: Language) {
    self.standing = standing
    self.records = records
    self.catalogue = catalogue
    self.language = language
  }

  private var words: ReasonWords { ReasonWords(catalogue) }
  private func tier(_ name: String) -> String { words.value(name, of: "tiers", language) }

  /// Every customer's tier with its benefits, what it rests on, and what is missing for the next one.
  package func tiers(_ benefits: Benefits, settings: Settings) -> OutcomeSheet {
    let tiers = standing.tiers
    let people = standing.grading.people
    let near = Set(tiers.near(settings))
    func each<T>(_ value: (Int) -> T) -> [T] { people.map { value(Int($0)) } }
    var maker = SheetMaker("tiers", records, language)
    maker.customers(people)
    maker.text("tier", each { tiers.held[$0].map(tier) })
    maker.text("benefits", each { tiers.held[$0].flatMap { benefits.text($0, language) } })
    maker.text("earned", each { tiers.earned[$0].map(tier) })
    maker.day("grace", each { tiers.graceUntil[$0] == Day.missing ? nil : Day(rawValue: tiers.graceUntil[$0]) })
    maker.number("spend", each { tiers.spend[$0] }, format: "#,##0.00")
    maker.number("purchases", each { tiers.purchases[$0] })
    maker.number("referrals", each { tiers.referrals[$0] })
    maker.text("rule", each { tiers.earned.ruleNumber($0) })
    maker.text("next", each { tiers.missing[$0].map { tier($0.tier) } })
    maker.text("missing", each { standing.gaps($0, words, language) })
    maker.share("reached", each { tiers.missing[$0]?.share })
    maker.text("near", each { near.contains(Int32($0)) ? Phrasebook.text("word.yes", language) : nil })
    return maker.sheet(.customers(people))
  }

  /// Promotions and demotions between two days.
  package func moves(since former: TierResult) -> OutcomeSheet {
    let moves = standing.tiers.moves(since: former, family: records.family)
    var maker = SheetMaker("tiermoves", records, language)
    maker.customers(moves.map(\.person))
    maker.text("from", moves.map { tier($0.from) })
    maker.text("to", moves.map { tier($0.to) })
    maker.text("direction", moves.map { maker.word($0.isPromotion ? "direction.up" : "direction.down") })
    maker.text(
      "reason",
      moves.map { words.sentence(standing.tiers.earned.reason(Int($0.person), standing.tierColumns), language) }
    )
    var sheet = maker.sheet(.customers(moves.map(\.person)))
    sheet.title = maker.word("between", former.asOf.description, standing.tiers.asOf.description)
    return sheet
  }

  /// Issued, used, expired, left, by account.
  package var balances: OutcomeSheet {
    let ledger = standing.points
    var (accounts, sums): ([Int32], [[Int]]) = ([], [])
    for row in ledger.rows {
      if accounts.last != row.account {
        accounts.append(row.account)
        sums.append([0, 0, 0, 0])
      }
      sums[sums.count - 1][Int(row.kind.rawValue)] += row.points
    }
    var next: [Int32: PointsLedger.Open] = [:]
    for open in ledger.open where next[open.account] == nil { next[open.account] = open }
    var maker = SheetMaker("balances", records, language)
    maker.customers(accounts)
    func sum(_ kind: PointsLedger.Kind, _ sign: Int) -> [Int?] { sums.map { $0[Int(kind.rawValue)] * sign } }
    maker.count("issued", sum(.granted, 1))
    maker.count("used", sum(.redeemed, -1))
    maker.count("expired", sum(.expired, -1))
    maker.count("adjusted", sum(.adjusted, 1))
    maker.count("balance", accounts.map { ledger.balance[Int($0)] })
    maker.day("expiring_on", accounts.map { next[$0]?.expiresOn })
    maker.count("expiring", accounts.map { next[$0]?.points })
    return maker.sheet(.customers(accounts))
  }

  /// What was issued and used by event, and what is still owed.
  package var pointsSummary: OutcomeSheet {
    let ledger = standing.points
    var counts: [String: (kind: PointsLedger.Kind, event: String, entries: Int, points: Int)] = [:]
    for row in ledger.rows {
      let key = "\(row.kind.rawValue)\u{1}\(row.event)"
      counts[key, default: (row.kind, row.event, 0, 0)].entries += 1
      counts[key]?.points += row.points
    }
    typealias Line = (kind: String, event: String?, entries: Int?, points: Int)
    var lines: [Line] = counts.keys.sorted().compactMap { counts[$0] }.map {
      (Phrasebook.text("ledger.kind.\($0.kind)", language), $0.event, $0.entries, $0.points)
    }
    var maker = SheetMaker("points", records, language)
    let totals = [
      ("issued", ledger.issued), ("used", -ledger.redeemed), ("expired", -ledger.expired),
      ("adjusted", ledger.adjusted), ("outstanding", ledger.outstanding),
    ]
    lines += totals.map { (maker.word("total.\($0.0)"), nil, nil, $0.1) }
    maker.text("kind", lines.map(\.kind))
    maker.text("event", lines.map(\.event))
    maker.count("entries", lines.map(\.entries))
    maker.count("points", lines.map(\.points))
    maker.number(
      "worth", lines.indices.map { $0 == lines.count - 1 ? ledger.liability : nil }, format: "#,##0.00")
    return maker.sheet(.staff(lines.map { _ in nil }))
  }

  /// Rewards for having brought somebody who paid: granted, due, overdue, still waiting.
  package func rewards(_ rewards: [ReferralReward]) -> OutcomeSheet {
    let referrers = rewards.map(\.referrer)
    let ids = records.customers.texts("customer_id")
    var maker = SheetMaker("rewards", records, language)
    maker.customers(referrers, ["customer_id", "name"])
    maker.text("referred", rewards.map { ids[Int($0.referred)] }, lineage: FieldSet(.link))
    maker.day("paid_on", rewards.map(\.paidOn))
    maker.day("due_by", rewards.map(\.dueBy))
    maker.number("amount", rewards.map { $0.amount }, format: "#,##0.00")
    maker.text("status", rewards.map { maker.word("status.\($0.status)") })
    maker.cells(
      "cell",
      rewards.map {
        $0.granted >= 0 ? SourceCell(.points, "points", $0.granted) : SourceCell(.customers, "referrer", $0.referred)
      })
    return maker.sheet(.customers(referrers))
  }

  /// People with others behind them, by the money that came through them.
  package var influence: OutcomeSheet {
    let referrals = standing.referrals
    let people = standing.grading.people.filter { referrals.descendants[Int($0)] > 0 }.sorted { a, b in
      (-referrals.revenueBehind[Int(a)], -referrals.descendants[Int(a)], a)
        < (-referrals.revenueBehind[Int(b)], -referrals.descendants[Int(b)], b)
    }
    func each<T>(_ value: (Int) -> T) -> [T] { people.map { value(Int($0)) } }
    var maker = SheetMaker("influence", records, language)
    maker.customers(people)
    maker.count("direct", each { Int(referrals.direct[$0]) })
    maker.count("enrolled", each { Int(referrals.directEnrolled[$0]) })
    maker.count("descendants", each { Int(referrals.descendants[$0]) })
    maker.money("revenue", each { referrals.revenueBehind[$0] })
    maker.count("depth", each { Int(referrals.depth[$0]) })
    return maker.sheet(.customers(people))
  }
}

package import CustomerRecords
import DecisionTables
package import Localisation
import Statistics
package import Tabular

/// Sheets about what to do for customers next: entitlements, next courses, groups along which word of mouth runs
/// (R1.8, R4.9, R4.10).
package struct CareSheets: Sendable {
  private let people: [Int32]
  private let records: Records
  private let language: Language

  package init(_ people: [Int32], _ records: Records, _ language: Language) {
    self.people = people
    self.records = records
    self.language = language
  }

  package func entitlements(_ entitlements: Entitlements, _ columns: [String: Column]) -> OutcomeSheet {
    var rows: [(person: Int32, claim: Entitlements.Claim)] = []
    for person in people { for claim in entitlements.claims[Int(person)] { rows.append((person, claim)) } }
    let owners = rows.map(\.person)
    func text(_ variable: String) -> [String?] {
      owners.map { if case .text(let text)? = columns[variable]?.cell(Int($0)) { text } else { nil } }
    }
    var maker = SheetMaker("claims", records, language)
    maker.customers(owners)
    maker.text("intent", text("intent"))
    maker.text("tier", text("tier"))
    maker.text("claim", rows.map { $0.claim.text(language) })
    maker.count("days", rows.map(\.claim.days))
    maker.text("rule", rows.map(\.claim.rule))
    return maker.sheet(.customers(owners))
  }

  /// A row for each recommendation, the table's first, then what similar customers took, with its counts.
  package func nextCourses(_ next: NextCourse) -> OutcomeSheet {
    var rows: [(person: Int32, course: String, rule: String?, pair: NextCourse.Pair?)] = []
    for person in people {
      for one in next.byTable[Int(person)] {
        rows.append((person, language == .zh || one.english.isEmpty ? one.course : one.english, one.rule, nil))
      }
      for at in next.byOthers[Int(person)].prefix(3) { rows.append((person, next.pairs[at].to, nil, next.pairs[at])) }
    }
    let owners = rows.map(\.person)
    var maker = SheetMaker("next", records, language)
    maker.customers(owners)
    maker.text("course", rows.map(\.course))
    maker.text("why", rows.map { maker.word($0.rule == nil ? "why.others" : "why.table") })
    maker.text("rule", rows.map(\.rule))
    maker.text("last", rows.map { $0.pair?.from })
    maker.count("both", rows.map { $0.pair?.both })
    maker.count("buyers", rows.map { $0.pair?.first })
    maker.number("lift", rows.map { $0.pair?.lift }, format: "0.00")
    return maker.sheet(.customers(owners))
  }

  /// Courses that go together, with counts; none below the small-number limit.
  package func pairs(_ next: NextCourse) -> OutcomeSheet {
    let pairs = next.pairs
    var maker = SheetMaker("pairs", records, language)
    maker.text("from", pairs.map(\.from))
    maker.text("to", pairs.map(\.to))
    maker.count("both", pairs.map { $0.both })
    maker.count("first", pairs.map { $0.first })
    maker.count("second", pairs.map { $0.second })
    maker.count("all", pairs.map { $0.all })
    maker.share("share", pairs.map { $0.share })
    maker.number("lift", pairs.map { $0.lift }, format: "0.00")
    return maker.sheet(.staff(pairs.map { _ in nil }))
  }

  /// Clusters by school class, residential area and referral tree, with who is enrolled and lost there. Shares of few
  /// people say nothing and are left out.
  package func clusters(_ clusters: [Cluster], settings: Settings) -> OutcomeSheet {
    let least = settings.integer("small_rate", or: 10)
    var maker = SheetMaker("clusters", records, language)
    maker.text("kind", clusters.map { maker.word("kind.\($0.kind.rawValue)") })
    maker.text("name", clusters.map { $0.name.isEmpty ? nil : $0.name }, lineage: FieldSet(.quasi))
    maker.customers(clusters.map(\.root), ["customer_id"])
    maker.count("people", clusters.map(\.people.count))
    maker.count("enrolled", clusters.map { $0.enrolled })
    maker.count("lost", clusters.map { $0.lost })
    maker.share("lost_share", clusters.map { $0.enrolled < least ? nil : $0.lostShare })
    maker.money("revenue", clusters.map { $0.revenue })
    return maker.sheet(.staff(clusters.map { _ in nil }))
  }
}

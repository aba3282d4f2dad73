import ByteScanning
import CustomerRecords
import DecisionTables
import Grading
package import Incentives
package import Localisation
import Loyalty
import Privacy
package import ReleaseGate
import Tabular
import Workbooks

/// `grade`: the graded customers with reasons, commissions, the supervision sample, through the asker's view.
package struct GradeRun: Sendable {
  package let judging: Judging
  private let session: ViewSession
  private let language: Language

  package init(_ judging: Judging, role: String, staff: String?, language: Language) throws {
    self.judging = judging
    self.language = language
    let institution = judging.institution
    session = try ViewSession(
      sheet: try institution.rules.views(),
      request: ViewRequest(roles: [role], staff: staff, language: language, choices: institution.rules.choices),
      records: institution.records, settings: institution.rules.settings)
  }

  /// - Parameter former: a graded sheet of an earlier run, for what changed since.
  package func sheets(former: String?) throws -> [Released<Outside>] {
    let institution = judging.institution
    let records = institution.records
    let catalogue = institution.rules.book.catalogue
    let grading = judging.grading
    var changes: [GradeChange] = []
    if let former, let grid = try Grids.read(try Workbooks.open(former)).first {
      changes = GradeChange.since(grid, grading, records, catalogue: catalogue)
    }
    let graded = GradedSheet.table(
      grading, records, catalogue: catalogue, language: language,
      extra: judging.standing.extraColumns(catalogue: catalogue, language: language), changes: changes)
    var sheets = [try release(graded, owners: grading.people)]
    let disputed = grading.disagreements
    if !disputed.isEmpty {
      let position = Dictionary(
        uniqueKeysWithValues: grading.people.enumerated().map { ($0.element, UInt32($0.offset)) })
      var table = graded.gathered(disputed.compactMap { position[$0] })
      table.name = Phrasebook.text("grade.disputed", language)
      sheets.append(try release(table, owners: disputed))
    }
    return sheets
  }

  private func release(_ table: Table, owners: [Int32]) throws -> Released<Outside> {
    Released(table, through: try session.compiled(table, kind: .customers, customerRows: owners))
  }

  /// How many have which grade: for the line on the terminal.
  package var summary: [(grade: String, people: Int)] {
    let grading = judging.grading
    var counts: [String: Int] = [:]
    for person in grading.people { counts[grading.settled(Int(person)) ?? "—", default: 0] += 1 }
    return counts.keys.sorted().map { ($0, counts[$0] ?? 0) }
  }
}

/// Finds the customer somebody means: an id, a phone, or a name that only one person bears.
package enum CustomerSearch {
  /// Throws `E917` where nobody fits, `E918` where several do.
  package static func find(_ word: String, in institution: Institution) throws -> Int {
    let records = institution.records
    let wanted = word.trimmed
    var found: Set<Int32> = []
    for field in ["customer_id", "phone", "guardian_phone", "name"] {
      let view = records.customers.texts(field)
      guard let code = view.code(of: wanted) else { continue }
      for row in 0..<view.count where view.codes[row] == code {
        found.insert(records.person.isEmpty ? Int32(row) : records.person[row])
      }
      if !found.isEmpty { break }
    }
    guard let first = found.min() else { throw Failure("E917", kind: .usage) }
    if found.count > 1 { throw Failure("E918", kind: .usage, [String(found.count)]) }
    return Int(first)
  }
}

/// `rules diff`: who would change under other rules.
package enum RulesComparison {
  package static func run(old: String?, new: String, _ options: InputOptions) throws -> (diff: RulesDiff, ids: [String])
  {
    var before = options
    before.rules = old
    let institution = try Institution.open(before)
    let changed = try HouseRules.load(new)
    let records = institution.records
    let standing = try Standing(
      records, engagement: institution.engagement, settings: institution.rules.settings, rules: institution.rules.book)
    let other = try Standing(
      records, engagement: Engagement(records, settings: changed.settings), settings: changed.settings,
      rules: changed.book)
    let ids = records.customers.texts("customer_id")
    return (RulesDiff(standing, other), (0..<records.customers.count).map { ids[$0] ?? String($0 + 1) })
  }
}

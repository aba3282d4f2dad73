import ByteScanning
import CustomerRecords
import DecisionTables
import Grading
package import Incentives
package import Localisation
import Loyalty
package import Metrics
import Privacy
package import ReleaseGate
package import Tabular
import Workbooks

/// What `grade` is asked for beside the grades themselves.
package struct GradeOptions: Sendable {
  /// A graded sheet of an earlier run, for what changed since.
  package var former: String?
  /// Or a day: what the same sheets said then.
  package var since: Day?
  /// For bonuses and moves between tiers; nil = the last quarter that is over by as-of.
  package var period: Period?
  /// Of the supervision sample; nil = the settings'.
  package var seed: UInt64?
  /// Supervision samples an inspector has filled in.
  package var inspected: [String] = []

  package init() {}
}

/// `grade`: the graded customers with reasons and everything else the rules decide, through the asker's view.
package struct GradeRun: Sendable {
  package let judging: Judging
  let session: ViewSession
  let language: Language
  let options: GradeOptions

  /// - Parameter role: whose view rules; `staff` who asks, where it shows own rows or a team's.
  package init(
    _ judging: Judging, role: String, staff: String?, language: Language, options: GradeOptions = GradeOptions()
  ) throws {
    self.judging = judging
    self.language = language
    self.options = options
    let institution = judging.institution
    session = try ViewSession(
      sheet: try institution.rules.views(),
      request: ViewRequest(roles: [role], staff: staff, language: language, choices: institution.rules.choices),
      records: institution.records, settings: institution.rules.settings)
  }

  /// The sheets to write, and what the terminal tells of them.
  package struct Result: Sendable {
    package var sheets: [Released<Outside>] = []
    package var supervision: Supervision
    package var verdicts: [Supervision.Verdict] = []
    /// What referral links and the points sheet have wrong.
    package var findings: [Finding] = []
  }

  /// Throws `E475` where the former sheet or a filled-in sample is none, and what a faulty rule sheet throws.
  package func result() throws -> Result {
    let records = judging.institution.records
    let catalogue = judging.institution.rules.book.catalogue
    let grading = judging.grading
    let (changes, since) = try changes()
    let graded = GradedSheet.table(
      grading, records, catalogue: catalogue, language: language,
      extra: judging.standing.extraColumns(catalogue: catalogue, language: language),
      changes: options.former == nil ? [] : changes)
    var released = [try release(graded, owners: grading.people)]
    let disputed = grading.disagreements
    if !disputed.isEmpty {
      let position = Dictionary(
        uniqueKeysWithValues: grading.people.enumerated().map { ($0.element, UInt32($0.offset)) })
      var table = graded.gathered(disputed.compactMap { position[$0] })
      table.name = Phrasebook.text("grade.disputed", language)
      released.append(try release(table, owners: disputed))
    }
    let outcomes = try outcomes(changes, since)
    for sheet in outcomes.sheets where sheet.table.rowCount > 0 {
      let one = try release(sheet)
      if one.table.rowCount > 0, !one.table.columns.isEmpty { released.append(one) }
    }
    return Result(
      sheets: released, supervision: outcomes.supervision, verdicts: outcomes.verdicts,
      findings: judging.standing.referrals.findings + judging.standing.points.findings)
  }

  /// Who changed grade: since the former result, else since the start of the period, by the same rules.
  private func changes() throws -> (changes: [GradeChange], since: Day?) {
    let institution = judging.institution
    if let former = options.former {
      let grids = try Grids.read(try Workbooks.open(former))
      guard let grid = grids.first(where: { GradeChange.isGraded($0) }) else {
        throw Failure("E475", kind: .usage, file: former, [Phrasebook.text("graded.sheet", language)])
      }
      return (
        GradeChange.since(grid, judging.grading, institution.records, catalogue: institution.rules.book.catalogue), nil
      )
    }
    var records = institution.records
    records.asOf = start
    let settings = institution.rules.settings
    let then = try GradingResult(
      records, engagement: Engagement(records, settings: settings), settings: settings, rules: institution.rules.book)
    return (GradeChange.between(then, judging.grading, institution.records), start)
  }

  /// The last quarter that is over by as-of, or the period asked for.
  var period: Period {
    if let period = options.period { return period }
    let asOf = judging.grading.asOf
    let running = Period(.quarter, containing: asOf)
    return running.last <= asOf ? running : running.advanced(by: -1)
  }

  /// The day changes are told since.
  var start: Day { options.since ?? period.first.advanced(by: -1) }

  private func release(_ table: Table, owners: [Int32]) throws -> Released<Outside> {
    Released(table, through: try session.compiled(table, kind: .customers, customerRows: owners))
  }

  private func release(_ sheet: OutcomeSheet) throws -> Released<Outside> {
    var presentation = SheetPresentation()
    presentation.title = sheet.title
    presentation.inputs = sheet.inputs
    presentation.choices = sheet.choices
    let view =
      switch sheet.subject {
      case .customers(let rows): try session.compiled(sheet.table, kind: .customers, customerRows: rows)
      case .staff(let names): try session.compiled(sheet.table, about: names)
      }
    return Released(sheet.table, through: view, presentation: presentation)
  }

  /// How many have which grade: for the line on the terminal.
  package var summary: [(grade: String, people: Int)] {
    let grading = judging.grading
    var counts: [String: Int] = [:]
    for person in grading.people { counts[grading.settled(Int(person)) ?? "—", default: 0] += 1 }
    return counts.keys.sorted().map { ($0, counts[$0] ?? 0) }
  }
}

import ByteScanning
import CustomerRecords
import DecisionTables
import Grading
import Incentives
import Localisation
import Loyalty
import Metrics
import Planning
import Tabular
import Workbooks

extension GradeRun {
  struct Outcomes {
    var sheets: [OutcomeSheet] = []
    var supervision: Supervision
    var verdicts: [Supervision.Verdict] = []
  }

  /// Everything the rules decide besides the grades, a sheet each, in the order people look for it.
  func outcomes(_ changes: [GradeChange], _ since: Day?) throws -> Outcomes {
    let institution = judging.institution
    let (records, engagement, settings) = (institution.records, institution.engagement, institution.rules.settings)
    let (standing, grading, book) = (judging.standing, judging.grading, institution.rules.book)
    let missed = missedVisits()

    let honesty = Honesty(records, engagement: engagement, grading: grading, settings: settings)
    let supervision = Supervision(
      records, grading: grading, settings: settings, seed: options.seed, planned: missed, concealed: honesty.concealed)
    var out = Outcomes(supervision: supervision)
    out.verdicts = try verdicts()

    let grades = GradeSheets(grading, records, language)
    out.sheets += [
      grades.agreement, grades.changes(changes, since: since, catalogue: book.catalogue), grades.history,
    ]

    let loyalty = LoyaltySheets(standing, records, book.catalogue, language)
    var former = records
    former.asOf = start
    let past = try TierResult(
      former, engagement: Engagement(former, settings: settings),
      referrals: standing.referrals, settings: settings, rules: book)
    out.sheets += [
      loyalty.tiers(Benefits(try institution.rules.sheet("benefits")), settings: settings),
      loyalty.moves(since: past), standing.points.outcome(records, language: language), loyalty.balances,
      loyalty.pointsSummary,
      loyalty.rewards(
        ReferralReward.all(standing.referrals, records, engagement: engagement, settings: settings)),
      loyalty.influence,
    ]

    let conduct = Conduct(records, grading: grading, settings: settings, planned: missed)
    let (now, before) = (period.first...period.last, period.advanced(by: -1).first...period.advanced(by: -1).last)
    let bonuses = Bonus.all(records, engagement: engagement, settings: settings, period: now, before: before)
    let month = Commission.month(of: period.last.rawValue)
    let commission = try Commission(
      records, rules: book, extras: conduct.lines + bonuses.compactMap { $0.line(month: month) })
    let people = ConductSheets(records, language)
    out.sheets += commission.outcomes(records, language: language)
    out.sheets += [
      people.bonuses(bonuses, period: now, before: before), people.conduct(conduct), people.honesty(honesty),
      supervision.exceptionCounts(records, language: language),
      supervision.exceptionSheet(records, language: language),
      supervision.sheet(records, grading: grading, language: language),
      Supervision.verdictSheet(out.verdicts, records, language: language),
    ]

    let columns = standing.columns
    let care = CareSheets(grading.people, records, language)
    let next = try NextCourse(
      records, engagement: engagement, columns: columns, settings: settings, rules: book)
    out.sheets += [
      care.entitlements(
        try Entitlements(columns: columns, rows: grading.count, rules: book, asOf: records.asOf), columns),
      care.nextCourses(next), care.pairs(next),
      care.clusters(
        Cluster.all(records, engagement: engagement, referrals: standing.referrals), settings: settings),
    ]
    return out
  }

  /// Visits the plan asked for, whose time ran out and which nobody made.
  private func missedVisits() -> [Conduct.Missed] {
    let plan = judging.plan
    let assignment = Assignment(judging.institution.records)
    return plan.items.filter { $0.status == .missed }.map { item in
      Conduct.Missed(
        person: item.customer, day: item.until, staff: assignment.staff(for: item, rule: plan.rules[Int(item.rule)]))
    }
  }

  private func verdicts() throws -> [Supervision.Verdict] {
    var all: [Supervision.Verdict] = []
    for path in options.inspected {
      let found = try Grids.read(try Workbooks.open(path)).map { Supervision.read($0) }.first { !$0.isEmpty }
      guard let found else {
        throw Failure("E475", kind: .usage, file: path, [Phrasebook.text("supervision.sheet", language)])
      }
      all = Supervision.Verdict.sum(all, found)
    }
    return all
  }
}

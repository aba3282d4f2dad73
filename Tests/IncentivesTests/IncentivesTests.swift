import CustomerRecords
import DecisionTables
import Grading
import Incentives
import Localisation
import Loyalty
import Statistics
import Tabular
import Testing

extension School {
  func standing() throws -> Standing {
    try Standing(records, engagement: engagement, settings: settings, rules: rules)
  }
}

@Suite("Commission")
struct CommissionTests {
  static let school = School(
    asOf: "2026-03-31",
    [
      .customers: "customer_id,name,owner\nc1,甲,张\nc2,乙,张\nc3,丙,李",
      .enrolments: """
      enrolment_id,customer_id,purchase_date,amount,refund,margin_rate,sales_rep
      e1,c1,2026-01-05,4999,,0.3,张
      e2,c1,2026-02-05,10000,2500,0.5,张
      e3,c2,2026-02-20,20000,,0.1,
      e4,c3,2026-02-21,30000,30000,0.45,李
      e5,c3,2026-03-01,0,,0.45,李
      """,
    ])

  @Test("goes by amount and margin bands, per representative and month, refunds taken back")
  func lines() throws {
    let commission = try Commission(CommissionTests.school.records, rules: CommissionTests.school.rules)
    // e1: new below 5,000, 3 %. e2: renewal with a good margin, 3 %, a quarter taken back.
    // e3: low margin, 1 %, the owner's since no seller is named. e4: new, large, good margin, 6 %, all taken back.
    #expect(commission.lines.map(\.cents) == [14_997, 30_000, -7_500, 20_000, 180_000, -180_000])
    #expect(commission.lines.map(\.rule) == ["2", "6", "6", "1", "4", "4"])
    #expect(commission.totals.map(\.cents) == [14_997, 42_500, 0])
    #expect(commission.totals.map { Commission.name(ofMonth: $0.month) } == ["2026-01", "2026-02", "2026-02"])
    #expect(commission.totals.map(\.representative) == ["张", "张", "李"])
  }

  @Test("comes as a sheet whose lines add up to the totals and point at their cells")
  func sheet() throws {
    let commission = try Commission(CommissionTests.school.records, rules: CommissionTests.school.rules)
    for language in Language.allCases {
      let lines = commission.sheet(CommissionTests.school.records, language: language)
      let totals = commission.totalsSheet(language: language)
      func sum(_ table: Table) -> Double {
        guard let column = table[field: "commission.amount"], case .number(let values, _) = column.lane else {
          return .nan
        }
        return values.reduce(0, +)
      }
      #expect(abs(sum(lines) - sum(totals)) < 1e-9)
      #expect(lines[field: "commission.source"]?.cell(0) == .text("enrolments!D2"))
      #expect(
        lines.columns.allSatisfy { !$0.header.contains("⟦") } && totals.columns.allSatisfy { !$0.header.contains("⟦") })
    }
  }

  @Test("has a bonus for gains over the period before, with enough cases")
  func bonus() throws {
    func visits(_ month: String, good: Int, of n: Int) -> String {
      (0..<n).map { "c1,2026-\(month)-1\($0 % 10),张,\($0 < good ? 5 : 2)" }.joined(separator: "\n")
    }
    let school = School(
      asOf: "2026-03-31",
      [
        .customers: "customer_id,owner,inquired_on\nc1,张,2026-01-01",
        .visits: "customer_id,visit_date,staff,csat\n" + visits("01", good: 5, of: 10) + "\n"
          + visits("02", good: 7, of: 10),
      ])
    func day(_ text: String) throws -> Day { try #require(Day(iso: text)) }
    let all = Bonus.all(
      school.records, engagement: school.engagement, settings: school.settings,
      period: try day("2026-02-01")...day("2026-02-28"), before: try day("2026-01-01")...day("2026-01-31"))
    let earned = all.filter(\.isEarned)
    #expect(earned.map(\.measure) == [.satisfaction])
    #expect(earned.first?.before == Bonus.Share(hits: 5, n: 10) && earned.first?.now == Bonus.Share(hits: 7, n: 10))
    #expect(earned.first?.cents == 30_000)
  }
}

@Suite("Grade honesty")
struct HonestyTests {
  @Test("counts first proposals whose promise has run out, with Wilson intervals, and flags only what is clearly below")
  func honesty() throws {
    var customers = "customer_id,name"
    var visits = "customer_id,visit_date,intent,staff"
    var enrolments = "customer_id,purchase_date,amount"
    // 张 proposes 20 A and none enrols; 李 proposes 20 A and 12 enrol on the third day.
    for i in 0..<40 {
      customers += "\nc\(i),n\(i)"
      visits += "\nc\(i),2026-01-10,A,\(i < 20 ? "张" : "李")"
      if i >= 28 { enrolments += "\nc\(i),2026-01-13,1000" }
    }
    customers += "\nx1,x1\nx2,x2\nx3,x3"
    visits += "\nx1,2026-03-29,A,张\nx2,2026-01-10,C,李\nx3,2026-01-10,A,李"
    enrolments += "\nx2,2026-01-12,1000\nx3,2026-01-01,1000"
    let school = School(
      asOf: "2026-03-31", [.customers: customers, .visits: visits, .enrolments: enrolments])
    let standing = try school.graded()
    let honesty = Honesty(
      school.records, engagement: school.engagement, grading: standing, settings: school.settings)
    let a = honesty.rows.filter { $0.grade == "A" }
    #expect(a.map(\.representative) == ["张", "李"])
    #expect(a.map(\.n) == [20, 20] && a.map(\.kept) == [0, 12] && a.map(\.open) == [1, 0])
    #expect(a.map(\.isFlagged) == [true, false])
    // Wilson 0/20 ends at .1611 (metrics.md).
    #expect(abs((a[0].interval?.high ?? 0) - 0.1611) < 5e-5)
    #expect(honesty.concealed.map(\.representative) == ["李"])
  }
}

@Suite("Supervision")
struct SupervisionTests {
  static let school = School(
    asOf: "2026-03-31",
    [
      .customers: "customer_id,name,owner,intent_proposed,need_strength\n"
        + (0..<60).map { "c\($0),n\($0),张,C,中" }.joined(separator: "\n") + "\nz1,z1,,A,\nz2,z2,李,A,弱",
      .visits: """
      customer_id,visit_date,staff,next_date,outcome
      c1,2026-01-01,张,2026-01-10,已接通
      c1,2026-01-12,张,2026-02-01,已接通
      c2,2026-01-01,张,2026-03-28,已接通
      z2,2026-03-01,李,,已接通
      """,
    ])

  @Test("draws the same sample for the same seed, another for another, nobody twice")
  func sample() throws {
    let grading = try SupervisionTests.school.graded()
    func draw(_ seed: UInt64) -> [Int32] {
      Supervision(
        SupervisionTests.school.records, grading: grading, settings: SupervisionTests.school.settings, seed: seed
      )
      .sample
    }
    #expect(draw(7) == draw(7) && draw(7) != draw(8))
    #expect(draw(7).count == 20 && Set(draw(7)).count == 20)
  }

  @Test("lists what stands out, with its cell")
  func exceptions() throws {
    let school = SupervisionTests.school
    let found = Supervision(school.records, grading: try school.graded(), settings: school.settings).exceptions
    let overdue = found.filter { $0.exception == .overdueFollowUp }
    // 2026-02-01 passed without a visit; 2026-03-28 is only three days ago; 2026-01-10 was kept on the 12th.
    #expect(overdue.map(\.person) == [1] && overdue.first?.days == 58)
    #expect(overdue.first?.cell.place(in: school.records).address == "D3")
    #expect(found.filter { $0.exception == .gradeWithoutEvidence }.map(\.person) == [60])
    #expect(found.filter { $0.exception == .noOwner }.map(\.person) == [60])
    #expect(found.filter { $0.exception == .farFromRules }.map(\.person) == [60, 61])
    #expect(found.filter { $0.exception == .noContactLogged }.count == 59)
  }

  @Test("writes a sheet for the inspector and reads it back", arguments: Language.allCases)
  func roundTrip(language: Language) throws {
    let school = SupervisionTests.school
    let grading = try school.graded()
    let sheet = Supervision(school.records, grading: grading, settings: school.settings)
      .sheet(school.records, grading: grading, language: language).table
    #expect(sheet.rowCount == 20 && sheet.columns.allSatisfy { !$0.header.contains("⟦") })
    var cells = [sheet.columns.map { Cell.text($0.header) }]
    let column = try #require(sheet.index(of: "supervision.grade_right"))
    for (row, word) in ["是", "no", ""].enumerated() {
      var line = sheet.columns.map { $0.column.cell(row) }
      line[column] = word.isEmpty ? .empty : .text(word)
      cells.append(line)
    }
    let grid = Grid(
      source: SourceSheet(file: "s.xlsx", sheet: "s"),
      rows: cells.enumerated().map { SheetPreview.Row(number: $0 + 1, cells: $1) })
    let verdict = try #require(Supervision.read(grid).first { $0.check == "grade_right" })
    #expect(verdict.yes == 1 && verdict.no == 1 && verdict.open == 1)
    #expect(verdict.failed == [CellName.name(column: column, row: 3)])
  }
}

@Suite("Conduct, entitlements, clusters, next course")
struct IncentiveTests {
  @Test("a downgrade or complaint soon after a missed visit is a penalty, once")
  func penalties() throws {
    let school = School(
      asOf: "2026-03-31",
      [
        .customers: "customer_id\nc1\nc2",
        .visits: """
        customer_id,visit_date,staff,next_date,intent
        c1,2026-01-01,张,2026-01-10,A
        c1,2026-02-05,李,,B
        c2,2026-01-01,张,2026-01-05,B
        c2,2026-01-06,张,,C
        """,
        .complaints: "customer_id,received_on\nc1,2026-03-20\nc1,2026-01-25",
      ])
    let conduct = Conduct(school.records, grading: try school.graded(), settings: school.settings)
    // Missed 2026-01-10: the complaint of 01-25 and the downgrade of 02-05 follow within 30 days; 03-20 does not.
    // c2's visit was kept a day late: no penalty.
    #expect(conduct.penalties.map(\.cause) == [.complaint, .downgrade])
    #expect(conduct.penalties.map(\.representative) == ["张", "张"])
    #expect(conduct.lines.map(\.cents) == [-5_000, -5_000])
  }

  @Test("entitlements follow grade and tier")
  func entitlements() throws {
    let school = School(
      asOf: "2026-03-10",
      [
        .customers: "customer_id,need_strength,expected_enrol_date\nc1,强,2026-03-12\nc2,,",
        .enrolments: "customer_id,purchase_date,amount\nc2,2026-01-05,21000",
      ])
    let standing = try school.standing()
    let claims = try Entitlements(
      columns: standing.columns, rows: 2, rules: school.rules, asOf: school.records.asOf
    ).claims
    #expect(claims[0].map(\.rule) == ["1"] && claims[0].first?.days == 1)
    #expect(claims[1].map(\.rule) == ["5"])
    #expect(claims[1].first?.text(.en).contains("personal tutor") == true)
  }

  @Test("clusters join classmates, neighbours and referral trees")
  func clusters() {
    let school = School(
      asOf: "2026-03-10",
      [
        .customers: """
        customer_id,name,school,grade_year,class_name,residential_area,referrer
        c1,甲,育才,三年级,2班,阳光花园,
        c2,乙,育才,三年级,2班,,甲
        c3,丙,育才,三年级,3班,阳光花园,乙
        """,
        .enrolments: "customer_id,purchase_date,amount\nc2,2026-02-05,300",
      ])
    let found = Cluster.all(
      school.records, engagement: school.engagement,
      referrals: Referrals(school.records, engagement: school.engagement))
    #expect(found.map(\.kind) == [.area, .referral, .schoolClass])
    #expect(found.map(\.people) == [[0, 2], [0, 1, 2], [0, 1]])
    #expect(found.map(\.revenue) == [0, 30_000, 30_000])
  }

  @Test("next courses come from the table and from lift, never below the small-number limit")
  func nextCourse() throws {
    var customers = "customer_id,grade_year"
    var enrolments = "customer_id,purchase_date,amount,course,course_type,progress"
    for i in 0..<20 {
      customers += "\nc\(i),三年级"
      if i < 10 { enrolments += "\nc\(i),2026-01-01,100,奥数,数学,0.8" }
      if i < 5 || i >= 18 { enrolments += "\nc\(i),2026-02-01,100,编程,,0.1" }
      if i >= 10 && i < 14 { enrolments += "\nc\(i),2026-01-01,100,书法,,0.1\nc\(i),2026-02-01,100,国画,,0.1" }
    }
    let school = School(asOf: "2026-03-10", [.customers: customers, .enrolments: enrolments])
    let standing = try school.standing()
    let next = try NextCourse(
      school.records, engagement: school.engagement, columns: standing.columns, settings: school.settings,
      rules: school.rules)
    // 奥数 → 编程: both 5, 10 and 7 buyers among 16 people: lift 5·16/(10·7). 书法 and 国画 have only 4 in common.
    let pair = try #require(next.pairs.first { $0.from == "奥数" })
    #expect(pair.both == 5 && pair.first == 10 && pair.second == 7 && pair.all == 16)
    #expect(abs(pair.lift - 80.0 / 70) < 1e-12)
    #expect(!next.pairs.contains { $0.from == "书法" })
    #expect(next.byOthers[7].map { next.pairs[$0].to } == ["编程"] && next.byOthers[0].isEmpty)
    #expect(next.byTable[7].map(\.course) == ["数学思维"] && next.byTable[15].isEmpty)
  }
}

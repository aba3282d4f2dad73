import CustomerRecords
import DecisionTables
import Foundation
import Grading
import Incentives
import Localisation
import Loyalty
import Tabular
import Testing

@Suite("Reasons, stories and differences")
struct StoryTests {
  static let tables: [TableKind: String] = [
    .customers: """
    customer_id,name,owner,need_strength,expected_enrol_date,objections,intent_proposed,intent_reviewed,reviewed_by,grade_year,referrer
    c1,甲,张,强,2026-03-12,无,B,A,钱某,三年级,
    c2,乙,张,中,2026-05-30,价格,C,,,初一,甲
    """,
    .visits: "customer_id,visit_date,outcome,intent,staff\nc1,2026-02-01,已接通,C,张\nc1,2026-03-01,已接通,B,张",
    .enrolments: "customer_id,purchase_date,amount\nc2,2026-01-05,21000",
  ]

  @Test("the graded sheet has every verdict, the reason in words and its cells", arguments: Language.allCases)
  func gradedSheet(language: Language) throws {
    let school = School(asOf: "2026-03-10", StoryTests.tables)
    let standing = try school.standing()
    let sheet = GradedSheet.table(
      standing.grading, school.records, catalogue: school.rules.catalogue, language: language,
      extra: standing.extraColumns(catalogue: school.rules.catalogue, language: language))
    #expect(sheet.rowCount == 2)
    #expect(sheet.columns.allSatisfy { !$0.header.contains("⟦") && $0.column.count == 2 })
    func text(_ id: String, _ row: Int) -> String {
      if case .text(let text)? = sheet[field: FieldID("graded", id)]?.cell(row) { text } else { "" }
    }
    #expect(text("computed", 0) == "A" && text("settled", 0) == "A" && text("rule", 0) == "1")
    #expect(text("reason", 0).contains("intent!A4") && !text("reason", 0).contains("⟦"))
    #expect(text("reason", 0).contains(language == .zh ? "需求强度 强" : "need strength strong"))
    #expect(text("cells", 0).contains("customers!E2") && text("cells", 0).contains("visits!B3"))
    #expect(text("tier", 1) == (language == .zh ? "金卡会员" : "gold"))
    #expect(text("stage", 1) == (language == .zh ? "初中" : "middle school"))
    // What was made from quasi-identifying or sensitive fields says so, and views act on it.
    #expect(sheet[field: "graded.stage"]?.lineage.strictest == .quasi)
    #expect(sheet[field: "graded.potential"]?.lineage.strictest == .sensitive)
  }

  @Test("a change since a former sheet names the evidence that moved it")
  func changes() throws {
    let before = School(asOf: "2026-02-10", StoryTests.tables)
    let sheet = GradedSheet.table(
      try before.graded(), before.records, catalogue: before.rules.catalogue, language: .zh)
    let former = Grid(
      source: SourceSheet(file: "old.xlsx", sheet: "分级结果"),
      rows: [SheetPreview.Row(number: 1, cells: sheet.columns.map { .text($0.header) })]
        + (0..<sheet.rowCount).map { row in
          SheetPreview.Row(number: row + 2, cells: sheet.columns.map { $0.column.cell(row) })
        })
    var tables = StoryTests.tables
    tables[.customers] = tables[.customers]?.replacingOccurrences(of: "2026-05-30,价格", with: "2026-03-30,价格")
    let now = School(asOf: "2026-03-10", tables)
    let changes = GradeChange.since(former, try now.graded(), now.records, catalogue: now.rules.catalogue)
    let change = try #require(changes.first { $0.person == 1 })
    #expect(change.from == "C" && change.to == "B" && change.isPromotion)
    #expect(change.causes.contains(GradeChange.Cause(variable: "days_to_enrol", before: "109", now: "20")))
    #expect(!change.causes.contains { $0.variable == "need_strength" || $0.variable == "open_objections" })
    let words = ReasonWords(now.rules.catalogue)
    #expect(change.sentence(words, .zh).contains("距预计报名天数 109 → 20"))
  }

  @Test("a story goes from cells to outcomes and holds no name")
  func story() throws {
    let school = School(asOf: "2026-03-10", StoryTests.tables)
    let story = CustomerStory(
      0, try school.standing(), school.records, engagement: school.engagement, catalogue: school.rules.catalogue)
    let topics = story.steps.map(\.topic)
    for topic in [
      CustomerStory.Topic.person, .proposed, .reviewed, .history, .intent, .value, .stage, .tier, .nextTier, .referral,
    ] {
      #expect(topics.contains(topic))
    }
    let all = story.steps.map { $0.zh + $0.en }.joined()
    #expect(!all.contains("⟦") && !all.contains("甲") && !all.contains("钱某") && !all.contains("张"))
    let intent = try #require(story.steps.first { $0.topic == .intent })
    #expect(intent.cells.contains(SourceCell(.customers, "expected_enrol_date", 0)))
    #expect(intent.reason?.cell == "A4")
  }

  @Test("a rules difference lists who would change, and how many")
  func difference() throws {
    let old = School(asOf: "2026-03-10", StoryTests.tables)
    let stricter = Grid(
      template: """
        F,需求强度,距预计报名天数,→ 意向等级
        values,,,"A,B,C"
        default,,,C
        1,强,[0..1],A
        2,强,[0..30],B
        """, file: "new.xlsx", sheet: "意向等级")
    let new = School(asOf: "2026-03-10", overlay: [stricter], StoryTests.tables)
    let diff = RulesDiff(try old.standing(), try new.standing())
    #expect(diff.people == 2)
    #expect(diff.changes.map(\.person) == [0] && diff.changes.map(\.table) == [.intent])
    #expect(diff.changes.first?.from == "A" && diff.changes.first?.to == "B" && diff.changes.first?.toRule == "2")
    #expect(diff.counts.map(\.people) == [1])
    #expect(RulesDiff(try old.standing(), try old.standing()).changes.isEmpty)
  }
}

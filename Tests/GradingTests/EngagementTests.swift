import CustomerRecords
import DecisionTables
import Grading
import Localisation
import Tabular
import Testing

@Suite("Who counts")
struct EngagementTests {
  static let school = School(
    asOf: "2026-06-30",
    [
      .customers: "customer_id\nc1\nc2\nc3\nc4\nc5\nc6",
      .enrolments: """
      customer_id,purchase_date,amount,refund,start_date,end_date,lessons_left
      c1,2026-01-01,100,,,,
      c1,2026-01-01,50,,,,
      c2,2026-01-01,100,100,,,
      c3,2026-01-01,0,,,,
      c4,2026-01-01,100,,2026-01-05,2026-04-30,
      c5,2026-01-01,100,,2026-01-05,,3
      c6,2026-01-01,100,,2026-01-05,2026-04-01,
      c6,2026-05-20,100,,2026-07-05,,
      """,
      .visits: "customer_id,visit_date,outcome\nc4,2026-06-20,已接通\nc1,2026-06-20,未接通",
    ])

  @Test("purchases, enrolled customers and losses follow the definitions")
  func definitions() {
    let who = EngagementTests.school.engagement
    // Two purchases of one day are one; a full refund is none; a gift is a purchase, but enrols nobody.
    #expect((0..<6).map { who.purchases.count($0) } == [1, 0, 1, 1, 1, 2])
    #expect((0..<6).map { who.isEnrolled($0) } == [true, false, false, true, true, true])
    #expect(who.revenue(0) == 15_000)
    // c1: silent since 2026-01-01, lost on the 91st day. c4: reached lately, but 61 days past the course.
    // c5 has lessons left; c6 bought again after the course.
    #expect((0..<6).map { who.isLost($0) } == [true, false, false, true, false, false])
    #expect(Day(rawValue: who.lostDay[0]).description == "2026-04-02")
    #expect(Day(rawValue: who.lostDay[3]).description == "2026-06-30")
    #expect(who.firstLoss(0)?.description == "2026-04-02")
    #expect(who.running == [false, false, false, false, true, false])
  }

  @Test("the state of a former day knows only what had happened by then")
  func asWas() throws {
    let who = EngagementTests.school.engagement
    func lost(_ person: Int, _ day: String) throws -> Bool {
      who.isLost(person, on: try #require(Day(iso: day)).rawValue)
    }
    #expect(try !lost(0, "2026-04-01") && lost(0, "2026-04-02"))
    // In class until the end of April, with the last sign of life in January: lost from the day after.
    #expect(try !lost(3, "2026-04-30") && lost(3, "2026-05-01") && !lost(3, "2026-06-25"))
  }

  @Test("rules read as sentences, and a changed rule shows", arguments: Language.allCases)
  func inWords(language: Language) throws {
    let book = EngagementTests.school.rules
    let table = try book.table("intent", asOf: Day(rawValue: 20_000)).table
    let words = RulesInWords(book.catalogue, language)
    let sentences = words.sentences(table)
    #expect(sentences.count == table.rules.count + 1)
    #expect(sentences.allSatisfy { !$0.text.contains("⟦") && !$0.text.contains("{") })
    #expect(sentences[0].text.contains(language == .zh ? "需求强度为强" : "need strength is strong"))
    var changed = table
    changed.rules.removeLast()
    #expect(words.changes(from: table, to: changed).removed.count == 1)
    #expect(words.changes(from: table, to: changed).added.isEmpty)
  }
}

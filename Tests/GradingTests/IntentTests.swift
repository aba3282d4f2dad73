import CustomerRecords
import DecisionTables
import Grading
import Statistics
import Tabular
import Testing

@Suite("Intent grades")
struct IntentTests {
  /// need strength, expected date, objections, last contact → grade by the default rules on 2026-03-10.
  static let cases: [(String, String, String)] = [
    ("强,2026-03-15,无,2026-03-08", "A", "an open way within a week"),
    ("强,2026-03-10,,2026-03-08", "A", "the very day"),
    ("强,2026-03-17,无,", "A", "a week ahead, contact not logged"),
    ("强,2026-03-18,无,2026-03-08", "B", "eight days ahead"),
    ("强,2026-03-09,无,2026-03-08", "B", "a lapsed date is no promise"),
    ("强,2026-03-15,价格,2026-03-08", "B", "one open objection"),
    ("强,2026-03-15,价格（已解决）,2026-03-08", "A", "an objection settled"),
    ("强,2026-03-15,暂无,2026-03-08", "A", "another word for none"),
    ("强,2026-03-15,2,2026-03-08", "B", "a count of objections"),
    ("强,2026-03-15,10,2026-03-08", "B", "ten are more than none, and no text"),
    ("中,2026-04-01,时间,2026-03-08", "B", "within a month"),
    ("中,2026-05-01,无,2026-03-08", "C", "later than a month"),
    ("弱,2026-03-12,无,2026-03-08", "C", "weak need"),
    ("强,2026-03-15,无,2025-11-01", "C", "old evidence ages"),
    (",,,", "C", "nothing known"),
  ].map { ($0.0, $0.1, $0.2) }

  @Test("follow the default rules", arguments: cases)
  func defaults(evidence: String, grade: String, why: String) throws {
    let school = School(
      asOf: "2026-03-10",
      [.customers: "customer_id,need_strength,expected_enrol_date,objections,inquired_on\nc1,\(evidence)"])
    #expect(try school.graded().intent[0] == Optional(grade), "\(why)")
  }

  @Test("say which rule gave them and from which cells")
  func reasons() throws {
    let school = School(
      asOf: "2026-03-10",
      [
        .customers: "customer_id,need_strength,expected_enrol_date,objections\nc1,强,2026-03-12,无",
        .visits: "customer_id,visit_date,outcome,intent\nc1,2026-03-09,已接通,B",
      ])
    let result = try school.graded()
    #expect(result.intent[0] == "A")
    #expect(result.intent.ruleNumber(0) == "1")
    #expect(result.intent.ruleCell(0) == "A4")
    let date = result.evidence.sources("days_to_enrol", 0, in: school.records)
    #expect(date.map { $0.place(in: school.records).address } == ["C2"])
    let contact = result.evidence.sources("days_since_contact", 0, in: school.records)
    #expect(contact == [SourceCell(.visits, "visit_date", 0)])
    #expect(result.evidence.text("days_since_contact", 0) == "1")
  }

  @Test("keep proposed, computed and reviewed apart, with agreement and kappa")
  func threeVerdicts() throws {
    let school = School(
      asOf: "2026-03-10",
      [
        .customers: """
        customer_id,intent_proposed,intent_reviewed,reviewed_by,reviewed_on,owner
        c1,A,A,主管,2026-03-01,顾问一
        c2,A,B,主管,2026-03-01,顾问一
        c3,B,B,主管,2026-03-02,顾问二
        c4,C,C,主管,2026-03-02,顾问二
        c5,B,,,,顾问二
        """,
        .visits: "customer_id,visit_date,intent,staff\nc5,2026-01-02,A,顾问一",
      ])
    let result = try school.graded()
    let agreement = result.reviewAgreement
    #expect(agreement.n == 4 && agreement.equal == 3)
    // Observed 3/4; expected (2·1 + 1·2 + 1·1)/16 = 5/16; κ = (12 − 5)/(16 − 5).
    #expect(abs((agreement.kappa ?? 0) - 7.0 / 11) < 1e-12)
    #expect(result.settled(0) == "A" && result.settled(1) == "B" && result.settled(4) == "C")
    #expect(result.disagreements == [0, 1, 2, 4])
    #expect(result.proposedBy[0].whoField == "owner")
  }

  @Test("have a history with the days in each grade and the visit behind every move")
  func history() throws {
    let school = School(
      asOf: "2026-03-10",
      [
        .customers: "customer_id\nc1\nc2",
        .visits: """
        customer_id,visit_date,intent
        c1,2026-01-01,C
        c1,2026-02-01,B
        c1,2026-02-10,B
        c1,2026-03-01,A
        c2,2026-01-10,A
        c2,2026-03-05,C
        c2,2026-09-01,A
        """,
      ])
    let history = try school.graded().history
    #expect(history.entries(of: 0).map { history.names[Int($0.grade)] } == ["C", "B", "A"])
    #expect(history.days(of: 0) == [9, 28, 31])
    #expect(history.days(of: 1) == [54, 0, 5])
    let start = try #require(Day(iso: "2026-02-01"))
    let moves = history.moves(in: start...school.records.asOf)
    #expect(moves.up.map(\.visit) == [1, 3] && moves.down.map(\.visit) == [5])
  }
}

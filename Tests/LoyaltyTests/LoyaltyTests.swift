import ByteScanning
import CustomerRecords
import DecisionTables
import Loyalty
import Tabular
import Testing

extension School {
  var referrals: Referrals { Referrals(records, engagement: engagement) }
  func tiers(asOf day: Day? = nil) throws -> TierResult {
    try TierResult(
      records, engagement: engagement, referrals: referrals, settings: settings, rules: rules, asOf: day)
  }
  func points() throws -> PointsLedger {
    try PointsLedger(records, engagement: engagement, referrals: referrals, settings: settings, rules: rules)
  }
}

@Suite("Referrals")
struct ReferralTests {
  @Test("are found by number, name, guardian, phone and name with phone")
  func found() {
    let school = School(
      asOf: "2026-03-10",
      [
        .customers: """
        customer_id,name,guardian_name,phone,referrer
        c1,王一,王妈,13800000001,
        c2,李二,,13800000002,c1
        c3,张三,,13800000003,王一
        c4,赵四,,13800000004,王妈
        c5,钱五,,13800000005,138 0000 0002
        c6,孙六,,13800000006,李二（13800000002）
        c7,周七,,13800000007,无
        c8,吴八,,13800000008,13800000003
        """
      ])
    #expect(school.referrals.referrer == [-1, 0, 0, 0, 1, 1, -1, 2])
    #expect(school.referrals.findings.isEmpty)
    #expect(school.referrals.descendants == [6, 2, 1, 0, 0, 0, 0, 0])
    #expect(school.referrals.longestChain == 2)
  }

  @Test("that could be several people are a finding, unless a phone tells them apart")
  func ambiguous() {
    let school = School(
      asOf: "2026-03-10",
      [
        .customers: """
        customer_id,name,phone,referrer
        c1,王一,13800000001,
        c2,王一,13800000002,
        c3,张三,13800000003,王一
        c4,赵四,13800000004,王一13800000002
        c5,钱五,13800000005,李无名
        """
      ])
    let links = school.referrals
    #expect(links.referrer == [-1, -1, Referrals.ambiguous, 1, Referrals.unknown])
    #expect(links.findings.map(\.code.rawValue) == ["E470", "E471"])
    #expect(links.findings.map(\.at.address) == ["D4", "D6"])
  }

  @Test("never run in a circle: the first customer's link gives way")
  func loops() {
    let school = School(
      asOf: "2026-03-10",
      [
        .customers: """
        customer_id,name,registered_on,referrer
        c1,甲,2025-03-01,丙
        c2,乙,2025-01-01,甲
        c3,丙,2025-02-01,乙
        c4,丁,2025-04-01,甲
        """
      ])
    let links = school.referrals
    #expect(links.referrer == [2, -1, 1, 0])
    #expect(links.findings.map(\.code.rawValue) == ["E472"])
    #expect(links.depth == [2, 0, 1, 3])
  }

  @Test("earn a reward once the referred customer has paid")
  func rewards() {
    let school = School(
      asOf: "2026-03-10",
      [
        .customers: "customer_id,name,referrer\nc1,甲,\nc2,乙,甲\nc3,丙,甲\nc4,丁,甲\nc5,戊,甲",
        .enrolments: """
        customer_id,purchase_date,amount
        c2,2026-01-05,3000
        c3,2026-03-01,3000
        c4,2025-12-01,3000
        """,
        .points: "customer_id,date,event,points\nc1,2025-12-05,推荐,500",
      ])
    let rewards = ReferralReward.all(
      school.referrals, school.records, engagement: school.engagement, settings: school.settings)
    let status = Dictionary(uniqueKeysWithValues: rewards.map { ($0.referred, $0.status) })
    #expect(status == [1: .overdue, 2: .due, 3: .granted, 4: .waiting])
    #expect(school.referrals.revenueBehind[0] == 900_000)
  }
}

@Suite("Membership tiers")
struct TierTests {
  static let school = School(
    asOf: "2026-03-10",
    [
      .customers: "customer_id,name,referrer\nc1,甲,\nc2,乙,甲\nc3,丙,\nc4,丁,\nc5,戊,",
      .enrolments: """
      customer_id,purchase_date,amount,refund
      c1,2026-01-05,12500,
      c2,2026-02-05,21000,
      c3,2025-03-01,9000,
      c4,2025-06-01,7000,
      c5,2025-06-01,60000,60000
      """,
    ])

  @Test("follow spend, purchases and referrals of the window")
  func earned() throws {
    let tiers = try TierTests.school.tiers()
    #expect(tiers.earned.labels.texts == ["银卡会员", "金卡会员", "普通会员", "普通会员", "普通会员"])
    #expect(tiers.ladder.first == "白金会员")
    #expect(tiers.referrals == [1, 0, 0, 0, 0])
  }

  @Test("are kept by grace before demotion, and lost after it")
  func grace() throws {
    // 9,000 were spent on 2025-03-01: inside 365 days up to 2026-02-28, held 90 days longer.
    let tiers = try TierTests.school.tiers()
    #expect(tiers.held[2] == "银卡会员" && tiers.earned[2] == "普通会员")
    #expect(Day(rawValue: tiers.graceUntil[2]).description == "2026-05-29")
    #expect(tiers.graceUntil[0] == Day.missing)
    let later = try TierTests.school.tiers(asOf: Day(iso: "2026-05-30"))
    #expect(later.held[2] == "普通会员")
    let moves = later.moves(since: tiers, family: [])
    #expect(moves.contains { $0.person == 2 && $0.from == "银卡会员" && $0.to == "普通会员" && !$0.isPromotion })
  }

  @Test("tell what is missing for the next one")
  func missing() throws {
    let tiers = try TierTests.school.tiers()
    let first = try #require(tiers.missing[0])
    // 金卡: 20,000 spent, or 12,000 and two referrals; the first is nearer (62.5 % against 50 %).
    #expect(first.tier == "金卡会员" && first.share == 0.625)
    #expect(first.conditions.map(\.variable) == ["spend_in_window"] && first.conditions[0].need == 20_000)
    let fourth = try #require(tiers.missing[3])
    #expect(fourth.tier == "银卡会员" && fourth.share == 0.875)
    #expect(tiers.near(TierTests.school.settings) == [3])
  }
}

@Suite("Points")
struct PointsTests {
  @Test("are spent from the oldest grant, expire, and are counted")
  func ledger() throws {
    let school = School(
      asOf: "2026-03-10",
      [
        .customers: "customer_id,name\nc1,甲\nc2,乙",
        .points: """
        customer_id,date,event,points,expires_on
        c1,2025-01-10,消费,100,2026-01-31
        c1,2025-06-10,消费,200,2026-06-30
        c1,2025-07-01,兑换,-60,
        c1,2026-02-10,兑换,-50,
        c2,2026-01-01,消费,30,
        c2,2026-02-01,兑换,-50,
        c2,2026-03-01,消费,100,
        """,
      ])
    let ledger = try school.points()
    // The 60 came out of the first 100; of these 40 lapsed on 2026-02-01; the 50 came out of the 200.
    #expect(ledger.rows(of: 0).map(\.points) == [100, 200, -60, -40, -50])
    #expect(ledger.rows(of: 0).map(\.balance) == [100, 300, 240, 200, 150])
    #expect(ledger.rows(of: 0).map(\.day.description)[3] == "2026-02-01")
    #expect(ledger.balance == [150, 80])
    #expect(try ledger.balance(of: 0, on: #require(Day(iso: "2026-01-31"))) == 240)
    #expect(try ledger.balance(of: 0, on: #require(Day(iso: "2025-01-09"))) == 0)
    #expect(ledger.issued == 430 && ledger.redeemed == 160 && ledger.expired == 40 && ledger.outstanding == 230)
    #expect(abs(ledger.liability - 2.3) < 1e-9)
    // Redeemed above the balance: told, with the row.
    #expect(ledger.findings.map(\.code.rawValue) == ["E473"])
    #expect(ledger.findings[0].hint == ["20"] && ledger.findings[0].at.address == "D7")
    #expect(ledger.rows(of: 1).map(\.shortfall) == [0, 20, 0])
    #expect(ledger.open.map(\.points) == [150, 80])
  }

  @Test("come from purchases, referrals and visits by the rules where the sheet has none")
  func byRules() throws {
    let school = School(
      asOf: "2026-03-10",
      [
        .customers: "customer_id,name,referrer\nc1,甲,\nc2,乙,甲",
        .enrolments: """
        customer_id,purchase_date,amount,refund
        c1,2026-01-05,12000,
        c2,2026-02-05,305,5
        """,
        .visits: "customer_id,visit_date,visit_type\nc1,2026-02-01,公开课",
      ])
    let ledger = try school.points()
    // 12,000 × 0.1 + 200; the seminar 50; 500 for the referred customer, who gets 300 × 0.1.
    #expect(ledger.rows(of: 0).map(\.points) == [1400, 50, 500])
    #expect(ledger.rows(of: 1).map(\.points) == [30])
    #expect(ledger.rows(of: 0).first?.origin == .rule(numbers: ["1", "2"], table: .enrolments, row: 0))
    #expect(ledger.granting == ["推荐", "消费", "活动"].sorted())
    #expect(ledger.balance == [1950, 30])
  }

  @Test("a row without customer, date or points is told and left out")
  func incomplete() throws {
    let school = School(
      asOf: "2026-03-10",
      [
        .customers: "customer_id\nc1",
        .points: "customer_id,date,event,points\nc9,2026-01-01,消费,10\nc1,,消费,10\nc1,2026-01-01,消费,",
      ])
    let ledger = try school.points()
    #expect(ledger.findings.map(\.code.rawValue) == ["E474", "E474", "E474"])
    #expect(ledger.issued == 0)
  }

  @Test("an event the sheet books by hand is not booked by the rules too, even where its customers are unknown")
  func unknownCustomers() throws {
    let school = School(
      asOf: "2026-03-10",
      [
        .customers: "customer_id\nc1",
        .enrolments: "customer_id,purchase_date,amount\nc1,2026-01-05,12000",
        .points: "customer_id,date,event,points\nc9,2026-01-05,消费,1200",
      ])
    let ledger = try school.points()
    #expect(ledger.findings.map(\.code.rawValue) == ["E474"])
    #expect(ledger.issued == 0 && ledger.granting.isEmpty)
  }
}

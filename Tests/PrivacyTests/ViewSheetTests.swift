import ByteScanning
import CustomerRecords
import Tabular
import Testing

@testable import Privacy

@Suite("The views sheet")
struct ViewSheetTests {
  @Test("The default sheet names every field for every role and has nothing wrong")
  func defaults() {
    #expect(School.views.findings.isEmpty)
    #expect(
      School.views.roles.map(\.role) == ["sales", "supervisor", "teacher", "service", "head", "audit", "partner"])
    for role in School.views.roles {
      for field in FieldCatalogue.standard.fields { #expect(role.words[field.id] != nil, "\(role.role) \(field.id)") }
      #expect(role.childWords != nil)
    }
  }

  @Test(
    "Roles answer to their Chinese and English names",
    arguments: ["partner", "合作方", "Partner", "销售", "head of institution", "教师"])
  func names(word: String) throws { _ = try School.views.role(word) }

  @Test("An unknown role names the nearest one")
  func unknownRole() throws {
    do {
      _ = try School.views.role("partnr")
      Issue.record("no failure")
    } catch let failure as Failure {
      #expect(failure.code.rawValue == "E455")
      #expect(failure.arguments[1] == "partner")
    }
  }

  @Test("Unknown words, fields, scopes and columns are told with their cell, and hide")
  func findings() throws {
    let sheet = try ViewSheet(
      School.grid(
        """
        字段,# 说明,partner,sales,parnter:child,sales:kid
        scope,,everything,own,,
        min_k,,five,,,
        customers.phone,,maks,full,,
        customers.phnoe,,full,full,,
        customers.手机号,,full,full,,
        customers.email,,掩码：邮箱,脱敏,,
        客户编号,,token,full,,
        """))
    let told = sheet.findings.map { "\($0.code.rawValue) \($0.at.address)" }
    #expect(told.contains("E450 C4"))
    #expect(told.contains("E451 A5"))
    #expect(told.contains("E453 C2"))
    #expect(told.contains("E454 C3"))
    #expect(told.contains("E452 E1"))
    #expect(told.contains("E452 F1"))
    #expect(told.contains("E459 A6"))
    let partner = try sheet.role("partner")
    #expect(partner.word("customers.phone") == .hide)
    #expect(partner.word("customers.email") == .rule(.email))
    #expect(partner.word("visits.customer_id") == .token)
    #expect(partner.word("customers.name") == .hide)
    #expect(partner.scope == .own)
    #expect(partner.minimumK ?? 0 > 1_000)
    let hint = sheet.findings.first { $0.code.rawValue == "E451" }?.hint
    #expect(hint?.last == "customers.phone")
  }

  @Test("A sheet without a field column is refused")
  func noFields() {
    #expect(throws: Failure.self) { try ViewSheet(School.grid("a,b\nc,d\n")) }
  }

  @Test("Two roles at once see the stricter of both")
  func merged() throws {
    let one = try School.views.merged(["sales", "teacher"])
    #expect(one.word("customers.phone") == .hide)
    #expect(one.word("customers.taboos") == .full)
    #expect(one.scope == .own)
    let outside = try School.views.merged(["head", "partner"])
    #expect(outside.audience == .outside)
    #expect(outside.minimumK == 5)
    #expect(outside.needsConsent)
    #expect(ViewWord.rule(.name).stricter(.rule(.phone), own: .all) == .rule(.all))
    #expect(ViewWord.mask.stricter(.rule(.name), own: .name).strictness == 2)
    #expect(ViewWord.token.stricter(.mask, own: .name) == .token)
  }

  @Test("Without a child column the stricter of cell and mask holds")
  func childDefault() throws {
    let sheet = try ViewSheet(School.grid("field,x\ncustomers.name,full\ncustomers.phone,hide\n"))
    let role = try sheet.role("x")
    #expect(role.childWord("customers.name", own: .name) == .mask)
    #expect(role.childWord("customers.phone", own: .phone) == .hide)
  }
}

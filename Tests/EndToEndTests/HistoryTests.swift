import Foundation
import TestSupport
import Testing

/// Every contact with one customer, and with a family.
@Suite struct HistoryTests {
  private static func lines(_ arguments: [String], _ folder: URL) throws -> (ids: [String], errors: String) {
    let run = try Program.run(["history"] + arguments + ["in", "--as-of", "2026-03-18", "--lang", "zh"], in: folder)
    #expect(run.status == 0, "\(run.errors)")
    let ids = run.text.split(separator: "\n").dropFirst().map { String($0.prefix { $0 != "\t" }) }
    return (ids, run.errors)
  }

  @Test func aFamilyIsWhoSharesItsNumberAndASharedPhoneIsOnlySaid() throws {
    try Program.withFolder { folder in
      try folder.put(
        "学员编号,学员姓名,联系电话,家庭编号\nA1,王一,13912345671,J1\nA2,王二,13912345671,J1\nA3,李三,13912345671,\nA4,赵四,13912345674,\n",
        "in/登记.csv")
      // The log is out of order.
      try folder.put(
        "回访编号,学员编号,回访日期,回访方式,回访人,回访内容,客户反馈\nH3,A1,2026-03-02,电话,周敏,问近况,满意\nH1,A1,2025-01-02,微信,周敏,发资料,\nH2,A2,2025-05-06,面谈,周敏,试课,喜欢\nH4,A3,2026-01-01,电话,周敏,,\n",
        "in/回访.csv")
      #expect(try Self.lines(["A1"], folder).ids == ["H1", "H3"])
      let family = try Self.lines(["A1", "--family"], folder)
      #expect(family.ids == ["H1", "H2", "H3"])
      #expect(family.errors.contains("另有 1 位客户登记了同一个电话"), "\(family.errors)")
      let alone = try Self.lines(["A4", "--family"], folder)
      #expect(alone.ids.isEmpty && alone.errors.contains("没有这位客户的联系记录"))
    }
  }
}

import ByteScanning
import CustomerRecords
import Foundation
import RecordFixtures
import Tabular
import TestSupport
import Testing

@Suite("Data nobody here made", .enabled(if: Corpus.available(for: "records of real data")))
struct RealDataTests {
  private func workbook(_ name: String) throws -> InputWorkbook {
    let root = try #require(Corpus.root)
    let text = try String(contentsOf: root.appending(path: "customers/\(name)"), encoding: .utf8)
    let sheet = GridWorkbook.Sheet(ColumnStem.of(name), csv: text)
    return InputWorkbook(file: name, reading: GridWorkbook([sheet]))
  }

  private enum ColumnStem {
    static func of(_ name: String) -> String { String(name.dropLast(4)) }
  }

  private func map(_ rows: String) throws -> ColumnMap {
    try ColumnMap(
      Grid(template: "sheet,header,table,field\n" + rows, file: "map.csv", sheet: "map"), catalogue: .standard)
  }

  @Test("an education company's leads, mapped: 6,176 of them, 2,346 converted")
  func leads() throws {
    let options = ReadOptions(
      map: try map("*,Lead Number,customers,customer_id\n*,Prospect ID,,-\n*,Tags,customers,note\n"))
    let records = try RecordReader.read([workbook("x_education_leads_part.csv")], options: options)
    #expect(records.customers.count == 6176)
    let converted = records.customers.numbers("enrolled_flag")
    #expect((0..<6176).filter { converted[$0] == 1 }.count == 2346)
    #expect(records.customers.texts("occupation").codes.contains { $0 != TextPool.none })
    #expect(records.sources[0].rows == 6176 && records.sources[0].used == 6176)
    #expect(!records.findings.contains { $0.severity == .error })
  }

  @Test("the same leads without a map are recognised as customers")
  func leadsPlain() throws {
    let records = try RecordReader.read([workbook("x_education_leads_part.csv")])
    #expect(records.customers.count == 6176)
    #expect(records.sources[0].kind == .customers)
  }

  @Test("CDNOW purchases as enrolments: 2,357 buyers, 6,919 purchases, 244,091.94")
  func cdnow() throws {
    let options = ReadOptions(
      map: try map(
        "*,dollar_value,enrolments,amount\n*,number_of_cds,enrolments,quantity\n*,date,enrolments,purchase_date\n"))
    let records = try RecordReader.read([workbook("cdnow_sample.csv")], options: options)
    #expect(records.enrolments.count == 6919)
    #expect(records.customers.count == 2357)
    #expect(records.implied == [.customers])
    #expect(records.asOf.description == "1998-06-30")
    let amounts = records.enrolments.numbers("amount")
    let cents = (0..<6919).reduce(0) { $0 + Int(((amounts[$1] ?? 0) * 100).rounded()) }
    #expect(cents == 24_409_194)
    #expect(!records.customerRow(of: .enrolments).contains(-1))
    #expect(records.customers.texts("customer_id")[0] == "0001")
  }

  @Test("CDNOW without a map is a question, not a guess")
  func cdnowPlain() throws {
    let input = try workbook("cdnow_sample.csv")
    #expect(throws: Failure.self) { try RecordReader.read([input]) }
  }

  @Test("a garden centre's answers: 147 scores, 93 promoters, 17 detractors")
  func nps() throws {
    let options = ReadOptions(map: try map("*,satisfaction,visits,-\n*,nps,visits,nps\n"))
    let records = try RecordReader.read([workbook("nps_garden_centre_part.csv")], options: options)
    let scores = records.visits.numbers("nps")
    let answers = (0..<records.visits.count).compactMap { scores[$0] }
    #expect(answers.count == 147)
    #expect(answers.filter { $0 >= 9 }.count == 93 && answers.filter { $0 <= 6 }.count == 17)
    // The three that gave no answer and no name are told, not dropped.
    #expect(records.sources[0].rows == records.sources[0].used + records.sources[0].setAside)
  }
}

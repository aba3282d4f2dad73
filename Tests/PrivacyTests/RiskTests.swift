import Tabular
import Testing

@testable import Privacy

@Suite("Risk of recognition")
struct RiskTests {
  func report(_ classes: [Int], _ sensitive: Column) -> RiskReport {
    let table = Table(
      name: "t",
      columns: [
        Table.Named(header: "q", field: "customers.region", column: .texts(classes.map { "c\($0)" })),
        Table.Named(header: "s", field: "customers.budget", column: sensitive),
      ], rowCount: classes.count)
    return RiskReport(table, quasi: ["customers.region"], sensitive: ["customers.budget"])
  }

  static let salaries: [Double?] = [3, 4, 5, 6, 11, 8, 7, 9, 10]

  @Test(
    "Salary table of Li et al., both groupings",
    arguments: [([0, 0, 0, 1, 1, 1, 2, 2, 2], 0.375), ([0, 2, 0, 1, 1, 1, 2, 0, 2], 0.16667)])
  func salary(classes: [Int], t: Double) {
    let report = report(classes, .numbers(Self.salaries))
    #expect(report.k == 3)
    #expect(report.sensitive[0].l == 3)
    #expect(abs(report.sensitive[0].t - t) < 1e-4)
  }

  @Test(
    "Tables of Machanavajjhala et al.",
    arguments: [("HHVVCHVVCCCC", 1, 0.5833), ("HVCCCHVVHVCC", 3, 0.1667)])
  func disease(values: String, l: Int, t: Double) {
    let report = report((0..<12).map { $0 / 4 }, .texts(values.map { String($0) }))
    #expect(report.k == 4)
    #expect(report.sensitive[0].l == l)
    #expect(abs(report.sensitive[0].t - t) < 1e-4)
  }

  @Test("A blank is a value of its own, ranked first")
  func blank() {
    let table = Table(
      name: "t",
      columns: [Table.Named(header: "q", field: "customers.region", column: .texts([nil, nil, "a", "a", "b"]))],
      rowCount: 5)
    let report = RiskReport(table, quasi: ["customers.region"], sensitive: [])
    #expect(report.k == 1)
    #expect(report.uniqueness == 0.2)
    #expect(RiskCodes.codes(.numbers([nil, 5, 1])).codes == [0, 2, 1])
  }

  @Test("Rows of one person count once")
  func people() {
    let table = Table(
      name: "t",
      columns: [Table.Named(header: "q", field: "customers.region", column: .texts(["a", "a", "a", "b", "b"]))],
      rowCount: 5)
    let report = RiskReport(table, quasi: ["customers.region"], sensitive: [], people: [1, 1, 1, 2, 3])
    #expect(report.k == 1)
    #expect(report.rows == 3)
  }

  @Test("Many values go through the hashed path with the same result")
  func manyValues() {
    let n = 20_000
    let a = (0..<n).map { UInt32($0 % 4_001) }
    let b = (0..<n).map { UInt32(($0 * 7) % 3_001) }
    let classes = EquivalenceClasses([a, b], rows: n)
    #expect(classes.sizes.count == Set(zip(a, b).map { UInt64($0) << 32 | UInt64($1) }).count)
    #expect(classes.sizes.reduce(0, +) == UInt32(n))
  }

  @Test("Generalisation reaches k with the least loss, then rows go, else nothing leaves")
  func generalise() throws {
    let ages: [String?] = ["0–6", "7–12", "0–6", "7–12", "13–15", "16–18", "13–15", "16–18", "41–60"]
    let genders: [String?] = ["m", "m", "f", "f", "m", "m", "f", "f", "f"]
    let ladders = [
      Generalisation.Ladder(field: "customers.birthday", column: .texts(ages)),
      Generalisation.Ladder(field: "customers.gender", column: .texts(genders)),
    ]
    let found = try #require(Generalisation.search(ladders, rows: 9, k: 2, tolerance: 0.2))
    #expect(found.steps.map(\.step) == [.wideAge, .asIs])
    #expect(found.suppressed == Array(repeating: false, count: 8) + [true])
    let strict = try #require(Generalisation.search(ladders, rows: 9, k: 9, tolerance: 0))
    #expect(strict.steps.map(\.step) == [.none, .none])
    #expect(Generalisation.search(ladders, rows: 9, k: 10, tolerance: 1) == nil)
  }

  @Test("Places grow from county to prefecture to province")
  func places() {
    let column = Column.texts(["浙江省杭州市余杭区", "浙江省宁波市", nil])
    #expect(Generalisation.Step.prefecture.apply(column).cell(0) == .text("浙江省杭州市"))
    #expect(Generalisation.Step.province.apply(column).cell(1) == .text("浙江省"))
  }
}

import Tabular
import Testing

@testable import ReleaseGate

/// A mask that changes nothing, and one that hides all but the first byte.
private struct Echo: ColumnKernel {
  var name = "mask"
  var mayKeepValues = false
  func apply(_ column: Column, rows: [UInt32], of table: Table) -> Column { column }
}

private struct First: ColumnKernel {
  var name = "mask"
  var mayKeepValues: Bool { false }
  func apply(_ column: Column, rows: [UInt32], of table: Table) -> Column {
    .texts(
      (0..<column.count).map { row in
        if case .text(let text) = column.cell(row) { return String(text.prefix(1)) + "*" }
        return nil
      })
  }
}

@Suite("The release gate")
struct ReleaseTests {
  let table: Table = {
    var day = Column.days([Day(iso: "2026-01-01"), nil, Day(iso: "2026-01-03")])
    day.strays = [Column.Stray(row: 1, cell: .text("张三 13800138000"))]
    return Table(
      name: "customers",
      columns: [
        Table.Named(header: "姓名", field: "customers.name", column: .texts(["张三", "李四", nil]), stood: [(0, 1)]),
        Table.Named(header: "张三的秘密", field: "customers.?张三的秘密", column: .texts(["x", "y", "z"])),
        Table.Named(header: "分", field: "customers.score", column: .numbers([1, 2, 3])),
        Table.Named(header: "日期", field: "customers.day", column: day),
      ], rowCount: 3)
  }()

  @Test("What a view does not name is hidden")
  func unnamed() {
    let released = Released(table, through: .naming(role: "r", actions: ["customers.score": .full]))
    #expect(released.table.columns.map(\.field) == ["customers.score"])
    #expect(Released(table, through: .naming(role: "r", actions: [:])).table.columns.isEmpty)
  }

  @Test("A mask that leaves a value unchanged has failed: the value is hidden whole and counted")
  func unchanged() {
    let released = Released(
      table,
      through: .naming(
        role: "r",
        actions: [
          "customers.name": .transform(Echo()), "customers.score": .transform(Echo()),
          "customers.day": .transform(Echo()),
        ]))
    for named in released.table.columns { for row in 0..<3 { #expect(named.column.cell(row) == .empty) } }
    #expect(released.report.first { $0.field == "customers.name" }?.hidden == 2)
    #expect(released.report.first { $0.field == "customers.day" }?.hidden == 3)
  }

  @Test("Where values may stay, they stay")
  func kept() {
    let released = Released(
      table, through: .naming(role: "r", actions: ["customers.score": .transform(Echo(mayKeepValues: true))]))
    #expect(released.table[field: "customers.score"]?.cell(2) == .number(3))
  }

  @Test("Rows come in the view's order, children through their own action")
  func rowsAndChildren() {
    let released = Released(
      table,
      through: .naming(
        role: "r", actions: ["customers.name": .full, "customers.score": .full, "customers.day": .full],
        childActions: ["customers.name": .transform(First()), "customers.score": .hide], isChild: [true, false, false],
        rows: [2, 0, 1]))
    let name = released.table[field: "customers.name"]
    #expect((0..<3).map { name?.cell($0) } == [.empty, .text("张*"), .text("李四")])
    let score = released.table[field: "customers.score"]
    #expect((0..<3).map { score?.cell($0) } == [.number(3), .empty, .number(2)])
    #expect(released.table[field: "customers.day"]?.cell(2) == .text("张三 13800138000"))
  }

  @Test("Headers of unknown columns, origins and places never leave")
  func headers() {
    let released = Released(
      table, through: .naming(role: "r", actions: ["customers.?张三的秘密": .full, "customers.name": .full]))
    #expect(!released.table.columns.contains { $0.header.contains("张三") })
    #expect(released.table.columns.allSatisfy { $0.stood.isEmpty })
    #expect(released.table.origin.rowCount == 0)
  }

  @Test("Remarks on cells stay in the house")
  func annotations() {
    var presentation = SheetPresentation()
    presentation.annotations = [.init(row: 0, field: "customers.name", tint: .error, comment: "张三")]
    let outside = Released(
      table, through: .naming(role: "r", actions: ["customers.name": .full]), presentation: presentation)
    #expect(outside.presentation.annotations.isEmpty)
    let inside = Released(table, through: .custody(reason: "test"), presentation: presentation)
    #expect(inside.presentation.annotations.count == 1)
    #expect(inside.table.columns.count == 4)
  }
}

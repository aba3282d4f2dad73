import Tabular
import Testing

/// Rows by a key of theirs.
@Suite struct KeyedRowsTests {
  /// Keys 0…4 in turn and a row without one now and then; enough rows for long and short runs.
  private let keys: [Int32] = (0..<400).map { (row: Int) -> Int32 in
    if row % 7 == 3 { return -1 }
    return row < 300 ? 2 : Int32(row * 5 % 11 % 5)
  }

  @Test func rowsOfAKeyStandTogetherInTheirOrder() {
    let rows = KeyedRows(keys, count: 6)
    for key in 0..<6 {
      #expect(rows.rows[rows.range(key)].map { Int($0) } == keys.indices.filter { keys[$0] == key })
    }
    #expect(rows.rows.count == keys.count { $0 >= 0 })
    #expect(KeyedRows([], count: 0).rows.isEmpty)
  }

  @Test func sortedRowsOfOneValueKeepTheirs() {
    let values: [Int] = keys.indices.map { (row: Int) -> Int in row * 37 % 10 }
    var rows = KeyedRows(keys, count: 6)
    rows.sort { values[$0] < values[$1] }
    for key in 0..<6 {
      let wanted = keys.indices.filter { keys[$0] == key }.sorted { (values[$0], $0) < (values[$1], $1) }
      #expect(rows.rows[rows.range(key)].map { Int($0) } == wanted)
    }
  }
}

import ByteScanning

extension ColumnBuilder {
  /// The columns, ascending, with lanes of `rowCount` rows each, in sheet order of the rows. The builder is spent.
  ///
  /// `shared` is the pool that `setText(_:shared:)` counted in; every code given must lie in it. Wanted columns without
  /// any cell are there as missing ones.
  package mutating func finish(shared: TextPool = TextPool(), findings: [Finding] = []) -> SheetScan {
    rowOpen = false
    let rows = rowCount
    let empties = ColumnBuilder.emptyTexts(shared)
    let missing = Array(repeating: TextPool.none, count: rows)
    var dropped = false
    var columns: [SheetScan.ScannedColumn] = []
    columns.reserveCapacity(slotCount)
    for slot in 0..<slotCount {
      slots[slot].settle(rows: rows)
      let column = slots[slot].finished(
        shared: shared, empties: empties, errors: errors, missing: missing, dropped: &dropped)
      columns.append(.init(index: slots[slot].column, column: column))
      slots[slot].release()
    }
    for index in wanted ?? [] where index >= width || slotOf[index] < 0 {
      columns.append(.init(index: index, column: Column(.text(codes: missing, pool: TextPool()))))
    }
    columns.sort { $0.index < $1.index }
    var scan = SheetScan(columns: columns, origin: origin, rowCount: rows, findings: findings)
    if dropped { scan.dropBlankRows() }
    if !rowsAscend { scan.sortRows() }
    return scan
  }

  /// Codes of empty texts: to hold one is to hold nothing.
  private static func emptyTexts(_ pool: TextPool) -> Set<UInt32> {
    var empties: Set<UInt32> = []
    var start: UInt32 = 0
    for (code, end) in pool.ends.enumerated() {
      if end == start { empties.insert(UInt32(code)) }
      start = end
    }
    return empties
  }
}

extension ColumnStore {
  mutating func release() {
    loose = []
    own = nil
    discardLane()
  }

  private static func array<E: BitwiseCopyable>(_ data: UnsafeMutableRawPointer, _: E.Type, _ count: Int) -> [E] {
    var array: [E] = []
    array.reserveLarge(count)
    array.append(contentsOf: UnsafeBufferPointer(start: data.assumingMemoryBound(to: E.self), count: count))
    return array
  }

  func finished(
    shared: TextPool, empties: Set<UInt32>, errors: [String], missing: [UInt32], dropped: inout Bool
  ) -> Column {
    let rows = missing.count
    var lane: Lane
    var pool = own?.pool ?? TextPool()
    var sharedPool = own == nil
    switch (mode, data) {
    case (.number, let data?):
      lane = .number(ColumnStore.array(data, Double.self, rows), NumberKind(rawValue: kind) ?? .plain)
    case (.day, let data?):
      lane = .day(ColumnStore.array(data, Int32.self, rows))
    case (.text, let data?):
      var codes = ColumnStore.array(data, UInt32.self, rows)
      if own != nil {
        // Both kinds of codes end up in the column's own pool; shared texts used here are copied once each.
        var moved: [UInt32: UInt32] = [:]
        for row in 0..<rows where codes[row] != TextPool.none {
          let code = codes[row]
          if code & ColumnStore.ownBit != 0 {
            codes[row] = code & ~ColumnStore.ownBit
          } else if empties.contains(code) {
            codes[row] = TextPool.none
            dropped = true
          } else if let known = moved[code] {
            codes[row] = known
          } else {
            let copy = shared.withBytes(code) { pool.append($0) }
            moved[code] = copy
            codes[row] = copy
          }
        }
        sharedPool = false
      } else if !empties.isEmpty {
        for row in 0..<rows where codes[row] != TextPool.none && empties.contains(codes[row]) {
          codes[row] = TextPool.none
          dropped = true
        }
      }
      lane = .text(codes: codes, pool: sharedPool ? shared : pool)
    default:
      lane = .text(codes: missing, pool: TextPool())
    }

    var strays: [Column.Stray] = []
    strays.reserveCapacity(loose.count)
    var strings: [UInt64: String] = [:]
    for cell in loose {
      let value: Cell
      switch cell.tag {
      case .sharedText, .ownText:
        let isOwn = cell.tag == .ownText
        let code = UInt32(truncatingIfNeeded: cell.payload)
        if !isOwn, empties.contains(code) {
          dropped = true
          continue
        }
        // One String a text, however many cells hold it.
        let key = cell.payload << 1 | (isOwn ? 1 : 0)
        let text = strings[key] ?? (isOwn ? own?.pool.string(code) ?? "" : shared.string(code))
        strings[key] = text
        value = .text(text)
      case .plain: value = .number(Double(bitPattern: cell.payload))
      case .boolean: value = .boolean(Double(bitPattern: cell.payload) != 0)
      case .dateTime: value = .dateTime(Double(bitPattern: cell.payload))
      case .time: value = .time(Double(bitPattern: cell.payload))
      case .duration: value = .duration(Double(bitPattern: cell.payload))
      case .day: value = .day(Day(rawValue: Int32(truncatingIfNeeded: cell.payload)))
      case .error: value = .error(errors[Int(cell.payload)])
      }
      strays.append(Column.Stray(row: cell.row, cell: value))
    }
    return Column(lane, strays: strays)
  }
}

extension SheetScan {
  /// Leaves out rows whose only cells turned out to be empty texts.
  fileprivate mutating func dropBlankRows() {
    var filled = Array(repeating: false, count: rowCount)
    for column in columns {
      switch column.column.lane {
      case .text(let codes, _): for row in 0..<rowCount where codes[row] != TextPool.none { filled[row] = true }
      case .number(let values, _): for row in 0..<rowCount where !values[row].isNaN { filled[row] = true }
      case .day(let days): for row in 0..<rowCount where days[row] != Day.missing { filled[row] = true }
      }
      for stray in column.column.strays { filled[Int(stray.row)] = true }
    }
    let order = (0..<UInt32(rowCount)).filter { filled[Int($0)] }
    if order.count < rowCount { gather(order) }
  }

  /// Sheet order; of rows with one number, each column keeps the last cell it was given.
  fileprivate mutating func sortRows() {
    let numbers = (0..<rowCount).map { Int(origin.place($0).row) }
    let order = (0..<UInt32(rowCount)).sorted { a, b in
      let (x, y) = (numbers[Int(a)], numbers[Int(b)])
      return x == y ? a < b : x < y
    }
    var groups: [Range<Int>] = []
    for (i, row) in order.enumerated() {
      if let last = groups.last, numbers[Int(order[last.lowerBound])] == numbers[Int(row)] {
        groups[groups.count - 1] = last.lowerBound..<i + 1
      } else {
        groups.append(i..<i + 1)
      }
    }
    if groups.count == rowCount {
      gather(order)
      return
    }
    let leaders = groups.map { order[$0.lowerBound] }
    for c in columns.indices {
      let column = columns[c].column
      let picked = groups.map { group -> UInt32 in
        group.last { column.cell(Int(order[$0])) != .empty }.map { order[$0] } ?? order[group.lowerBound]
      }
      columns[c].column = column.gathered(picked)
    }
    origin = origin.gathered(leaders)
    rowCount = leaders.count
  }

  private mutating func gather(_ order: [UInt32]) {
    for c in columns.indices { columns[c].column = columns[c].column.gathered(order) }
    origin = origin.gathered(order)
    rowCount = order.count
  }
}

import Tabular

/// Puts the sheets of one kind under each other: one column a field, texts interned together.
enum TableMerging {
  static func merged(_ sheets: [Table], name: String) -> Table {
    guard sheets.count != 1 else {
      var only = sheets[0]
      only.name = name
      return only
    }
    var out = Table(name: name, rowCount: sheets.reduce(0) { $0 + $1.rowCount })
    for sheet in sheets {
      for (i, run) in sheet.origin.runs.enumerated() {
        let end = i + 1 < sheet.origin.runs.count ? Int(sheet.origin.runs[i + 1].tableRow) : sheet.origin.rowCount
        out.origin.append(source: Int(run.source), sheetRow: Int(run.sheetRow), count: end - Int(run.tableRow))
      }
    }
    var order: [FieldID] = []
    for sheet in sheets {
      for column in sheet.columns where !order.contains(column.field) { order.append(column.field) }
    }
    for field in order {
      let holders = sheets.compactMap { sheet in sheet.index(of: field).map { sheet.columns[$0] } }
      guard let first = holders.first else { continue }
      let column = concatenated(sheets.map { ($0[field: field], $0.rowCount) }, like: first.column)
      out.columns.append(
        Table.Named(header: first.header, field: field, column: column, stood: holders.flatMap(\.stood)))
    }
    return out
  }

  /// Columns of one field under each other; nil = the sheet had no such column.
  static func concatenated(_ parts: [(column: Column?, rows: Int)], like model: Column) -> Column {
    var strays: [Column.Stray] = []
    var offset: UInt32 = 0
    var lineage = model.lineage
    for (column, rows) in parts {
      if let column {
        strays += column.strays.map { Column.Stray(row: $0.row + offset, cell: $0.cell) }
        lineage.formUnion(column.lineage)
      }
      offset += UInt32(rows)
    }
    let total = Int(offset)
    let lane: Lane
    switch model.lane {
    case .text:
      var pool = TextPool()
      var index = TextIndex()
      var codes: [UInt32] = []
      codes.reserveCapacity(total)
      for (column, rows) in parts {
        guard case .text(let own, let ownPool)? = column?.lane else {
          codes.append(contentsOf: repeatElement(TextPool.none, count: rows))
          continue
        }
        let moved = translation(from: ownPool, into: &pool, &index)
        for code in own { codes.append(code == TextPool.none ? code : moved[Int(code)]) }
      }
      lane = .text(codes: codes, pool: pool)
    case .number(_, let kind):
      var values: [Double] = []
      values.reserveCapacity(total)
      for (column, rows) in parts {
        if case .number(let own, _)? = column?.lane {
          values += own
        } else {
          values.append(contentsOf: repeatElement(.nan, count: rows))
        }
      }
      lane = .number(values, kind)
    case .day:
      var days: [Int32] = []
      days.reserveCapacity(total)
      for (column, rows) in parts {
        if case .day(let own)? = column?.lane {
          days += own
        } else {
          days.append(contentsOf: repeatElement(Day.missing, count: rows))
        }
      }
      lane = .day(days)
    }
    return Column(lane, strays: strays, lineage: lineage, format: model.format)
  }

  /// For each code of one pool its code in another, texts added where they were not there.
  static func translation(from own: TextPool, into pool: inout TextPool, _ index: inout TextIndex) -> [UInt32] {
    var moved: [UInt32] = []
    moved.reserveCapacity(own.count)
    for code in 0..<UInt32(own.count) { moved.append(own.withBytes(code) { index.intern($0, in: &pool) }) }
    return moved
  }

  /// For each code of one pool its code in another, `TextPool.none` where it is not there.
  static func lookup(_ own: TextPool, in pool: TextPool, _ index: TextIndex) -> [UInt32] {
    (0..<UInt32(own.count)).map { code in own.withBytes(code) { index.find($0, in: pool) } ?? TextPool.none }
  }
}

extension Column {
  /// True where lane or stray has something; makes no value.
  func isFilled(_ row: Int) -> Bool {
    switch lane {
    case .text(let codes, _): if codes[row] != TextPool.none { return true }
    case .number(let values, _): if !values[row].isNaN { return true }
    case .day(let days): if days[row] != Day.missing { return true }
    }
    return !strays.isEmpty && stray(row) != nil
  }
}

extension Table {
  /// Without the rows `drop` marks.
  func dropping(_ drop: [Bool]) -> Table {
    drop.contains(true) ? gathered((0..<UInt32(rowCount)).filter { !drop[Int($0)] }) : self
  }
}

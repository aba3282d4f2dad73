import Tabular

extension Released {
  /// Hides every value of `made` that equals its original: a mask that changes nothing has failed.
  static func hideUnchanged(_ made: inout Column, from column: Column) -> Int {
    var hidden = 0
    switch (made.lane, column.lane) {
    case (.text(var codes, let pool), .text(let raw, let rawPool)):
      // Most values differ in length or in their first bytes: comparing each row is cheaper than remembering pairs.
      pool.bytes.withUnsafeBufferPointer { a in
        rawPool.bytes.withUnsafeBufferPointer { b in
          for row in codes.indices where codes[row] != TextPool.none && raw[row] != TextPool.none {
            let (x, y) = (pool.range(codes[row]), rawPool.range(raw[row]))
            guard x.count == y.count, a[x].elementsEqual(b[y]), !a[x].allSatisfy({ $0 == UInt8(ascii: "*") }) else {
              continue
            }
            codes[row] = TextPool.none
            hidden += 1
          }
        }
      }
      made.lane = .text(codes: codes, pool: pool)
    case (.number(var values, let kind), .number(let raw, _)):
      for row in values.indices where !values[row].isNaN && values[row] == raw[row] {
        values[row] = .nan
        hidden += 1
      }
      made.lane = .number(values, kind)
    case (.day(var days), .day(let raw)):
      for row in days.indices where days[row] != Day.missing && days[row] == raw[row] {
        days[row] = Day.missing
        hidden += 1
      }
      made.lane = .day(days)
    default: break
    }
    let kept = made.strays.filter { stray in column.stray(Int(stray.row)) != stray.cell }
    hidden += made.strays.count - kept.count
    made.strays = kept
    return hidden
  }

  /// Row by row `yes` where `flags` is true, else `no`; columns of different lanes are joined as text.
  static func choose(_ flags: [Bool], _ yes: Column, _ no: Column) -> Column {
    switch (yes.lane, no.lane) {
    case (.number(let a, let kind), .number(let b, let other)) where kind == other:
      return Column(
        .number(flags.indices.map { flags[$0] ? a[$0] : b[$0] }, kind),
        strays: strays(flags, yes, no), lineage: yes.lineage.union(no.lineage), format: no.format)
    case (.day(let a), .day(let b)):
      return Column(
        .day(flags.indices.map { flags[$0] ? a[$0] : b[$0] }),
        strays: strays(flags, yes, no), lineage: yes.lineage.union(no.lineage), format: no.format)
    case (.text(let a, let poolA), .text(let b, let poolB)):
      var pool = TextPool()
      var movedA = Array(repeating: TextPool.none, count: poolA.count)
      var movedB = Array(repeating: TextPool.none, count: poolB.count)
      let codes = flags.indices.map { row -> UInt32 in
        let code = flags[row] ? a[row] : b[row]
        if code == TextPool.none { return code }
        if flags[row] {
          if movedA[Int(code)] == TextPool.none { movedA[Int(code)] = poolA.withBytes(code) { pool.append($0) } }
          return movedA[Int(code)]
        }
        if movedB[Int(code)] == TextPool.none { movedB[Int(code)] = poolB.withBytes(code) { pool.append($0) } }
        return movedB[Int(code)]
      }
      return Column(
        .text(codes: codes, pool: pool), strays: strays(flags, yes, no), lineage: yes.lineage.union(no.lineage))
    default:
      // Different lanes: everything of the rarer kind becomes a stray beside the other's lane.
      var joined = no.cleared(where: flags)
      var extra: [Column.Stray] = no.strays.filter { !flags[Int($0.row)] }
      for row in flags.indices where flags[row] {
        let cell = yes.cell(row)
        if cell != .empty { extra.append(Column.Stray(row: UInt32(row), cell: cell)) }
      }
      joined.strays = extra.sorted { $0.row < $1.row }
      joined.lineage.formUnion(yes.lineage)
      return joined
    }
  }

  private static func strays(_ flags: [Bool], _ yes: Column, _ no: Column) -> [Column.Stray] {
    (yes.strays.filter { flags[Int($0.row)] } + no.strays.filter { !flags[Int($0.row)] }).sorted {
      $0.row < $1.row
    }
  }
}

extension Column {
  fileprivate func cleared(where flags: [Bool]) -> Column {
    var copy = self
    switch lane {
    case .text(let codes, let pool):
      copy.lane = .text(codes: flags.indices.map { flags[$0] ? TextPool.none : codes[$0] }, pool: pool)
    case .number(let values, let kind):
      copy.lane = .number(flags.indices.map { flags[$0] ? .nan : values[$0] }, kind)
    case .day(let days):
      copy.lane = .day(flags.indices.map { flags[$0] ? Day.missing : days[$0] })
    }
    return copy
  }
}

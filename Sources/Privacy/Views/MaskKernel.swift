import ReleaseGate
import Tabular

extension Column {
  /// Rewrites every distinct text once. `body` appends the new form and gives true, or gives false for "no value".
  /// Numbers, days and strays become text first, so nothing is left of the raw lane.
  /// With `interns` false equal results are not joined: for notes, of which hardly two are equal.
  func rewrittenTexts(
    interns: Bool = true, _ body: (UnsafeBufferPointer<UInt8>, inout [UInt8]) -> Bool
  ) -> Column {
    var pool = TextPool()
    var index = TextIndex(capacity: interns ? min(count, 4_096) : 0)
    var made: [UInt8] = []
    func rewrite(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
      made.removeAll(keepingCapacity: true)
      guard body(bytes, &made) else { return TextPool.none }
      return made.withUnsafeBufferPointer { interns ? index.intern($0, in: &pool) : pool.append($0) }
    }
    var codes: [UInt32]
    switch lane {
    case .text(let raw, let rawPool):
      // One verdict a distinct text; `pending` is no code a pool can hold.
      let pending = TextPool.none - 1
      var known = Array(repeating: pending, count: rawPool.count)
      codes = raw
      for row in raw.indices where raw[row] != TextPool.none {
        let code = Int(raw[row])
        if known[code] == pending { known[code] = rawPool.withBytes(UInt32(code), rewrite) }
        codes[row] = known[code]
      }
    case .number, .day:
      codes = Array(repeating: TextPool.none, count: count)
      for row in 0..<count {
        if var text = CellText.of(cell(row)) { codes[row] = text.withUTF8(rewrite) }
      }
    }
    for stray in strays {
      if var text = CellText.of(stray.cell) { codes[Int(stray.row)] = text.withUTF8(rewrite) }
    }
    return Column(.text(codes: codes, pool: pool), lineage: lineage)
  }
}

/// A mask over a column.
struct MaskKernel: ColumnKernel {
  let name: String
  let rule: MaskRule
  let mayKeepValues = false

  init(_ rule: MaskRule, name: String? = nil) {
    self.rule = rule
    self.name = name ?? "mask:" + rule.rawValue
  }

  func apply(_ column: Column, rows: [UInt32], of table: Table) -> Column {
    var masker = Masker(rule)
    return column.rewrittenTexts { bytes, out in masker.mask(bytes, into: &out) != .empty }
  }
}

/// Personal data taken out of running text; a note that holds none stays as it is.
struct FreeTextKernel: ColumnKernel {
  let name: String
  let mayKeepValues = true
  let dictionary: PersonDictionary
  let targets: TextTargets
  /// For each row of the table whose own customer bears a name that is a word: the dictionary's entries for it.
  let own: [UInt32: Set<Int>]

  func apply(_ column: Column, rows: [UInt32], of table: Table) -> Column {
    var scanner = FreeTextScanner(dictionary, targets: targets)
    guard case .text = column.lane else { return strays(of: column, &scanner) }
    var made = column.rewrittenTexts(interns: false) { bytes, out in
      scanner.scan(bytes)
      if !scanner.rewrite(bytes, into: &out) { out.append(contentsOf: bytes) }
      if scanner.turnsDirection { Canonical.straighten(&out) }
      return true
    }
    guard !own.isEmpty, case .text(let codes, let pool) = column.lane, case .text(var newCodes, var newPool) = made.lane
    else { return made }
    var seen: [UInt32: Bool] = [:]
    for (row, code) in codes.enumerated() where code != TextPool.none {
      guard let entries = own[rows[row]] else { continue }
      if seen[code] == nil {
        pool.withBytes(code) { scanner.scan($0) }
        seen[code] = !scanner.doubtful.isEmpty
      }
      guard seen[code] == true else { continue }
      var out: [UInt8] = []
      let changed = pool.withBytes(code) { bytes -> Bool in
        scanner.scan(bytes)
        scanner.settle(entries)
        let found = scanner.rewrite(bytes, into: &out)
        if found, scanner.turnsDirection { Canonical.straighten(&out) }
        return found
      }
      if changed { newCodes[row] = newPool.append(out) }
    }
    made.lane = .text(codes: newCodes, pool: newPool)
    return made
  }

  /// Numbers and days hold no names; the cells that did not fit them may. A number that is somebody's phone or card is
  /// no amount.
  private func strays(of column: Column, _ scanner: inout FreeTextScanner) -> Column {
    var made = column
    if case .number(var values, let kind) = column.lane, kind == .plain, targets.contains(.phones) {
      for row in values.indices where values[row] >= 1e6 && values[row] < 1e15 && values[row] == values[row].rounded() {
        if dictionary.numbers.contains(Array(String(Int(values[row])).utf8)) { values[row] = .nan }
      }
      made.lane = .number(values, kind)
    }
    made.strays = column.strays.map { stray in
      guard case .text(var text) = stray.cell else { return stray }
      var out: [UInt8] = []
      let changed = text.withUTF8 { bytes -> Bool in
        scanner.scan(bytes)
        return scanner.rewrite(bytes, into: &out)
      }
      return changed ? Column.Stray(row: stray.row, cell: .text(String(decoding: out, as: UTF8.self))) : stray
    }
    return made
  }
}

import ByteScanning

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// One column while it is being built: a lane in raw memory (4 or 8 bytes a row) and the cells beside it.
@usableFromInline
struct ColumnStore: ~Copyable {
  @usableFromInline enum Mode: UInt8 { case loose, text, number, day }

  /// Marks a text code that counts in the column's own pool.
  static let ownBit: UInt32 = 0x8000_0000

  let column: Int
  @usableFromInline var mode = Mode.loose
  @usableFromInline var kind: UInt8 = 0
  @usableFromInline var usesShared = false
  /// Rows in the lane; later rows are missing so far.
  @usableFromInline var count = 0
  @usableFromInline var filled = 0
  @usableFromInline var capacity = 0
  @usableFromInline var data: UnsafeMutableRawPointer?
  /// Row of the last loose cell; -1 = none.
  @usableFromInline var looseRow = -1
  var loose: [LooseCell] = []
  /// The lane is not reconsidered before there are so many loose cells.
  var nextCheck = 16
  var own: OwnTexts?

  init(column: Int) { self.column = column }

  deinit { free(data) }

  /// Whether the next value of a lane can simply be appended.
  @inlinable @inline(__always)
  func takes(_ mode: Mode, _ kind: UInt8, _ row: Int) -> Bool {
    self.mode == mode && self.kind == kind && count == row && row < capacity && looseRow != row
  }

  @inlinable @inline(__always)
  mutating func push(_ value: UInt32) {
    data.unsafelyUnwrapped.storeBytes(of: value, toByteOffset: count &* 4, as: UInt32.self)
    count &+= 1
    filled &+= 1
  }

  @inlinable @inline(__always)
  mutating func push(_ value: Double) {
    data.unsafelyUnwrapped.storeBytes(of: value, toByteOffset: count &* 8, as: Double.self)
    count &+= 1
    filled &+= 1
  }

  mutating func intern(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
    if own == nil { own = OwnTexts() }
    return own!.intern(bytes)
  }

  /// A gap longer than this turns a lane back into loose cells, so that memory follows the cells, not the rows.
  private static func longestGap(filled: Int) -> Int { 256 + 8 * filled }

  mutating func place(_ cell: LooseCell, rows: Int) {
    if cell.tag == .sharedText { usesShared = true }
    let row = Int(cell.row)
    let lane = cell.tag.lane
    var fits = mode != .loose && lane?.mode == mode && lane?.kind == kind
    if count == row + 1 {
      // The cell was there already: the later one wins.
      count -= 1
      filled -= 1
    } else if looseRow == row {
      loose.removeLast()
      looseRow = loose.last.map { Int($0.row) } ?? -1
    }
    if fits, row - count > ColumnStore.longestGap(filled: filled) {
      loosen()
      fits = false
    }
    if fits {
      append(cell)
      return
    }
    loose.append(cell)
    looseRow = row
    if loose.count >= nextCheck, mode == .loose ? loose.count * 8 >= rows : loose.count > 2 * filled + 16 {
      reconsider(rows: rows)
    }
  }

  /// Into the lane it fits, missing values before it.
  private mutating func append(_ cell: LooseCell) {
    let row = Int(cell.row)
    reserve(row + 1)
    pad(to: row)
    switch mode {
    case .text: push(UInt32(truncatingIfNeeded: cell.payload) | (cell.tag == .ownText ? ColumnStore.ownBit : 0))
    case .day: push(UInt32(truncatingIfNeeded: cell.payload))
    case .number: push(Double(bitPattern: cell.payload))
    case .loose: break
    }
  }

  private mutating func reserve(_ rows: Int) {
    if rows <= capacity { return }
    capacity = max(rows, capacity * 2, 64)
    // realloc moves big blocks by their page tables: growing costs neither a copy nor twice the memory.
    guard let grown = realloc(data, capacity * (mode == .number ? 8 : 4)) else {
      preconditionFailure("out of memory")
    }
    data = grown
    LargePages.advise(grown, count: capacity * (mode == .number ? 8 : 4))
  }

  private mutating func pad(to row: Int) {
    guard let data, count < row else { return }
    switch mode {
    case .text: (data.assumingMemoryBound(to: UInt32.self) + count).update(repeating: TextPool.none, count: row - count)
    case .day: (data.assumingMemoryBound(to: Int32.self) + count).update(repeating: Day.missing, count: row - count)
    case .number: (data.assumingMemoryBound(to: Double.self) + count).update(repeating: .nan, count: row - count)
    case .loose: break
    }
    count = row
  }

  /// The lane's values as loose cells, in row order.
  private func laneCells() -> [LooseCell] {
    guard let data else { return [] }
    var cells: [LooseCell] = []
    cells.reserveCapacity(filled)
    for row in 0..<count {
      switch mode {
      case .text:
        let code = data.load(fromByteOffset: row * 4, as: UInt32.self)
        if code == TextPool.none { continue }
        let isOwn = code & ColumnStore.ownBit != 0
        cells.append(
          LooseCell(
            row: UInt32(row), tag: isOwn ? .ownText : .sharedText, payload: UInt64(code & ~ColumnStore.ownBit)))
      case .day:
        let day = data.load(fromByteOffset: row * 4, as: Int32.self)
        if day == Day.missing { continue }
        cells.append(LooseCell(row: UInt32(row), tag: .day, payload: UInt64(UInt32(bitPattern: day))))
      case .number:
        let value = data.load(fromByteOffset: row * 8, as: Double.self)
        guard !value.isNaN, let kind = NumberKind(rawValue: kind) else { continue }
        cells.append(LooseCell(row: UInt32(row), tag: .number(kind), payload: value.bitPattern))
      case .loose: break
      }
    }
    return cells
  }

  private mutating func loosen() {
    loose += laneCells()
    loose.sort { $0.row < $1.row }
    looseRow = loose.last.map { Int($0.row) } ?? -1
    discardLane()
  }

  mutating func discardLane() {
    free(data)
    data = nil
    (mode, kind, count, filled, capacity) = (.loose, 0, 0, 0, 0)
  }

  /// Gives the column the lane most of its cells fit, if that is another one than it has.
  mutating func reconsider(rows: Int) {
    var counts = Array(repeating: 0, count: 8)
    for cell in loose where cell.tag != .error {
      counts[Int(cell.tag == .ownText ? LooseCell.Tag.sharedText.rawValue : cell.tag.rawValue)] += 1
    }
    nextCheck = max(16, loose.count * 2)
    guard let best = counts.max(), best > filled, best * 8 + 256 >= rows, let winner = counts.firstIndex(of: best),
      let lane = LooseCell.Tag(rawValue: UInt8(winner))?.lane
    else { return }
    loosen()
    let cells = loose
    loose = []
    looseRow = -1
    (mode, kind) = lane
    for cell in cells {
      if let fit = cell.tag.lane, fit.mode == mode, fit.kind == kind {
        append(cell)
      } else {
        loose.append(cell)
        looseRow = Int(cell.row)
      }
    }
    nextCheck = max(16, loose.count * 2)
  }

  /// Settles on a shape for a table of so many rows: a lane where it is worth its memory, else loose cells.
  mutating func settle(rows: Int) {
    if mode == .loose {
      reconsider(rows: rows)
    } else if rows - count > ColumnStore.longestGap(filled: filled) {
      loosen()
    }
    if mode != .loose {
      reserve(rows)
      pad(to: rows)
    }
  }
}

/// Fills typed columns cell by cell, straight from bytes: what every codec hands its cells to.
///
/// Call `beginRow` with the sheet row, then one of the `set` functions for each filled cell, in any column order, and
/// at last `finish`. Nothing is ever lost and no guess is final:
/// - A column starts *loose* (a short list of cells) and gets a dense lane once it holds enough cells of one kind.
///   Cells of other kinds stand beside it and become `Column.strays`; when they outnumber the lane, the lane changes.
/// - A column with few cells in many rows stays loose, so a single cell at XFD1048576 costs one entry, not a column.
/// - A row without any cell is left out. Rows may come out of order, twice, and cells twice: the later one wins.
///
/// Texts come as codes into a pool that `finish` is given (shared strings), or as bytes, which go into a pool of the
/// column's own; both may meet in one column.
package struct ColumnBuilder: ~Copyable {
  /// Sheet column → slot; `unseen` or `unwanted` where there is none.
  @usableFromInline var slotOf: UnsafeMutablePointer<Int32>
  @usableFromInline var width: Int
  @usableFromInline var slots: UnsafeMutablePointer<ColumnStore>
  var slotCount = 0
  var slotCapacity = 16
  @usableFromInline var row = -1
  @usableFromInline var rowOpen = false
  var sheetRow = 0
  var lastSheetRow = 0
  var rowsAscend = true
  var origin = Origin()
  var errors: [String] = []
  let wanted: [Int]?

  @usableFromInline static let unseen: Int32 = -1
  @usableFromInline static let unwanted: Int32 = -2

  /// A builder for the sheet columns (from 0) somebody wants; nil = all that turn up.
  package init(columns wanted: [Int]? = nil) {
    self.wanted = wanted
    width = 64
    if let last = wanted?.max() { width = last + 1 }
    slotOf = .allocate(capacity: width)
    slotOf.initialize(repeating: wanted == nil ? ColumnBuilder.unseen : ColumnBuilder.unwanted, count: width)
    for column in wanted ?? [] where column >= 0 { slotOf[column] = ColumnBuilder.unseen }
    slots = .allocate(capacity: slotCapacity)
  }

  deinit {
    slots.deinitialize(count: slotCount)
    slots.deallocate()
    slotOf.deallocate()
  }

  /// Rows that got a cell so far.
  package var rowCount: Int { row + 1 }

  /// The row begun last has no cell yet.
  package var isBeforeRow: Bool { !rowOpen }

  /// Whether cells of a column are kept at all: a codec need not decode the others.
  @inlinable @inline(__always) package func wants(_ column: Int) -> Bool {
    column < width ? slotOf[column] != ColumnBuilder.unwanted : wantsAll
  }

  @usableFromInline var wantsAll: Bool { wanted == nil }

  /// Starts a row, counted from 1 as in the sheet. It only comes to be when a cell is set.
  @inlinable package mutating func beginRow(_ number: Int) {
    rowOpen = false
    setSheetRow(number)
  }

  @usableFromInline mutating func setSheetRow(_ number: Int) { sheetRow = number }

  /// A text that is number `code` of the pool `finish` will be given. `code` < 2^31.
  @inlinable package mutating func setText(_ column: Int, shared code: UInt32) {
    if rowOpen, column < width {
      let slot = Int(slotOf[column])
      if slot >= 0, slots[slot].takes(.text, 0, row) {
        slots[slot].usesShared = true
        slots[slot].push(code)
        return
      }
    }
    place(column, .sharedText, UInt64(code))
  }

  /// A text of its own. An empty text is no cell. The bytes must be UTF-8.
  package mutating func setText(_ column: Int, _ bytes: UnsafeBufferPointer<UInt8>) {
    if bytes.isEmpty { return }
    guard let slot = openSlot(column) else { return }
    let code = slots[slot].intern(bytes)
    if rowOpen, slots[slot].takes(.text, 0, row) {
      slots[slot].push(code | ColumnStore.ownBit)
    } else {
      place(column, .ownText, UInt64(code))
    }
  }

  package mutating func setText(_ column: Int, _ text: String) {
    var text = text
    text.withUTF8 { setText(column, $0) }
  }

  /// A number, or one of the things that are kept as numbers (`NumberKind`). NaN is no cell.
  @inlinable package mutating func setNumber(_ column: Int, _ value: Double, _ kind: NumberKind = .plain) {
    if rowOpen, column < width {
      let slot = Int(slotOf[column])
      if slot >= 0, slots[slot].takes(.number, kind.rawValue, row) {
        slots[slot].push(value)
        return
      }
    }
    placeNumber(column, value, kind)
  }

  @usableFromInline mutating func placeNumber(_ column: Int, _ value: Double, _ kind: NumberKind) {
    if !value.isNaN { place(column, .number(kind), value.bitPattern) }
  }

  @inlinable package mutating func setBoolean(_ column: Int, _ value: Bool) {
    setNumber(column, value ? 1 : 0, .boolean)
  }

  /// A date: days since 1970-01-01.
  @inlinable package mutating func setDay(_ column: Int, _ day: Int32) {
    if rowOpen, column < width {
      let slot = Int(slotOf[column])
      if slot >= 0, slots[slot].takes(.day, 0, row) {
        slots[slot].push(UInt32(bitPattern: day))
        return
      }
    }
    place(column, .day, UInt64(UInt32(bitPattern: day)))
  }

  /// An error such as `#N/A`.
  package mutating func setError(_ column: Int, _ text: String) {
    let known = errors.firstIndex(of: text)
    if known == nil { errors.append(text) }
    place(column, .error, UInt64(known ?? errors.count - 1))
  }

  /// Any cell: for the odd one, not for bulk.
  package mutating func set(_ column: Int, _ cell: Cell) {
    switch cell {
    case .empty: break
    case .text(let text): setText(column, text)
    case .number(let value): setNumber(column, value)
    case .boolean(let value): setBoolean(column, value)
    case .day(let day): setDay(column, day.rawValue)
    case .dateTime(let value): setNumber(column, value, .dateTime)
    case .time(let value): setNumber(column, value, .time)
    case .duration(let value): setNumber(column, value, .duration)
    case .error(let text): setError(column, text)
    }
  }

  @usableFromInline mutating func place(_ column: Int, _ tag: LooseCell.Tag, _ payload: UInt64) {
    guard let slot = openSlot(column) else { return }
    if !rowOpen { openRow() }
    slots[slot].place(LooseCell(row: UInt32(row), tag: tag, payload: payload), rows: rowCount)
  }

  private mutating func openRow() {
    rowOpen = true
    // The same row begun again: a codec that starts a row over fills the one it had.
    if row >= 0, sheetRow == lastSheetRow { return }
    row += 1
    if sheetRow <= lastSheetRow { rowsAscend = false }
    lastSheetRow = sheetRow
    origin.append(source: 0, sheetRow: sheetRow)
  }

  /// The slot of a column, made when it is seen first; nil for one that nobody wants.
  private mutating func openSlot(_ column: Int) -> Int? {
    if column >= width {
      if !wantsAll { return nil }
      let wider = max(width * 2, column + 1)
      let table = UnsafeMutablePointer<Int32>.allocate(capacity: wider)
      table.initialize(repeating: ColumnBuilder.unseen, count: wider)
      table.update(from: slotOf, count: width)
      slotOf.deallocate()
      slotOf = table
      width = wider
    }
    if slotOf[column] >= 0 { return Int(slotOf[column]) }
    if slotOf[column] == ColumnBuilder.unwanted { return nil }
    if slotCount == slotCapacity {
      let more = UnsafeMutablePointer<ColumnStore>.allocate(capacity: slotCapacity * 2)
      more.moveInitialize(from: slots, count: slotCount)
      slots.deallocate()
      slots = more
      slotCapacity *= 2
    }
    (slots + slotCount).initialize(to: ColumnStore(column: column))
    slotOf[column] = Int32(slotCount)
    slotCount += 1
    return slotCount - 1
  }
}

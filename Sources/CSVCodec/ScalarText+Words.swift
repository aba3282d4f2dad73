import Tabular

/// The same spellings, eight bytes at once, for texts in a buffer with eight bytes or more behind them.
extension ScalarText {
  /// The number of a canonical spelling from `start` on, or nil.
  @inline(__always)
  static func number(_ bytes: Span<UInt8>, _ start: Int, _ count: Int) -> Number? {
    let word = bytes.bytes.unsafeLoadUnaligned(fromByteOffset: start, as: UInt64.self)
    guard count > 0, count <= 8, word & 0xFF != 0x2D else { return number(bytes.extracting(start..<start + count)) }
    let unused = UInt64(truncatingIfNeeded: 64 &- count &* 8)
    let digits = word ^ 0x3030_3030_3030_3030
    let tops: UInt64 = 0x8080_8080_8080_8080 & (.max &>> unused)
    // The top bit of every byte that is more than nine.
    let others = (digits & 0x7F7F_7F7F_7F7F_7F7F &+ 0x7676_7676_7676_7676 | digits) & tops
    if others == 0 {
      guard count == 1 || digits & 0xFF != 0 else { return nil }
      return Number(value: Double(integer(digits &<< unused)), decimals: 0, endsInZero: false)
    }
    let point = others.trailingZeroBitCount &>> 3
    let decimals = count &- point &- 1
    // One point, with digits on both sides.
    guard others & (others &- 1) == 0, digits &>> UInt64(truncatingIfNeeded: point &* 8) & 0xFF == 0x1E, point > 0,
      decimals > 0, point == 1 || digits & 0xFF != 0
    else { return nil }
    let before: UInt64 = 1 &<< UInt64(truncatingIfNeeded: point &* 8) &- 1
    let closed = (digits & before) | (digits &>> 8 & ~before)
    let value = Double(integer(closed &<< (unused &+ 8))) / powers[decimals]
    let last = digits &>> UInt64(truncatingIfNeeded: count &* 8 &- 8) & 0xFF
    return Number(value: value, decimals: decimals, endsInZero: decimals > 1 && last == 0)
  }

  /// Eight digits, the highest in the lowest byte: neighbours become two digits, then four, then all.
  @inline(__always)
  private static func integer(_ digits: UInt64) -> UInt64 {
    let pairs = digits &* 10 &+ digits &>> 8
    let high = (pairs & 0x0000_00FF_0000_00FF) &* 0x000F_4240_0000_0064
    let low = (pairs &>> 16 & 0x0000_00FF_0000_00FF) &* 0x0000_2710_0000_0001
    return (high &+ low) &>> 32
  }

  /// The day of exactly `yyyy-mm-dd` from `start` on, or nil.
  @inline(__always)
  static func day(_ bytes: Span<UInt8>, _ start: Int, _ count: Int) -> Int32? {
    let raw = bytes.bytes
    // What remains of a digit is its value, of a hyphen nothing.
    let word = raw.unsafeLoadUnaligned(fromByteOffset: start, as: UInt64.self) ^ 0x2D30_302D_3030_3030
    let tail = raw.unsafeLoadUnaligned(fromByteOffset: start &+ 8, as: UInt16.self) ^ 0x3030
    let others = (word & 0x7F7F_7F7F_7F7F_7F7F &+ 0x7F76_767F_7676_7676 | word) & 0x8080_8080_8080_8080
    let otherTail = (tail & 0x7F7F &+ 0x7676 | tail) & 0x8080
    guard count == 10, others | UInt64(otherTail) == 0 else { return nil }
    let pairs = word &* 10 &+ word &>> 8
    let year = Int(pairs & 0xFF) &* 100 &+ Int(pairs &>> 16 & 0xFF)
    let month = Int(pairs &>> 40 & 0xFF)
    let day = Int(tail & 0xFF) &* 10 &+ Int(tail &>> 8)
    guard year >= 1, month >= 1, month <= 12, day >= 1, day <= 28 || day <= Day.length(ofMonth: month, year: year)
    else { return nil }
    return Int32(truncatingIfNeeded: Day.number(year: year, month: month, day: day))
  }
}

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Decimal numbers as XML Schema's `double` and spreadsheets write them: `-12.5`, `1.5E+20`; no `INF`, no hex.
package enum DecimalNumber {
  /// 10^0 … 10^22: the powers of ten that a `Double` holds exactly.
  private static let powers: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
    1e20, 1e21, 1e22,
  ]

  /// The nearest `Double` to the number that all of `text` spells, or nil where it spells none.
  package static func parse(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
    guard let base = text.baseAddress else { return nil }
    var p = base
    let end = base + text.count
    var negative = false
    if p < end, p.pointee == UInt8(ascii: "-") || p.pointee == UInt8(ascii: "+") {
      negative = p.pointee == UInt8(ascii: "-")
      p += 1
    }
    var mantissa: UInt64 = 0
    var digits = 0
    var scale = 0
    let whole = p
    while p < end, p.pointee &- 48 < 10 {
      if digits < 19 { mantissa = mantissa &* 10 &+ UInt64(p.pointee &- 48) } else { scale += 1 }
      if mantissa != 0 { digits += 1 }
      p += 1
    }
    var count = p - whole
    if p < end, p.pointee == UInt8(ascii: ".") {
      p += 1
      let fraction = p
      while p < end, p.pointee &- 48 < 10 {
        if digits < 19 {
          mantissa = mantissa &* 10 &+ UInt64(p.pointee &- 48)
          scale -= 1
        }
        if mantissa != 0 { digits += 1 }
        p += 1
      }
      count += p - fraction
    }
    if count == 0 { return nil }
    if p < end, p.pointee | 0x20 == UInt8(ascii: "e") {
      p += 1
      var down = false
      if p < end, p.pointee == UInt8(ascii: "-") || p.pointee == UInt8(ascii: "+") {
        down = p.pointee == UInt8(ascii: "-")
        p += 1
      }
      let first = p
      var exponent = 0
      while p < end, p.pointee &- 48 < 10 {
        exponent = min(100_000, exponent &* 10 &+ Int(p.pointee &- 48))
        p += 1
      }
      if p == first { return nil }
      scale += down ? -exponent : exponent
    }
    if p != end { return nil }
    // Exact in one rounding (Clinger 1990): a mantissa and a power of ten that a Double holds exactly.
    if digits <= 19, mantissa <= 1 << 53, (-22...22).contains(scale) {
      let value = scale < 0 ? Double(mantissa) / powers[-scale] : Double(mantissa) * powers[scale]
      return negative ? -value : value
    }
    return slow(text)
  }

  /// The C library rounds correctly too, only slower; the text was checked above.
  @inline(never)
  private static func slow(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
    if text.count > 1000 { return nil }
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: text.count + 1) { buffer in
      for i in 0..<text.count { buffer[i] = CChar(bitPattern: text[i]) }
      buffer[text.count] = 0
      let value = strtod(buffer.baseAddress!, nil)
      return value.isFinite ? value : nil
    }
  }
}

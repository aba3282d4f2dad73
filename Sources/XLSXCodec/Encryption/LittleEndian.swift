/// Whole numbers low byte first, as [MS-CFB] and [MS-OFFCRYPTO] write them.
extension Array where Element == UInt8 {
  mutating func append16(_ value: Int) { appendLow(UInt64(value), bytes: 2) }
  mutating func append32(_ value: UInt32) { appendLow(UInt64(value), bytes: 4) }
  mutating func append64(_ value: UInt64) { appendLow(value, bytes: 8) }

  private mutating func appendLow(_ value: UInt64, bytes count: Int) {
    for i in 0..<count { append(UInt8(truncatingIfNeeded: value >> UInt64(8 * i))) }
  }

  /// nil where the array ends before.
  func low16(_ at: Int) -> Int? { low(at, bytes: 2).map { Int($0) } }
  func low32(_ at: Int) -> UInt32? { low(at, bytes: 4).map { UInt32($0) } }
  func low64(_ at: Int) -> UInt64? { low(at, bytes: 8) }

  private func low(_ at: Int, bytes count: Int) -> UInt64? {
    guard at >= 0, at <= self.count - count else { return nil }
    var value: UInt64 = 0
    for i in 0..<count { value |= UInt64(self[at + i]) << UInt64(8 * i) }
    return value
  }
}

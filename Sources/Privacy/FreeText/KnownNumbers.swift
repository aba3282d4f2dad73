/// The numbers of people, each as 64 bits made of its digits: looked up without an allocation.
///
/// Two numbers of one to nineteen places have the same bits only where they differ by a multiple of 2⁶⁴ in base 11.
package struct KnownNumbers: Sendable {
  private var keys: Set<UInt64> = []
  /// A bit for each number: most digits of notes are nobody's, and this tells so by one look.
  private var maybe: [UInt64] = []
  private static let bits = 1 << 20

  package var isEmpty: Bool { keys.isEmpty }

  /// Digits and X, 86 and separators removed.
  @inline(__always)
  private static func key(_ digits: ArraySlice<UInt8>) -> UInt64 {
    var key: UInt64 = 1
    for digit in digits { key = key &* 11 &+ UInt64(digit == 0x58 ? 10 : digit &- 0x30) }
    return key
  }

  @inline(__always)
  private static func bit(_ key: UInt64) -> Int {
    Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 40) & (bits - 1)
  }

  mutating func insert(_ digits: ArraySlice<UInt8>) {
    if maybe.isEmpty { maybe = Array(repeating: 0, count: KnownNumbers.bits / 64) }
    let key = KnownNumbers.key(digits)
    let bit = KnownNumbers.bit(key)
    maybe[bit >> 6] |= 1 << UInt64(bit & 63)
    keys.insert(key)
  }
  mutating func remove(_ digits: ArraySlice<UInt8>) { keys.remove(KnownNumbers.key(digits)) }
  @inline(__always)
  func contains(_ digits: ArraySlice<UInt8>) -> Bool {
    if maybe.isEmpty { return false }
    let key = KnownNumbers.key(digits)
    let bit = KnownNumbers.bit(key)
    return maybe[bit >> 6] >> UInt64(bit & 63) & 1 == 1 && keys.contains(key)
  }
  func contains(_ digits: [UInt8]) -> Bool { contains(digits[...]) }
}

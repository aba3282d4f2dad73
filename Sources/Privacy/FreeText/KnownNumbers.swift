/// The numbers of people, each as 64 bits made of its digits: looked up without an allocation.
///
/// Two numbers of one to nineteen places have the same bits only where they differ by a multiple of 2⁶⁴ in base 11.
package struct KnownNumbers: Sendable {
  private var keys: Set<UInt64> = []

  package var isEmpty: Bool { keys.isEmpty }

  /// Digits and X, 86 and separators removed.
  @inline(__always)
  private static func key(_ digits: ArraySlice<UInt8>) -> UInt64 {
    var key: UInt64 = 1
    for digit in digits { key = key &* 11 &+ UInt64(digit == 0x58 ? 10 : digit &- 0x30) }
    return key
  }

  mutating func insert(_ digits: ArraySlice<UInt8>) { keys.insert(KnownNumbers.key(digits)) }
  mutating func remove(_ digits: ArraySlice<UInt8>) { keys.remove(KnownNumbers.key(digits)) }
  @inline(__always)
  func contains(_ digits: ArraySlice<UInt8>) -> Bool { keys.contains(KnownNumbers.key(digits)) }
  func contains(_ digits: [UInt8]) -> Bool { contains(digits[...]) }
}

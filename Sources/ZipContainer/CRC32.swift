import CISAL

/// The checksum of zip entries (CRC-32 of ISO 3309, reflected).
enum CRC32 {
  static func of(_ bytes: UnsafeBufferPointer<UInt8>, after crc: UInt32 = 0) -> UInt32 {
    guard let start = bytes.baseAddress, !bytes.isEmpty else { return crc }
    return crc32_gzip_refl(crc, start, UInt64(bytes.count))
  }

  /// The checksum of two runs one behind the other, from those of the runs: the first is multiplied by x^(8·length)
  /// modulo the polynomial, as if `length` zero bytes came behind it.
  static func joined(_ first: UInt32, _ second: UInt32, length: Int) -> UInt32 {
    var shift: UInt32 = 1 << 31
    var power = square(square(square(1 << 30)))
    var rest = length
    while rest > 0 {
      if rest & 1 == 1 { shift = product(shift, power) }
      power = square(power)
      rest >>= 1
    }
    return product(first, shift) ^ second
  }

  private static func square(_ a: UInt32) -> UInt32 { product(a, a) }

  /// The product of two polynomials over GF(2), bit 31 the coefficient of x⁰.
  private static func product(_ a: UInt32, _ b: UInt32) -> UInt32 {
    var (out, term, mask): (UInt32, UInt32, UInt32) = (0, b, 1 << 31)
    while mask != 0 {
      if a & mask != 0 { out ^= term }
      term = term & 1 == 1 ? term >> 1 ^ 0xEDB8_8320 : term >> 1
      mask >>= 1
    }
    return out
  }
}

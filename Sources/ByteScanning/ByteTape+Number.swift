extension ByteTape {
  /// The bytes a number may take: room to reserve before `put(number:)`.
  package static let numberWidth = 32

  /// The shortest decimal that reads back as exactly `value` (finite), into reserved room.
  ///
  /// Whole numbers and amounts with up to four decimals take a short way: among decimals of at most 15 significant
  /// digits no two share a Double, so one that divides back to `value` is the shortest there is.
  @inlinable @inline(__always)
  package mutating func put(number value: Double) {
    let magnitude = value.magnitude
    if magnitude < 1e15, magnitude == magnitude.rounded(.towardZero) {
      if value < 0 { put(UInt8(ascii: "-")) }
      put(decimal: UInt64(magnitude))
      return
    }
    if magnitude < 1e11, magnitude >= 1e-4 {
      let scaled = (magnitude * 10_000).rounded()
      if scaled / 10_000 == magnitude {
        if value < 0 { put(UInt8(ascii: "-")) }
        let whole = UInt64(scaled)
        put(decimal: whole / 10_000)
        put(fraction: UInt32(truncatingIfNeeded: whole % 10_000))
        return
      }
    }
    put(description: value)
  }

  /// `.` and the four digits of `part` without the zeros at the end.
  @usableFromInline @inline(__always)
  mutating func put(fraction part: UInt32) {
    put(UInt8(ascii: "."))
    var (rest, scale) = (part, UInt32(1000))
    while rest > 0 {
      put(UInt8(truncatingIfNeeded: rest / scale) + 48)
      rest %= scale
      scale /= 10
    }
  }

  @usableFromInline @inline(never)
  mutating func put(description value: Double) {
    var text = value.description
    if text.hasSuffix(".0") { text.removeLast(2) }
    text.withUTF8 { put($0) }
  }

  package mutating func append(number value: Double) {
    reserve(ByteTape.numberWidth)
    put(number: value)
  }
}

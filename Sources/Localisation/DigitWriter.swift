/// Digits and signs on their way into one text: a string for every part would cost more than the number.
struct DigitWriter {
  private let bytes: UnsafeMutableBufferPointer<UInt8>
  private var count = 0

  /// The text that `write` puts together, of at most 256 bytes.
  static func text(_ write: (inout DigitWriter) -> Void) -> String {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 256) { bytes in
      var writer = DigitWriter(bytes: bytes)
      write(&writer)
      return String(decoding: UnsafeBufferPointer(rebasing: bytes[..<writer.count]), as: UTF8.self)
    }
  }

  private init(bytes: UnsafeMutableBufferPointer<UInt8>) { self.bytes = bytes }

  mutating func put(_ byte: UInt8) {
    precondition(count < bytes.count)
    bytes[count] = byte
    count += 1
  }

  mutating func put(_ text: StaticString) {
    text.withUTF8Buffer { for byte in $0 { put(byte) } }
  }

  mutating func minus() { put("−") }

  /// Every digit, grouped in threes.
  mutating func grouped(_ magnitude: UInt) {
    if magnitude < 1_000 { return plain(magnitude) }
    grouped(magnitude / 1_000)
    put(UInt8(ascii: ","))
    padded(magnitude % 1_000, to: 3)
  }

  /// Every digit.
  mutating func plain(_ magnitude: UInt) {
    if magnitude >= 10 { plain(magnitude / 10) }
    put(UInt8(ascii: "0") + UInt8(magnitude % 10))
  }

  /// The last `places` digits, zeros included.
  mutating func padded(_ magnitude: UInt, to places: Int) {
    if places > 1 { padded(magnitude / 10, to: places - 1) }
    put(UInt8(ascii: "0") + UInt8(magnitude % 10))
  }

  /// The point and the digits behind it, of which there are `places`.
  mutating func fraction(_ magnitude: UInt, places: Int, trimmed: Bool) {
    var (rest, places) = (magnitude, places)
    if trimmed {
      if rest == 0 { return }
      while rest % 10 == 0 {
        rest /= 10
        places -= 1
      }
    }
    if places == 0 { return }
    put(UInt8(ascii: "."))
    padded(rest, to: places)
  }

  /// A decimal with `places` digits after the point, or as many as say something; never a negative zero, a plus only
  /// where asked for, a dash for what is no number.
  mutating func decimal(_ value: Double, places: Int, trimmed: Bool = false, plus: Bool = false) {
    var power = 1.0
    for _ in 0..<places { power *= 10 }
    let scaled = (value.magnitude * power).rounded()
    guard value.magnitude < 1e15, scaled < 9e18 else { return put("—") }
    let units = UInt(scaled)
    if units != 0 {
      if value < 0 { minus() } else if plus { put(UInt8(ascii: "+")) }
    }
    let (whole, rest) = units.quotientAndRemainder(dividingBy: UInt(power))
    grouped(whole)
    fraction(rest, places: places, trimmed: trimmed)
  }
}

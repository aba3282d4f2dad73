/// The characters of a two-byte code page as ready UTF-8, indexed by lead and trail byte.
///
/// An entry holds up to four UTF-8 bytes, the first one lowest; 0 = not assigned. A table is filled the first time a
/// file needs it (about a tenth of a millisecond).
struct DoubleByteTable: Sendable {
  let entries: [UInt32]
  /// GB 18030 only: the code points its four-byte forms below U+10000 stand for, in order.
  let fourByteCharacters: [UInt16]

  @inline(__always)
  subscript(lead: UInt8, trail: UInt8) -> UInt32 { entries[Int(lead) << 8 | Int(trail)] }

  static let gb18030 = DoubleByteTable(
    GB18030Characters.characters, leads: [0x81...0xFE], trails: [0x40...0x7E, 0x80...0xFE], fourByte: true)
  static let big5 = DoubleByteTable(
    Big5Characters.characters, leads: [0x87...0xFE], trails: [0x40...0x7E, 0xA1...0xFE])
  static let korean = DoubleByteTable(
    KoreanCharacters.characters, leads: [0x81...0xFD], trails: [0x41...0x5A, 0x61...0x7A, 0x81...0xFE])
  static let shiftJIS = DoubleByteTable(
    ShiftJISCharacters.characters, leads: [0x81...0x9F, 0xE0...0xFC], trails: [0x40...0x7E, 0x80...0xFC])

  private init(
    _ text: StaticString, leads: [ClosedRange<UInt8>], trails: [ClosedRange<UInt8>], fourByte: Bool = false
  ) {
    var entries = [UInt32](repeating: 0, count: 65_536)
    var twoByte = [Bool](repeating: false, count: fourByte ? 65_536 : 0)
    let trailBytes = trails.flatMap { $0.map { $0 } }
    let leadBytes = leads.flatMap { $0.map { $0 } }
    text.withUTF8Buffer { bytes in
      var at = 0
      for lead in leadBytes {
        for trail in trailBytes {
          // The literal is broken into lines.
          while at < bytes.count, bytes[at] == UInt8(ascii: "\n") { at += 1 }
          guard at < bytes.count else { return }
          let first = bytes[at]
          let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
          var entry: UInt32 = 0
          for i in 0..<length { entry |= UInt32(bytes[at + i]) << UInt32(8 * i) }
          at += length
          if entry == 0x00BD_BFEF { continue }
          entries[Int(lead) << 8 | Int(trail)] = entry
          if fourByte, length <= 3 { twoByte[Int(DoubleByteTable.codePoint(entry))] = true }
        }
      }
    }
    self.entries = entries
    var rest: [UInt16] = []
    if fourByte {
      // GB 18030 numbers what its two-byte part leaves out, U+0080 upwards, without the surrogates.
      rest.reserveCapacity(39_420)
      for code in 0x80...0xFFFF where !twoByte[code] && !(0xD800...0xDFFF).contains(code) {
        rest.append(UInt16(code))
      }
    }
    fourByteCharacters = rest
  }

  static func codePoint(_ entry: UInt32) -> UInt32 {
    let (a, b, c) = (entry & 0xFF, entry >> 8 & 0x3F, entry >> 16 & 0x3F)
    if a >= 0xF0 { return (a & 0x07) << 18 | b << 12 | c << 6 | entry >> 24 & 0x3F }
    return a < 0x80 ? a : a < 0xE0 ? (a & 0x1F) << 6 | b : (a & 0x0F) << 12 | b << 6 | c
  }
}

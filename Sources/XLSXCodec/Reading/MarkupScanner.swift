/// The piece of XML that the byte scanners understand: tags in their plainest form, text, the five entities and
/// character references. Whatever it takes, libxml2 would take and see the same; whatever it does not know, it refuses
/// with "unusual", and libxml2 gets those bytes.
///
/// All pointers run over a buffer with at least 64 zero bytes behind its end. A zero byte is unusual, so no loop
/// passes the end, and looking a few bytes ahead is safe.
struct MarkupScanner: ~Copyable {
  typealias Pointer = UnsafePointer<UInt8>
  static let padding = 64

  enum TagStep { case attribute, end, emptyEnd, unusual }

  /// An attribute the way it stands in the bytes; both ends in the buffer.
  struct Attribute {
    var name: Pointer
    var nameCount = 0
    var value: Pointer
    var valueCount = 0

    func isNamed(_ text: StaticString) -> Bool {
      guard nameCount == text.utf8CodeUnitCount else { return false }
      for i in 0..<nameCount where name[i] != text.utf8Start[i] { return false }
      return true
    }

    func hasValue(_ text: StaticString) -> Bool {
      guard valueCount == text.utf8CodeUnitCount else { return false }
      for i in 0..<valueCount where value[i] != text.utf8Start[i] { return false }
      return true
    }
  }

  /// Classes of bytes in text.
  private enum Class {
    static let plain: UInt8 = 0
    static let stop: UInt8 = 1
    static let reference: UInt8 = 2
    static let carriageReturn: UInt8 = 3
    static let bracket: UInt8 = 4
    static let wrong: UInt8 = 5
    static let two: UInt8 = 6
    static let three: UInt8 = 7
    static let four: UInt8 = 8
  }

  private let classes: UnsafeMutablePointer<UInt8>
  /// Decoded text of the last `decode`.
  private(set) var scratch: [UInt8] = []

  init() {
    classes = .allocate(capacity: 256)
    for byte in 0..<256 {
      switch byte {
      case 9, 10, 0x20...0x7F: classes[byte] = Class.plain
      case 0xC2...0xDF: classes[byte] = Class.two
      case 0xE0...0xEF: classes[byte] = Class.three
      case 0xF0...0xF4: classes[byte] = Class.four
      default: classes[byte] = Class.wrong
      }
    }
    classes[13] = Class.carriageReturn
    classes[Int(UInt8(ascii: "<"))] = Class.stop
    classes[Int(UInt8(ascii: "&"))] = Class.reference
    classes[Int(UInt8(ascii: "]"))] = Class.bracket
  }

  deinit { classes.deallocate() }

  @inline(__always)
  static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 10 || byte == 13 || byte == 9 }

  @inline(__always)
  static func skipSpace(_ p: inout Pointer) { while isSpace(p.pointee) { p += 1 } }

  /// The next attribute of a tag, or its end. `seen` remembers names by a hash: the same hash twice, or a second name
  /// with a prefix, is unusual, so that libxml2 decides whether an attribute stands twice.
  static func step(_ p: inout Pointer, _ seen: inout UInt64, _ attribute: inout Attribute) -> TagStep {
    var spaced = false
    while isSpace(p.pointee) {
      p += 1
      spaced = true
    }
    if p.pointee == UInt8(ascii: ">") {
      p += 1
      return .end
    }
    if p.pointee == UInt8(ascii: "/") {
      guard p[1] == UInt8(ascii: ">") else { return .unusual }
      p += 2
      return .emptyEnd
    }
    guard spaced, p.pointee | 0x20 &- 97 < 26 else { return .unusual }
    attribute.name = p
    var hash: UInt64 = 0
    var colons: UInt64 = 0
    while true {
      let byte = p.pointee
      if byte | 0x20 &- 97 < 26 || byte &- 48 < 10 || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") {
        hash = hash &* 31 &+ UInt64(byte)
      } else if byte == UInt8(ascii: ":") {
        colons += 1
        hash = 63
        guard p[1] | 0x20 &- 97 < 26 else { return .unusual }
      } else {
        break
      }
      p += 1
    }
    attribute.nameCount = p - attribute.name
    // xml:… and xmlns… mean something to the parser itself.
    let startsXML =
      attribute.nameCount >= 3 && attribute.name[0] | 0x20 == UInt8(ascii: "x")
      && attribute.name[1] | 0x20 == UInt8(ascii: "m") && attribute.name[2] | 0x20 == UInt8(ascii: "l")
    let bit: UInt64 = 1 << (colons > 0 ? 63 : hash % 61)
    guard !startsXML, colons <= 1, seen & bit == 0, p.pointee == UInt8(ascii: "="), p[1] == UInt8(ascii: "\"") else {
      return .unusual
    }
    seen |= bit
    p += 2
    attribute.value = p
    while p.pointee != UInt8(ascii: "\"") {
      guard p.pointee >= 0x20, p.pointee < 0x7F, p.pointee != UInt8(ascii: "<"), p.pointee != UInt8(ascii: "&") else {
        return .unusual
      }
      p += 1
    }
    attribute.valueCount = p - attribute.value
    p += 1
    return .attribute
  }

  /// Runs over text up to the next `<`; false at anything that XML text may not hold. `raw` is set where the text is not
  /// yet what it means: references and carriage returns in it.
  @inline(__always)
  func text(_ p: inout Pointer, _ raw: inout Bool) -> Bool {
    while true {
      switch classes[Int(p.pointee)] {
      case Class.plain: p += 1
      case Class.stop: return true
      case Class.three:
        // Two characters at once, as Chinese text has them; E0, ED and EF need a closer look.
        let word = UInt64(littleEndian: UnsafeRawPointer(p).loadUnaligned(as: UInt64.self))
        let (first, second) = (word & 0x0F, word >> 24 & 0x0F)
        if word & 0xC0C0_F0C0_C0F0 == 0x8080_E080_80E0, first != 0, first & 0xD != 0xD, second != 0,
          second & 0xD != 0xD
        {
          p += 6
          continue
        }
        let (a, b) = (p[1], p[2])
        guard a & 0xC0 == 0x80, b & 0xC0 == 0x80 else { return false }
        switch p.pointee {
        case 0xE0: if a < 0xA0 { return false }
        case 0xED: if a >= 0xA0 { return false }
        case 0xEF: if a == 0xBF, b >= 0xBE { return false }
        default: break
        }
        p += 3
      case Class.two:
        guard p[1] & 0xC0 == 0x80 else { return false }
        p += 2
      case Class.four:
        guard p[1] & 0xC0 == 0x80, p[2] & 0xC0 == 0x80, p[3] & 0xC0 == 0x80 else { return false }
        if p.pointee == 0xF0, p[1] < 0x90 { return false }
        if p.pointee == 0xF4, p[1] >= 0x90 { return false }
        p += 4
      case Class.reference, Class.carriageReturn:
        raw = true
        p += 1
      case Class.bracket:
        if p[1] == UInt8(ascii: "]"), p[2] == UInt8(ascii: ">") { return false }
        p += 1
      default: return false
      }
    }
  }

  /// Puts into `scratch` what raw text means: references resolved, line ends normalised (XML 1.0 §2.11, §4.1, §4.6).
  /// False at a reference that is none of the five entities and no character XML allows.
  mutating func decode(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    scratch.removeAll(keepingCapacity: true)
    var i = 0
    while i < text.count {
      let byte = text[i]
      if byte == 13 {
        scratch.append(10)
        i += i + 1 < text.count && text[i + 1] == 10 ? 2 : 1
      } else if byte == UInt8(ascii: "&") {
        guard let semicolon = text[i...].prefix(12).firstIndex(of: UInt8(ascii: ";")) else { return false }
        guard appendReference(UnsafeBufferPointer(rebasing: text[(i + 1)..<semicolon])) else { return false }
        i = semicolon + 1
      } else {
        scratch.append(byte)
        i += 1
      }
    }
    return true
  }

  private mutating func appendReference(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
    switch String(decoding: name, as: UTF8.self) {
    case "lt": scratch.append(UInt8(ascii: "<"))
    case "gt": scratch.append(UInt8(ascii: ">"))
    case "amp": scratch.append(UInt8(ascii: "&"))
    case "quot": scratch.append(UInt8(ascii: "\""))
    case "apos": scratch.append(UInt8(ascii: "'"))
    default:
      guard name.first == UInt8(ascii: "#") else { return false }
      let isHex = name.count > 1 && name[1] == UInt8(ascii: "x")
      let digits = name.dropFirst(isHex ? 2 : 1)
      let base: UInt32 = isHex ? 16 : 10
      guard !digits.isEmpty, digits.count <= 8 else { return false }
      var value: UInt32 = 0
      for byte in digits {
        let digit: UInt32
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = UInt32(byte - 48)
        case UInt8(ascii: "a")...UInt8(ascii: "f") where isHex: digit = UInt32(byte - 87)
        case UInt8(ascii: "A")...UInt8(ascii: "F") where isHex: digit = UInt32(byte - 55)
        default: return false
        }
        value = value &* base &+ digit
        if value > 0x10_FFFF { return false }
      }
      guard let scalar = Unicode.Scalar(value), value >= 0x20 || value == 9 || value == 10 || value == 13,
        value != 0xFFFE, value != 0xFFFF, let encoded = UTF8.encode(scalar)
      else { return false }
      scratch.append(contentsOf: encoded)
    }
    return true
  }
}

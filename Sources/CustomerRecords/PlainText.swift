/// The bytes of a cell with the differences that mean nothing taken out: full-width forms become ASCII, odd
/// spaces become spaces, zero-width characters and the spaces at both ends go.
///
/// Works on UTF-8 into a buffer that is used again, one pass, without a `String`.
struct PlainText {
  private(set) var bytes: [UInt8] = []

  init() { bytes.reserveCapacity(64) }

  mutating func load(_ text: String) {
    var text = text
    text.withUTF8 { load($0) }
  }

  mutating func load(_ source: UnsafeBufferPointer<UInt8>) {
    bytes.removeAll(keepingCapacity: true)
    if let first = source.first, first != 0x20, first != UInt8(ascii: "'"), source[source.count - 1] != 0x20,
      source.allSatisfy({ $0 >= 0x20 && $0 < 0x7F })
    {
      bytes.append(contentsOf: source)
      return
    }
    var i = 0
    let n = source.count
    while i < n {
      let a = source[i]
      if a < 0x80 {
        bytes.append(a == 0x09 || a == 0x0A || a == 0x0D || a == 0x0B ? 0x20 : a)
        i += 1
        continue
      }
      if a == 0xC2, i + 1 < n {
        let b = source[i + 1]
        switch b {
        case 0xA0: bytes.append(0x20)
        case 0xA5: bytes.append(UInt8(ascii: "$"))
        default: bytes.append(contentsOf: [a, b])
        }
        i += 2
        continue
      }
      if a & 0xF0 == 0xE0, i + 2 < n {
        let scalar = UInt32(a & 0x0F) << 12 | UInt32(source[i + 1] & 0x3F) << 6 | UInt32(source[i + 2] & 0x3F)
        switch scalar {
        case 0xFF01...0xFF5E: bytes.append(UInt8(scalar - 0xFEE0))
        case 0x3000, 0x2000...0x200A, 0x202F, 0x205F: bytes.append(0x20)
        case 0xFFE5: bytes.append(UInt8(ascii: "$"))
        case 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x2064, 0xFEFF: break
        case 0x2010...0x2015, 0x2212: bytes.append(UInt8(ascii: "-"))
        case 0x2018, 0x2019: bytes.append(UInt8(ascii: "'"))
        default:
          bytes.append(a)
          bytes.append(source[i + 1])
          bytes.append(source[i + 2])
        }
        i += 3
        continue
      }
      bytes.append(a)
      i += 1
    }
    while bytes.last == 0x20 { bytes.removeLast() }
    if bytes.first == 0x20, let start = bytes.firstIndex(where: { $0 != 0x20 }) { bytes.removeFirst(start) }
    // A leading apostrophe is how spreadsheets say "text".
    if bytes.count > 1, bytes[0] == UInt8(ascii: "'") { bytes.removeFirst() }
  }

  var text: String { String(decoding: bytes, as: UTF8.self) }
  var isEmpty: Bool { bytes.isEmpty }

  /// ASCII letters lowered, spaces out: for comparing with short words.
  var word: String {
    String(
      decoding: bytes.filter { $0 != 0x20 }.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
  }

  /// What people write into a cell that has nothing to say.
  var isBlank: Bool {
    if bytes.isEmpty { return true }
    if bytes.count > 18 { return false }
    if bytes.allSatisfy({ $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") }) {
      return true
    }
    let first = bytes.prefix(bytes[0] < 0x80 ? 1 : 3).reduce(0) { $0 << 8 | UInt32($1) }
    return PlainText.beginnings.contains(first) && PlainText.blanks.contains(word)
  }

  /// What a blank word may begin with: a byte of ASCII in either case, or the three of another character.
  private static let beginnings = Set(
    blanks.flatMap { word -> [UInt32] in
      let bytes = Array(word.utf8)
      guard bytes[0] < 0x80 else { return [bytes.prefix(3).reduce(0) { $0 << 8 | UInt32($1) }] }
      return [UInt32(bytes[0]), UInt32((0x61...0x7A).contains(bytes[0]) ? bytes[0] & 0xDF : bytes[0])]
    })

  private static let blanks: Set<String> = [
    "无", "無", "暂无", "暫無", "没有", "空", "未填", "未填写", "待填", "待补", "待补充", "未知", "不详", "不祥", "未提供",
    "请选择", "n/a", "na", "#n/a", "null", "(null)", "none", "nil", "nan", "unknown", "—", "——", "……", "...", "?", "??",
    "？", "select", "notprovided", "略", "同无", "无。", "暂缺",
  ]
}

/// What people write into a cell that has nothing to say: `无`, `/`, `n/a`, `待补`.
package enum BlankWords {
  package static func contains(_ text: String) -> Bool {
    var plain = PlainText()
    plain.load(text)
    return plain.isBlank
  }
}

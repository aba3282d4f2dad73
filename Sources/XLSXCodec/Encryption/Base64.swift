/// RFC 4648 §4, strict: the alphabet, padding, nothing else.
enum Base64 {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func text(_ bytes: [UInt8]) -> String {
    var out: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = Array(bytes[start..<min(start + 3, bytes.count)])
      let word = group.reduce(0) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - group.count))
      for i in 0..<4 {
        out.append(i <= group.count ? alphabet[Int(word >> UInt32(18 - 6 * i) & 63)] : UInt8(ascii: "="))
      }
    }
    return String(decoding: out, as: UTF8.self)
  }

  static func bytes(_ text: String) -> [UInt8]? {
    let digits = Array(text.utf8)
    guard digits.count % 4 == 0 else { return nil }
    let padding = digits.suffix(2).count { $0 == UInt8(ascii: "=") }
    var out: [UInt8] = []
    for start in stride(from: 0, to: digits.count, by: 4) {
      var word: UInt32 = 0
      for (i, digit) in digits[start..<start + 4].enumerated() {
        if digit == UInt8(ascii: "="), start + i >= digits.count - padding {
          word <<= 6
          continue
        }
        guard let value = alphabet.firstIndex(of: digit) else { return nil }
        word = word << 6 | UInt32(value)
      }
      out += [UInt8(word >> 16 & 255), UInt8(word >> 8 & 255), UInt8(word & 255)]
    }
    out.removeLast(min(padding, out.count))
    return out
  }
}

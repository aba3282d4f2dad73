/// Reads the telephone numbers of a cell.
enum PhoneReading: Equatable {
  /// Digits in one spelling: `13800138000`, `02012345678`, `0915751847-8001`, `+852 91234567`. A second number of the
  /// cell comes along.
  case numbers(first: String, second: String?)
  /// A spreadsheet cut it: `1.38E+10`, ten digits.
  case damaged
  case bad

  static func read(_ bytes: [UInt8]) -> PhoneReading {
    if let whole = scientific(bytes) {
      switch whole {
      case .damaged: return .damaged
      case .digits(let digits): return one(digits[...], plus: false) ?? .bad
      }
    }
    var bytes = bytes
    // 13800138000.0: a number some program wrote with its decimals.
    if bytes.suffix(2).elementsEqual(".0".utf8), bytes.dropLast(2).allSatisfy(DateTokens.isDigit) {
      bytes.removeLast(2)
    }
    var found: [String] = []
    var damaged = false
    for piece in pieces(bytes) {
      switch piece {
      case .numbers(let number, _): if !found.contains(number) { found.append(number) }
      case .damaged: damaged = true
      case .bad: break
      }
    }
    if let first = found.first { return .numbers(first: first, second: found.count > 1 ? found[1] : nil) }
    return damaged ? .damaged : .bad
  }

  enum Scientific {
    case digits([UInt8])
    case damaged
  }

  /// 1.3812345678E10 is whole, 1.38E+10 lost its digits; nil where the cell is no such number.
  static func scientific(_ bytes: [UInt8]) -> Scientific? {
    guard let e = bytes.firstIndex(where: { $0 == UInt8(ascii: "E") || $0 == UInt8(ascii: "e") }), e > 0 else {
      return nil
    }
    var digits: [UInt8] = []
    var decimals = 0
    var point = false
    for byte in bytes[..<e] {
      switch byte {
      case 0x30...0x39:
        digits.append(byte)
        if point { decimals += 1 }
      case UInt8(ascii: "."):
        if point { return nil }
        point = true
      default: return nil
      }
    }
    guard let exponent = Int(String(decoding: bytes[(e + 1)...], as: UTF8.self)), !digits.isEmpty else { return nil }
    if exponent < 0 { return .damaged }
    if decimals < exponent {
      // Programs write the shortest exact form (1.3800138E10); a spreadsheet shows at most five decimals and a plus.
      let exact = exponent < 15 && (bytes[e + 1] != UInt8(ascii: "+") || decimals >= 7) && decimals > 0
      if !exact { return .damaged }
      return .digits(digits + Array(repeating: 0x30, count: exponent - decimals))
    }
    return .digits(Array(digits.prefix(digits.count - decimals + exponent)))
  }

  /// The runs of digits that could be numbers: words and brackets between them are remarks (妈妈, 微信同号).
  private static func pieces(_ bytes: [UInt8]) -> [PhoneReading] {
    var out: [PhoneReading] = []
    var run: [UInt8] = []
    var plus = false
    var i = 0
    func close() {
      if run.contains(where: DateTokens.isDigit), let piece = one(run[...], plus: plus) { out.append(piece) }
      run = []
      plus = false
    }
    while i < bytes.count {
      let byte = bytes[i]
      switch byte {
      case 0x30...0x39: run.append(byte)
      case UInt8(ascii: "+"):
        close()
        plus = true
      case UInt8(ascii: "-"), 0x20, UInt8(ascii: "."), UInt8(ascii: "("), UInt8(ascii: ")"):
        // A space may part two whole mobile numbers, or stand inside one.
        if byte == 0x20, isWholeMobile(run) { close() } else if !run.isEmpty { run.append(UInt8(ascii: "-")) }
      default:
        // 转8001 is an extension, anything else parts.
        let isExtension = [Array("转".utf8), Array("分机".utf8), Array("ext".utf8), Array("x".utf8)].first {
          bytes.count - i > $0.count && bytes[i..<(i + $0.count)].elementsEqual($0) && !run.isEmpty
        }
        if let word = isExtension {
          run.append(UInt8(ascii: "x"))
          i += word.count
          continue
        }
        close()
      }
      i += 1
    }
    close()
    return out
  }

  private static func isWholeMobile(_ run: [UInt8]) -> Bool {
    let digits = run.filter(DateTokens.isDigit)
    if digits.count == 11, digits[0] == UInt8(ascii: "1") { return true }
    return digits.count == 13 && digits.starts(with: Array("861".utf8))
  }

  /// One number, in its canonical spelling.
  private static func one(_ raw: ArraySlice<UInt8>, plus: Bool) -> PhoneReading? {
    let halves = raw.split(separator: UInt8(ascii: "x"), maxSplits: 1)
    guard let main = halves.first else { return nil }
    var digits = main.filter(DateTokens.isDigit)
    var tail = halves.count > 1 ? halves[1].filter(DateTokens.isDigit) : []
    let text: (([UInt8]) -> String) = { String(decoding: $0, as: UTF8.self) }
    if digits.starts(with: Array("0086".utf8)) {
      digits.removeFirst(4)
    } else if plus || digits.count > 11, digits.starts(with: Array("86".utf8)) {
      digits.removeFirst(2)
    } else if plus {
      return international(digits)
    } else if digits.starts(with: Array("00".utf8)), digits.count > 10 {
      return international(Array(digits.dropFirst(2)))
    }
    let suffix = { tail.isEmpty ? "" : "-" + text(tail) }
    if digits.count == 11, digits[0] == UInt8(ascii: "1"), digits[1] >= UInt8(ascii: "3") {
      return .numbers(first: text(digits), second: nil)
    }
    if digits.starts(with: Array("400".utf8)) || digits.starts(with: Array("800".utf8)), digits.count == 10 {
      return .numbers(first: text(digits), second: nil)
    }
    if digits.first == UInt8(ascii: "0"), (10...12).contains(digits.count) {
      return .numbers(first: text(digits) + suffix(), second: nil)
    }
    if digits.first == UInt8(ascii: "0"), (13...16).contains(digits.count), tail.isEmpty {
      // 010-12345678-8001: the part behind the last dash is an extension.
      let parts = main.split(separator: UInt8(ascii: "-"))
      if parts.count == 3 {
        digits = Array(parts[0] + parts[1])
        tail = Array(parts[2])
        if (10...12).contains(digits.count) { return .numbers(first: text(digits) + suffix(), second: nil) }
      }
      return .bad
    }
    // Local numbers without an area code, seven or eight digits.
    if (7...8).contains(digits.count), digits[0] >= UInt8(ascii: "2") {
      return .numbers(first: text(digits) + suffix(), second: nil)
    }
    if digits.count == 10 || digits.count == 9 { return .damaged }
    return digits.count >= 5 ? .bad : nil
  }

  /// +852 91234567: the country codes whose length we must know to part them; others keep their digits.
  private static func international(_ digits: [UInt8]) -> PhoneReading {
    guard (7...15).contains(digits.count) else { return .bad }
    let text = String(decoding: digits, as: UTF8.self)
    for code in ["852", "853", "886"] where text.hasPrefix(code) {
      return .numbers(first: "+\(code) \(text.dropFirst(3))", second: nil)
    }
    let width: Int
    switch text.first {
    case "1", "7": width = 1
    default: width = two.contains(String(text.prefix(2))) ? 2 : 3
    }
    return .numbers(first: "+\(text.prefix(width)) \(text.dropFirst(width))", second: nil)
  }

  /// ITU-T E.164 country codes of two digits.
  private static let two: Set<String> = [
    "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47", "48", "49", "51",
    "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65", "66", "81", "82", "84", "86", "90",
    "91", "92", "93", "94", "95", "98",
  ]
}

/// Reads ids, card numbers and e-mail addresses: names made of digits and letters, which spreadsheets damage.
enum CodeReading: Equatable {
  case code(String)
  /// Kept, but the check digit is wrong.
  case unchecked(String)
  /// Digits were lost: 1.10105E+17, 18 digits ending 000 with a wrong check digit.
  case damaged
  case bad

  /// True for an id that no spreadsheet can have taken for a number with decimals or an exponent: it stands as it is.
  static func isWhole(_ bytes: [UInt8]) -> Bool { bytes.allSatisfy { $0 != UInt8(ascii: ".") && $0 | 0x20 != 0x65 } }

  /// An id as text: 123.0 → 123.
  static func id(_ bytes: [UInt8]) -> CodeReading {
    if let whole = PhoneReading.scientific(bytes) {
      switch whole {
      case .damaged: return .damaged
      // 2E5 or 12E0 without a point is an id that looks like a number.
      case .digits(let digits): return .code(String(decoding: bytes.contains(0x2E) ? digits : bytes, as: UTF8.self))
      }
    }
    var bytes = bytes[...]
    while bytes.count > 2, bytes.last == UInt8(ascii: "0"), bytes.dropLast().last == UInt8(ascii: "."),
      bytes.dropLast(2).allSatisfy(DateTokens.isDigit)
    {
      bytes = bytes.dropLast(2)
    }
    return .code(String(decoding: bytes, as: UTF8.self))
  }

  /// A number cell as the id it stood for; nil past what a spreadsheet holds exactly (15 digits).
  static func id(number: Double) -> String? {
    guard abs(number) < 1e15 else { return nil }
    if number == number.rounded() { return String(Int(number)) }
    return String(number)
  }

  /// An identity card: 18 digits (the last may be X) by ISO 7064 MOD 11-2, or 15; other documents as they stand.
  static func idCard(_ bytes: [UInt8]) -> CodeReading {
    if PhoneReading.scientific(bytes) != nil { return .damaged }
    let kept = bytes.filter { $0 != 0x20 && $0 != UInt8(ascii: "-") }.map { $0 == UInt8(ascii: "x") ? 0x58 : $0 }
    let text = String(decoding: kept, as: UTF8.self)
    if kept.count == 15, kept.allSatisfy(DateTokens.isDigit) { return .code(text) }
    guard kept.count == 18, kept.dropLast().allSatisfy(DateTokens.isDigit),
      DateTokens.isDigit(kept[17]) || kept[17] == UInt8(ascii: "X")
    else {
      let looksCut = kept.allSatisfy(DateTokens.isDigit) && kept.count > 9
      return looksCut ? .unchecked(text) : .code(text)
    }
    if checkDigit(kept[..<17]) == kept[17] { return .code(text) }
    return kept.suffix(3).allSatisfy { $0 == UInt8(ascii: "0") } ? .damaged : .unchecked(text)
  }

  /// ISO 7064 MOD 11-2 over the first 17 digits.
  static func checkDigit(_ digits: ArraySlice<UInt8>) -> UInt8 {
    var sum = 0
    for (position, byte) in digits.enumerated() {
      var weight = 1
      for _ in 0..<(17 - position) { weight = weight * 2 % 11 }
      sum += Int(byte - 0x30) * weight
    }
    let check = (12 - sum % 11) % 11
    return check == 10 ? UInt8(ascii: "X") : 0x30 + UInt8(check)
  }

  static func bankCard(_ bytes: [UInt8]) -> CodeReading {
    if PhoneReading.scientific(bytes) != nil { return .damaged }
    let kept = bytes.filter { $0 != 0x20 && $0 != UInt8(ascii: "-") }
    let text = String(decoding: kept, as: UTF8.self)
    guard kept.allSatisfy(DateTokens.isDigit) else { return .code(String(decoding: bytes, as: UTF8.self)) }
    if kept.count > 15, kept.suffix(3).allSatisfy({ $0 == UInt8(ascii: "0") }), !luhn(kept) { return .damaged }
    return .code(text)
  }

  private static func luhn(_ digits: [UInt8]) -> Bool {
    var sum = 0
    for (i, byte) in digits.reversed().enumerated() {
      let d = Int(byte - 0x30) * (i % 2 == 1 ? 2 : 1)
      sum += d > 9 ? d - 9 : d
    }
    return sum % 10 == 0
  }

  static func email(_ bytes: [UInt8]) -> CodeReading {
    var slice = bytes[...]
    if slice.starts(with: Array("mailto:".utf8)) { slice = slice.dropFirst(7) }
    let parts = slice.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
    let wrong = slice.contains { $0 == 0x20 || $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: ";") }
    guard parts.count == 2, !parts[0].isEmpty, !wrong, let dot = parts[1].lastIndex(of: UInt8(ascii: ".")),
      dot > parts[1].startIndex, dot + 1 < parts[1].endIndex
    else { return .bad }
    return .code(String(decoding: slice, as: UTF8.self))
  }
}

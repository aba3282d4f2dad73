extension Masker {
  /// First one and last two of 18 or 15; permits and passports by their own rule; damaged ones whole.
  mutating func idCard(_ s: UnsafeBufferPointer<UInt8>, into out: inout [UInt8]) -> MaskOutcome.Kind {
    if let number = Masker.scientific(s) { return number.digits.count >= 15 ? .damaged : .hidden }
    var kept: [UInt8] = []
    for (i, byte) in s.enumerated() {
      if isDigit(byte) {
        kept.append(byte)
      } else if byte | 0x20 == UInt8(ascii: "x"), i == s.count - 1, kept.count == 17 {
        kept.append(UInt8(ascii: "X"))
      } else if byte != 0x20, byte != UInt8(ascii: "-") {
        return permit(s, into: &out)
      }
    }
    guard kept.count == 18 || kept.count == 15 else { return .hidden }
    if kept.count == 18, IDCard.looksRounded(kept) { return .damaged }
    out.append(kept[0])
    out.stars(kept.count - 3)
    out.append(contentsOf: kept.suffix(2))
    return .masked
  }

  /// Passports, and permits of Hong Kong, Macau and Taiwan: a letter (or two) with 6–10 digits, or A123456(7).
  func permit(_ s: UnsafeBufferPointer<UInt8>, into out: inout [UInt8]) -> MaskOutcome.Kind {
    var letters = 0
    var numbers = 0
    var kept: [UInt8] = []
    for byte in s {
      if isLetter(byte) {
        if numbers > 1 { return .hidden }
        letters += 1
        kept.append(byte)
      } else if isDigit(byte) {
        numbers += 1
        kept.append(byte)
      } else if byte != UInt8(ascii: "("), byte != UInt8(ascii: ")"), byte != 0x20, byte != UInt8(ascii: "-") {
        return .hidden
      }
    }
    guard (0...2).contains(letters), (6...11).contains(numbers), letters > 0 || numbers == 8 || numbers == 10 else {
      return .hidden
    }
    out.append(kept[0])
    out.stars(kept.count - 3)
    out.append(contentsOf: kept.suffix(2))
    return .masked
  }

  /// First and last four, in fours: 6227 **** **** *** 5123.
  func bankCard(_ s: UnsafeBufferPointer<UInt8>, into out: inout [UInt8]) -> MaskOutcome.Kind {
    if let number = Masker.scientific(s) { return number.digits.count >= 12 ? .damaged : .hidden }
    var kept: [UInt8] = []
    for byte in s {
      if isDigit(byte) {
        kept.append(byte)
      } else if byte != 0x20, byte != UInt8(ascii: "-") {
        return .hidden
      }
    }
    guard (12...24).contains(kept.count) else { return .hidden }
    out.append(contentsOf: kept.prefix(4))
    var left = kept.count - 8
    while left > 0 {
      out.append(0x20)
      out.stars(min(4, left))
      left -= 4
    }
    out.append(0x20)
    out.append(contentsOf: kept.suffix(4))
    return .masked
  }

  /// First and last character; four or fewer: all hidden.
  func account(_ s: UnsafeBufferPointer<UInt8>, into out: inout [UInt8]) -> MaskOutcome.Kind {
    if s.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) {
      if s.count <= 4 {
        out.stars(s.count)
        return .masked
      }
      out.append(s[0])
      out.stars(s.count - 2)
      out.append(s[s.count - 1])
      return .masked
    }
    let characters = Array(String(decoding: s, as: UTF8.self))
    if characters.count <= 4 {
      out.stars(characters.count)
      return .masked
    }
    out.append(contentsOf: String(characters[0]).utf8)
    out.stars(characters.count - 2)
    out.append(contentsOf: String(characters[characters.count - 1]).utf8)
    return .masked
  }

  /// 京A12345 → 京A****5: province, office and the last sign.
  func plate(_ s: UnsafeBufferPointer<UInt8>, into out: inout [UInt8]) -> MaskOutcome.Kind {
    let characters = String(decoding: s, as: UTF8.self).filter { $0 != " " && $0 != "·" && $0 != "-" && $0 != "." }
    let signs = Array(characters)
    guard signs.count == 7 || signs.count == 8, signs[0].unicodeScalars.allSatisfy(isHan),
      let office = signs[1].asciiValue, isLetter(office),
      signs[2..<signs.count - 1].allSatisfy({ $0.asciiValue.map { isDigit($0) || isLetter($0) } ?? false })
    else { return .hidden }
    out.append(contentsOf: (String(signs[0]) + String(signs[1])).utf8)
    out.stars(signs.count - 3)
    out.append(contentsOf: String(signs[signs.count - 1]).utf8)
    return .masked
  }

  /// First letter and domain; several in a cell one by one.
  func emails(_ s: UnsafeBufferPointer<UInt8>, into out: inout [UInt8]) -> MaskOutcome.Kind {
    var start = 0
    for i in 0...s.count {
      let separator = i == s.count || s[i] == UInt8(ascii: ",") || s[i] == UInt8(ascii: ";") || s[i] == 0x20
      if !separator { continue }
      if i > start, !Masker.oneEmail(UnsafeBufferPointer(rebasing: s[start..<i]), into: &out) { return .hidden }
      if i < s.count { out.append(s[i]) }
      start = i + 1
    }
    return .masked
  }

  private static func oneEmail(_ s: UnsafeBufferPointer<UInt8>, into out: inout [UInt8]) -> Bool {
    guard let at = s.firstIndex(of: UInt8(ascii: "@")), at > 0 else { return false }
    let domain = s[(at + 1)...]
    guard domain.contains(UInt8(ascii: ".")), !domain.contains(UInt8(ascii: "@")),
      domain.first != UInt8(ascii: "."), domain.last != UInt8(ascii: "."),
      domain.allSatisfy({ isLetter($0) || isDigit($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") })
    else { return false }
    let local = UnsafeBufferPointer(rebasing: s[0..<at])
    if at == 1 {
      out.append(star)
    } else if isLetter(s[0]) || isDigit(s[0]) {
      out.append(s[0])
      out.stars(Masker.graphemes(local) - 1)
    } else {
      out.stars(Masker.graphemes(local))
    }
    out.append(contentsOf: s[at...])
    return true
  }

  /// The year of a date in any of the ways sheets write one.
  func birthday(_ s: UnsafeBufferPointer<UInt8>, into out: inout [UInt8]) -> MaskOutcome.Kind {
    guard let year = Masker.year(s) else { return .hidden }
    out.append(contentsOf: String(year).utf8)
    return .masked
  }

  static func year(_ s: UnsafeBufferPointer<UInt8>) -> Int? {
    var groups: [(value: Int, digits: Int)] = []
    var inside = false
    for byte in s {
      if isDigit(byte) {
        if !inside { groups.append((0, 0)) }
        inside = true
        if groups[groups.count - 1].digits >= 8 { return nil }
        groups[groups.count - 1].value = groups[groups.count - 1].value * 10 + Int(byte - 0x30)
        groups[groups.count - 1].digits += 1
      } else {
        inside = false
      }
    }
    guard let first = groups.first else { return nil }
    let parts: [Int]
    if groups.count == 1, first.digits == 8 {
      parts = [first.value / 10_000, first.value / 100 % 100, first.value % 100]
    } else if first.digits == 4, groups.count >= 2 {
      parts = groups.prefix(3).map(\.value)
    } else if groups.count >= 3, groups[2].digits == 4 {
      parts = [groups[2].value, 1, 1]
    } else {
      return nil
    }
    guard (1900...2100).contains(parts[0]), parts.dropFirst().allSatisfy({ (1...31).contains($0) }) else { return nil }
    return parts[0]
  }
}

/// Resident identity cards: the check digit of ISO 7064 MOD 11-2 (GB 11643-1999).
package enum IDCard {
  /// The check digit over the first 17 digits.
  static func check(_ seventeen: some Sequence<UInt8>) -> UInt8 {
    var sum = 0
    for (i, digit) in seventeen.prefix(17).enumerated() { sum += Int(digit - 0x30) * weights[i] }
    return checks[sum % 11]
  }

  private static let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  private static let checks = Array("10X98765432".utf8)

  /// True for 18 places with the right check digit, `X` in either case.
  package static func isValid(_ number: String) -> Bool {
    let bytes = Array(number.uppercased().utf8)
    guard bytes.count == 18, bytes.dropLast().allSatisfy(isDigit) else { return false }
    return check(bytes) == bytes[17]
  }

  /// The 18 places of an old number of 15; nil where it is none.
  package static func upgraded(_ number: String) -> String? {
    let bytes = Array(number.utf8)
    guard bytes.count == 15, bytes.allSatisfy(isDigit) else { return nil }
    let long = bytes[0..<6] + [0x31, 0x39] + bytes[6...]
    return String(decoding: long + [check(long)], as: UTF8.self)
  }

  /// 18 digits that end in 000 with a wrong check digit: a spreadsheet kept 15 of them and forgot the rest.
  static func looksRounded(_ digits: [UInt8]) -> Bool {
    digits.count == 18 && digits[15...].allSatisfy { $0 == 0x30 } && check(digits) != 0x30
  }
}

/// Tells numbers of people from the many other numbers of a note.
enum NumberShapes {
  /// 11 digits from 13 to 19.
  static func isMobile(_ d: ArraySlice<UInt8>) -> Bool {
    d.count == 11 && d[d.startIndex] == 0x31 && d[d.startIndex + 1] >= 0x33
  }

  /// The digits behind 86, 086 or 0086.
  static func withoutChina(_ d: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    for prefix in [[0x38, 0x36], [0x30, 0x30, 0x38, 0x36], [0x30, 0x38, 0x36]] as [[UInt8]] where d.starts(with: prefix)
    {
      return d.dropFirst(prefix.count)
    }
    return nil
  }

  /// 010 or 02x with eight, other area codes with seven or eight; area codes never start 00, 04x is rare but real.
  static func isLandline(_ d: ArraySlice<UInt8>) -> Bool {
    guard d.count >= 10, d.count <= 12, d[d.startIndex] == 0x30 else { return false }
    let second = d[d.startIndex + 1]
    if second == 0x30 { return false }
    let local = d.count - (second == 0x31 || second == 0x32 ? 3 : 4)
    let first = d[d.startIndex + (second == 0x31 || second == 0x32 ? 3 : 4)]
    return (local == 7 || local == 8) && first >= 0x32
  }

  static func isService(_ d: ArraySlice<UInt8>) -> Bool {
    d.count == 10 && (d.starts(with: [0x34, 0x30, 0x30]) || d.starts(with: [0x38, 0x30, 0x30]))
  }

  /// 18 or 15 places with a date where an identity card has one, and a province or the right check digit before
  /// and behind it. `last` may be X.
  static func isIDCard(_ d: ArraySlice<UInt8>) -> Bool {
    let digits = Array(d)
    if digits.count == 18 {
      guard isDate(digits[6..<14]) else { return false }
      return isProvince(digits) || IDCard.check(digits) == digits[17]
    }
    if digits.count == 15 { return isProvince(digits) && isDate([0x31, 0x39] + digits[6..<12]) }
    return false
  }

  private static func isProvince(_ d: [UInt8]) -> Bool {
    switch Int(d[0] - 0x30) * 10 + Int(d[1] - 0x30) {
    case 11...15, 21...23, 31...37, 41...46, 50...54, 61...65, 71, 81...83, 91: return true
    default: return false
    }
  }

  private static func isDate(_ d: some Sequence<UInt8>) -> Bool {
    let n = d.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    let (year, month, day) = (n / 10_000, n / 100 % 100, n % 100)
    return (1900...2099).contains(year) && (1...12).contains(month) && (1...31).contains(day)
  }

  /// UnionPay's 62, or the check digit of ISO/IEC 7812 behind a first digit that banks use.
  static func isBankCard(_ d: ArraySlice<UInt8>) -> Bool {
    guard (15...19).contains(d.count), let first = d.first else { return false }
    if d.count >= 16, d.starts(with: [0x36, 0x32]) { return true }
    return [0x33, 0x34, 0x35, 0x36, 0x39].contains(first) && passesLuhn(d)
  }

  static func passesLuhn(_ d: ArraySlice<UInt8>) -> Bool {
    var sum = 0
    for (i, digit) in d.reversed().enumerated() {
      var value = Int(digit - 0x30)
      if i % 2 == 1 {
        value *= 2
        if value > 9 { value -= 9 }
      }
      sum += value
    }
    return sum % 10 == 0
  }
}

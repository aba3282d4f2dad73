/// What a run of digits with its prefix turned out to be.
enum PhoneShape: Equatable {
  /// 11 digits from 1.
  case mobile
  /// With the digits of the area code: 010 and 02x three, others four; 400 and 800 numbers three.
  case landline(area: Int)
  /// With the digits of the country code.
  case foreign(code: Int)
  /// What a spreadsheet left of a phone.
  case damaged
  case unknown
}

extension Masker {
  /// One phone or several; separators between them stay.
  mutating func phones(_ s: UnsafeBufferPointer<UInt8>, into out: inout [UInt8]) -> MaskOutcome.Kind {
    if let kind = plainMobile(s, into: &out) { return kind }
    var pieces: [(text: [UInt8], separator: [UInt8])] = []
    var piece: [UInt8] = []
    var characters = Array(String(decoding: s, as: UTF8.self))[...]
    while let character = characters.popFirst() {
      if "、/;|,\n\t\\&或和".contains(character) || character == "\r\n" {
        pieces.append((piece, Array(String(character).utf8)))
        piece = []
      } else {
        piece.append(contentsOf: String(character).utf8)
      }
    }
    pieces.append((piece, []))
    for (text, separator) in pieces {
      let blank = text.allSatisfy { $0 == 0x20 }
      if !blank {
        let kind = text.withUnsafeBufferPointer { severalBySpaces(Canonical.trimmed($0), into: &out) }
        if kind != .masked { return pieces.count == 1 ? kind : .hidden }
      }
      out.append(contentsOf: separator)
    }
    return .masked
  }

  /// The nearly universal case without any allocation: `18049531999`, `+8618049531999`.
  @inline(__always)
  private func plainMobile(_ s: UnsafeBufferPointer<UInt8>, into out: inout [UInt8]) -> MaskOutcome.Kind? {
    var start = 0
    if s.count == 14, s[0] == UInt8(ascii: "+"), s[1] == UInt8(ascii: "8"), s[2] == UInt8(ascii: "6") { start = 3 }
    guard s.count - start == 11, s[start] == UInt8(ascii: "1"), s[start + 1] >= UInt8(ascii: "3") else { return nil }
    for i in start..<s.count where !isDigit(s[i]) { return nil }
    out.append(contentsOf: s[start..<start + 3])
    out.stars(4)
    out.append(contentsOf: s[(start + 7)...])
    return .masked
  }

  /// `13800138000 13900139000` are two numbers, `138 0013 8000` is one.
  private mutating func severalBySpaces(
    _ s: UnsafeBufferPointer<UInt8>, into out: inout [UInt8]
  ) -> MaskOutcome.Kind {
    let start = out.count
    let kind = onePhone(s, into: &out)
    if kind == .masked { return kind }
    out.removeSubrange(start...)
    let words = s.split(separator: 0x20)
    guard words.count > 1 else { return kind }
    for (i, word) in words.enumerated() {
      if i > 0 { out.append(0x20) }
      if onePhone(UnsafeBufferPointer(rebasing: word), into: &out) != .masked { return kind }
    }
    return .masked
  }

  private mutating func onePhone(_ s: UnsafeBufferPointer<UInt8>, into out: inout [UInt8]) -> MaskOutcome.Kind {
    var extensionDigits = 0
    let shape = readPhone(s, extensionDigits: &extensionDigits)
    switch shape {
    case .mobile:
      out.append(contentsOf: digits[0..<3])
      out.stars(4)
      out.append(contentsOf: digits[7...])
    case .landline(let area):
      out.append(contentsOf: digits[0..<area])
      out.stars(digits.count - area - 2)
      out.append(contentsOf: digits[(digits.count - 2)...])
    case .foreign(let code):
      out.append(UInt8(ascii: "+"))
      out.append(contentsOf: digits[0..<code])
      out.append(0x20)
      out.stars(digits.count - code - 2)
      out.append(contentsOf: digits[(digits.count - 2)...])
    case .damaged: return .damaged
    case .unknown: return .hidden
    }
    if extensionDigits > 0 {
      out.append(UInt8(ascii: "-"))
      out.stars(extensionDigits)
    }
    return .masked
  }

  /// Leaves the digits that count in `digits`: mobile 11, landline with its area code, foreign with country code.
  mutating func readPhone(_ s: UnsafeBufferPointer<UInt8>, extensionDigits: inout Int) -> PhoneShape {
    digits.removeAll(keepingCapacity: true)
    extensionDigits = 0
    if let number = Masker.scientific(s) {
      if number.lost { return .damaged }
      digits.append(contentsOf: number.digits)
      return shapeOfDigits(plus: false)
    }
    var plus = false
    var afterExtension = false
    var i = 0
    while i < s.count {
      let byte = s[i]
      if isDigit(byte) {
        if afterExtension { extensionDigits += 1 } else { digits.append(byte) }
      } else if byte == UInt8(ascii: "+"), digits.isEmpty, !plus {
        plus = true
      } else if byte == 0x20 || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "(") || byte == UInt8(ascii: ")")
        || byte == UInt8(ascii: ".")
      {
        // 010-12345678-801: what follows a whole landline after a dash is an extension.
        if byte == UInt8(ascii: "-"), !afterExtension, !plus, isWholeLandline(), i + 1 < s.count {
          let rest = s[(i + 1)...].filter(isDigit).count
          if (1...6).contains(rest) { afterExtension = true }
        }
      } else if let length = Masker.extensionWord(s, i), !digits.isEmpty {
        afterExtension = true
        i += length - 1
      } else if let length = Masker.dash(s, i) {
        i += length - 1
      } else {
        return .unknown
      }
      i += 1
    }
    return shapeOfDigits(plus: plus)
  }

  private func isWholeLandline() -> Bool {
    guard let first = digits.first else { return false }
    if first == UInt8(ascii: "0") { return digits.count >= 11 || (digits.count == 10 && digits[1] < 0x33) }
    return digits.count == 10 && (digits.starts(with: [0x34, 0x30, 0x30]) || digits.starts(with: [0x38, 0x30, 0x30]))
  }

  private mutating func shapeOfDigits(plus: Bool) -> PhoneShape {
    var plus = plus
    if !plus, digits.starts(with: [0x30, 0x30]) {
      digits.removeFirst(2)
      plus = true
    }
    if digits.starts(with: [0x38, 0x36]) && (plus || digits.count == 13) {
      digits.removeFirst(2)
      let isMobile = digits.count == 11 && digits[0] == 0x31 && digits[1] >= 0x33
      if !isMobile, let first = digits.first, first != 0x30, !Masker.isService(digits) { digits.insert(0x30, at: 0) }
      return domestic()
    }
    if plus {
      let code = Masker.countryCode(digits)
      return code > 0 && (7...15).contains(digits.count) && digits.count - code >= 5 ? .foreign(code: code) : .unknown
    }
    let shape = domestic()
    if shape != .unknown { return shape }
    // Hong Kong, Macau and Taiwan numbers often come without the plus; no mainland number looks like them.
    let neighbours: [([UInt8], Int)] = [
      ([0x38, 0x35, 0x32], 11), ([0x38, 0x35, 0x33], 11), ([0x38, 0x38, 0x36], 12), ([0x38, 0x38, 0x36], 11),
    ]
    for (code, count) in neighbours where digits.starts(with: code) && digits.count == count {
      return .foreign(code: 3)
    }
    return .unknown
  }

  private static func isService(_ digits: [UInt8]) -> Bool {
    digits.count == 10 && (digits.starts(with: [0x34, 0x30, 0x30]) || digits.starts(with: [0x38, 0x30, 0x30]))
  }

  private func domestic() -> PhoneShape {
    guard let first = digits.first else { return .unknown }
    if digits.count == 11, first == 0x31, digits[1] >= 0x33 { return .mobile }
    if first == 0x30, digits.count >= 10 {
      let short = digits[1] == 0x31 || digits[1] == 0x32
      let local = digits.count - (short ? 3 : 4)
      if digits[1] != 0x30, local == 7 || local == 8 { return .landline(area: short ? 3 : 4) }
    }
    if Masker.isService(digits) { return .landline(area: 3) }
    return digits.count == 10 ? .damaged : .unknown
  }

  /// `1.8049531999E10`, `18049531999.0`: the digits, and whether some were lost on the way.
  static func scientific(_ s: UnsafeBufferPointer<UInt8>) -> (digits: [UInt8], lost: Bool)? {
    var mantissa: [UInt8] = []
    var point: Int?
    var i = 0
    while i < s.count, isDigit(s[i]) || (s[i] == UInt8(ascii: ".") && point == nil) {
      if s[i] == UInt8(ascii: ".") { point = mantissa.count } else { mantissa.append(s[i]) }
      i += 1
    }
    guard let point, point > 0 || i < s.count, !mantissa.isEmpty else {
      return i < s.count && i > 0 && s[i] | 0x20 == UInt8(ascii: "e") ? exponent(s, i, mantissa, mantissa.count) : nil
    }
    if i == s.count {
      let fraction = mantissa[point...]
      return fraction.count == 1 && fraction.allSatisfy({ $0 == 0x30 }) ? (Array(mantissa[0..<point]), false) : nil
    }
    return s[i] | 0x20 == UInt8(ascii: "e") ? exponent(s, i, mantissa, point) : nil
  }

  private static func exponent(
    _ s: UnsafeBufferPointer<UInt8>, _ at: Int, _ mantissa: [UInt8], _ point: Int
  ) -> (digits: [UInt8], lost: Bool)? {
    var i = at + 1
    if i < s.count, s[i] == UInt8(ascii: "+") { i += 1 }
    guard i < s.count, s.count - i <= 2 else { return nil }
    var power = 0
    while i < s.count {
      guard isDigit(s[i]) else { return nil }
      power = power * 10 + Int(s[i] - 0x30)
      i += 1
    }
    let whole = point + power
    // Fewer digits than the number has places: the spreadsheet rounded the rest away.
    if mantissa.count < whole { return (mantissa + Array(repeating: 0x30, count: whole - mantissa.count), true) }
    let rest = mantissa[whole...]
    return rest.allSatisfy { $0 == 0x30 } ? (Array(mantissa[0..<whole]), false) : nil
  }

  /// 转, 分机, ext, x before an extension: how many bytes the word has.
  private static func extensionWord(_ s: UnsafeBufferPointer<UInt8>, _ i: Int) -> Int? {
    for word in ["分机", "转", "轉", "ext.", "ext", "#", "x"] as [StaticString] {
      let n = word.utf8CodeUnitCount
      if i + n <= s.count, (0..<n).allSatisfy({ s[i + $0] == word.utf8Start[$0] }) { return n }
    }
    return nil
  }

  /// Dashes beyond ASCII that NFKC leaves alone: how many bytes.
  private static func dash(_ s: UnsafeBufferPointer<UInt8>, _ i: Int) -> Int? {
    guard i + 2 < s.count, s[i] == 0xE2 else { return nil }
    if s[i + 1] == 0x80, (0x90...0x95).contains(s[i + 2]) { return 3 }
    return s[i + 1] == 0x88 && s[i + 2] == 0x92 ? 3 : nil
  }

  /// How many digits the country code has (ITU-T E.164 zones; three where neither one nor two).
  static func countryCode(_ digits: [UInt8]) -> Int {
    guard digits.count > 3, digits[0] != 0x30 else { return 0 }
    let one = Int(digits[0] - 0x30)
    if one == 1 || one == 7 { return 1 }
    let two = one * 10 + Int(digits[1] - 0x30)
    switch two {
    case 20, 27, 30...34, 36, 39, 40, 41, 43...49, 51...58, 60...66, 81, 82, 84, 86, 90...95, 98: return 2
    default: return 3
    }
  }
}

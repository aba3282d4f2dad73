/// Digits of a text that may belong together: groups with what stood between them.
struct DigitRun {
  struct Group {
    /// Scalars of the normalised text.
    var scalars: Range<Int>
    /// Into `digits` of the run.
    var digits: Range<Int>
    var isChinese: Bool
    /// What stood before the group.
    var separator: Separator
  }
  enum Separator: UInt8 { case none, space, dash, dot, other, list }

  private(set) var groups: [Group] = []
  private(set) var digits: [UInt8] = []

  /// Where the run that starts at scalar `at` stops, and how many digits it has.
  static func extent(_ text: [UInt32], at: Int) -> (end: Int, digits: Int) {
    var i = at
    var count = 0
    while i < text.count, digit(text[i]) != nil {
      while i < text.count, digit(text[i]) != nil {
        i += 1
        count += 1
      }
      // At most three separators may stand between two groups: `138 - 0013`.
      var j = i
      while j < text.count, j - i < 3, separator(text[j]) != nil { j += 1 }
      if j < text.count, digit(text[j]) != nil { i = j } else { break }
    }
    return (i, count)
  }

  /// Reads the run that stands at `range`.
  mutating func read(_ text: [UInt32], _ range: Range<Int>) {
    groups.removeAll(keepingCapacity: true)
    digits.removeAll(keepingCapacity: true)
    var i = range.lowerBound
    var separator = Separator.none
    while i < range.upperBound {
      guard let (_, chinese) = DigitRun.digit(text[i]) else { break }
      let first = i
      let from = digits.count
      while i < range.upperBound, let (next, script) = DigitRun.digit(text[i]), script == chinese {
        digits.append(0x30 + next)
        i += 1
      }
      groups.append(
        Group(scalars: first..<i, digits: from..<digits.count, isChinese: chinese, separator: separator))
      separator = .none
      while i < range.upperBound, let kind = DigitRun.separator(text[i]) {
        if kind.rawValue > separator.rawValue { separator = kind }
        i += 1
      }
    }
  }

  @inline(__always)
  static func digit(_ scalar: UInt32) -> (value: UInt8, isChinese: Bool)? {
    if scalar &- 0x30 < 10 { return (UInt8(scalar - 0x30), false) }
    if scalar >= 0x3007, let value = NormalisedText.chineseDigit(scalar) { return (value, true) }
    return nil
  }

  private static func separator(_ scalar: UInt32) -> Separator? {
    switch scalar {
    case 0x20, 0x09: return .space
    case 0x2D, 0x5F, 0x2010...0x2015, 0x2212, 0x7E: return .dash
    case 0x2E, 0xB7, 0x30FB: return .dot
    case 0x2C, 0x2F: return .list
    case 0x28, 0x29, 0x5B, 0x5D, 0x3010, 0x3011: return .other
    default: return nil
    }
  }
}

/// What a number format makes of a number: a plain number, a date or time, or an elapsed time (ECMA-376 Part 1
/// §18.8.30, §18.8.31).
enum FormatMeaning: UInt8 {
  case number, date, duration

  /// The meaning of a format code.
  ///
  /// Only the first section is looked at (it is the one for positive numbers, and every date is positive); text in
  /// quotes, behind `\`, `_` and `*`, and colours, conditions and locales in brackets say nothing. Decisions where
  /// readers differ:
  /// - `General` counts as a number whatever is put around it (`[Red]General`, `[$-804]General`); so does LibreOffice's
  ///   German `Standard`.
  /// - `e` is the year of an era (`e年`, `[$-404]e/m/d`), except in `E+` and `E-`, where it is an exponent.
  /// - Brackets around one kind of letter only (`[h]`, `[mm]`, `[ss]`) make a duration, even beside date letters,
  ///   as Excel then counts from the beginning of days.
  static func of(code: String) -> FormatMeaning {
    let bytes = Array(code.utf8)
    var isDate = false
    var i = 0
    func letter(_ at: Int) -> UInt8 { at < bytes.count ? bytes[at] | 0x20 : 0 }
    func stands(_ word: StaticString, at start: Int) -> Bool {
      for k in 0..<word.utf8CodeUnitCount where letter(start + k) != word.utf8Start[k] { return false }
      return true
    }
    scan: while i < bytes.count {
      switch bytes[i] {
      case UInt8(ascii: ";"): break scan
      case UInt8(ascii: "\\"), UInt8(ascii: "_"), UInt8(ascii: "*"): i += 1
      case UInt8(ascii: "\""):
        i += 1
        while i < bytes.count, bytes[i] != UInt8(ascii: "\"") { i += 1 }
      case UInt8(ascii: "["):
        let start = i + 1
        while i < bytes.count, bytes[i] != UInt8(ascii: "]") { i += 1 }
        let inside = bytes[min(start, i)..<i].map { $0 | 0x20 }
        if let first = inside.first, [UInt8(ascii: "h"), UInt8(ascii: "m"), UInt8(ascii: "s")].contains(first),
          inside.allSatisfy({ $0 == first })
        {
          return .duration
        }
      default:
        switch letter(i) {
        case UInt8(ascii: "g") where stands("general", at: i): i += 6
        case UInt8(ascii: "s") where stands("standard", at: i): i += 7
        case UInt8(ascii: "e"):
          if i + 1 < bytes.count, bytes[i + 1] == UInt8(ascii: "+") || bytes[i + 1] == UInt8(ascii: "-") {
            i += 1
          } else {
            isDate = true
          }
        case UInt8(ascii: "y"), UInt8(ascii: "m"), UInt8(ascii: "d"), UInt8(ascii: "h"), UInt8(ascii: "s"),
          UInt8(ascii: "g"):
          isDate = true
        case UInt8(ascii: "b") where letter(i + 1) == UInt8(ascii: "b"): isDate = true
        case UInt8(ascii: "a") where stands("am/pm", at: i) || stands("a/p", at: i) || stands("aaa", at: i):
          isDate = true
        default: break
        }
      }
      i += 1
    }
    return isDate ? .date : .number
  }

  /// The meaning of a format that only has a number. 27–36 and 50–58 are dates and times in Chinese, Japanese and
  /// Korean Excel, 71–81 in Thai; elsewhere nobody writes them, so they are read as what they were written for.
  static func of(builtin id: Int) -> FormatMeaning {
    switch id {
    case 14...22, 27...36, 45, 47, 50...58, 71...79, 81: return .date
    case 46, 80: return .duration
    default: return .number
    }
  }
}

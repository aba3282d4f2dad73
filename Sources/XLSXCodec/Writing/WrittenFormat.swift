import Tabular

/// Number formats on the way out (ECMA-376 §18.8.30, §18.8.31).
enum WrittenFormat {
  static let firstCustomID = 164
  static let text = "@"
  static let day = "yyyy-mm-dd"

  /// The number of a format that every program knows; only those that mean the same in every locale.
  static func builtIn(_ format: String) -> Int? {
    switch format {
    case "General": return 0
    case "0": return 1
    case "0.00": return 2
    case "#,##0": return 3
    case "#,##0.00": return 4
    case "0%": return 9
    case "0.00%": return 10
    // The date form of the reader's system.
    case "mm-dd-yy": return 14
    case "@": return 49
    default: return nil
    }
  }

  /// `format` as a spreadsheet program will take it, else nil: a broken one makes Excel call the file damaged.
  ///
  /// Quotes and brackets must close, at most four sections; outside them no letters but those that mean something.
  /// Characters beyond ASCII (`0元`) are put in quotes, where Excel wants them.
  static func checked(_ format: String?) -> String? {
    guard let format, !format.isEmpty, format != "General" else { return nil }
    var out = ""
    var bare = ""
    var (inQuotes, inBrackets, escaped, sections) = (false, false, false, 1)
    var wide = ""
    func flush() {
      if !wide.isEmpty { out += "\"\(wide)\"" }
      wide = ""
    }
    for character in format {
      guard character.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value & 0xFFFE != 0xFFFE }) else { return nil }
      let isPlain = !inQuotes && !inBrackets && !escaped
      if isPlain, !character.isASCII, !"¥￥€£".contains(character) {
        wide.append(character)
        continue
      }
      flush()
      out.append(character)
      if escaped {
        escaped = false
        continue
      }
      switch character {
      case "\"" where !inBrackets: inQuotes.toggle()
      case _ where inQuotes: break
      case "\\", "_", "*": escaped = true
      case "[":
        if inBrackets { return nil }
        inBrackets = true
      case "]":
        if !inBrackets { return nil }
        inBrackets = false
      case _ where inBrackets: break
      case ";": sections += 1
      default: bare.append(character)
      }
    }
    flush()
    guard !inQuotes, !inBrackets, !escaped, sections <= 4, out.utf16.count <= XLSXLimits.formatUnits else { return nil }
    return lettersMakeSense(bare.lowercased()) ? out : nil
  }

  /// Letters of dates, times, exponents, and the words General and AM/PM.
  private static func lettersMakeSense(_ bare: String) -> Bool {
    var rest = bare
    for word in ["general", "am/pm", "a/p"] { rest = rest.split(separator: word).joined() }
    return rest.allSatisfy { !$0.isLetter || "ymdhsegab".contains($0) }
  }

  /// Whether a format shows a date or a time: letters of the calendar outside quotes, brackets and escapes.
  static func showsDate(_ format: String) -> Bool {
    var (inQuotes, inBrackets, escaped) = (false, false, false)
    var bracket = ""
    for character in format.lowercased() {
      if escaped {
        escaped = false
        continue
      }
      switch character {
      case "\"": inQuotes.toggle()
      case _ where inQuotes: break
      case "\\", "_", "*": escaped = true
      case "[":
        inBrackets = true
        bracket = ""
      case "]":
        inBrackets = false
        // [h], [mm], [ss]: elapsed time; colours and conditions are not.
        if !bracket.isEmpty, bracket.allSatisfy({ "hms".contains($0) }) { return true }
      case _ where inBrackets: bracket.append(character)
      case "y", "m", "d", "h", "s": return true
      default: break
      }
    }
    return false
  }

  /// Whether a format shows elapsed time (`[h]:mm`).
  static func showsElapsed(_ format: String) -> Bool {
    let lower = format.lowercased()
    return ["[h]", "[hh]", "[m]", "[mm]", "[s]", "[ss]"].contains { lower.contains($0) }
  }

  /// Whether a format shows a time of day and no date.
  static func showsOnlyTime(_ format: String) -> Bool {
    let lower = format.lowercased()
    return showsDate(format) && !lower.contains("y") && !lower.contains("d") && lower.contains("h")
  }
}

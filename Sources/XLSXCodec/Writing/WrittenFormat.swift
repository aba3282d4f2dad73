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
    case "@": return 49
    default: return nil
    }
  }

  /// `format` if a spreadsheet program would take it, else nil: a broken one makes Excel call the file damaged.
  static func checked(_ format: String?) -> String? {
    guard let format, !format.isEmpty, format.utf16.count <= XLSXLimits.formatUnits, format != "General" else {
      return nil
    }
    var (inQuotes, inBrackets, sections) = (false, false, 1)
    var escaped = false
    for scalar in format.unicodeScalars {
      if scalar.value < 0x20 { return nil }
      if escaped {
        escaped = false
        continue
      }
      switch scalar {
      case "\"" where !inBrackets: inQuotes.toggle()
      case _ where inQuotes: break
      case "\\", "_", "*": escaped = true
      case "[":
        if inBrackets { return nil }
        inBrackets = true
      case "]":
        if !inBrackets { return nil }
        inBrackets = false
      case ";" where !inBrackets: sections += 1
      default: break
      }
    }
    return inQuotes || inBrackets || escaped || sections > 4 ? nil : format
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

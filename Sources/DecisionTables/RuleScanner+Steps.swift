import Tabular

extension RuleScanner {
  // MARK: Small steps

  var done: Bool { at >= text.count }
  var peek: Character? { at < text.count ? text[at] : nil }

  mutating func skipBlanks() { while at < text.count, text[at].isWhitespace { at += 1 } }

  mutating func take(_ sign: String) -> Bool {
    let wanted = Array(sign)
    guard at + wanted.count <= text.count, text[at..<at + wanted.count].elementsEqual(wanted) else { return false }
    at += wanted.count
    return true
  }

  mutating func expect(_ sign: String) throws {
    guard take(sign) else { throw Trouble(at: at, expected: sign) }
  }

  mutating func expectEnd() throws {
    skipBlanks()
    if !done { throw Trouble(at: at, expected: ",") }
  }

  /// `word(`, blanks allowed between.
  mutating func takeCall(_ word: String) -> Bool {
    let start = at
    guard take(word) else { return false }
    skipBlanks()
    if take("(") { return true }
    at = start
    return false
  }

  private func nameHere() -> String? {
    for name in names {
      let wanted = Array(name)
      guard at + wanted.count <= text.count, text[at..<at + wanted.count].elementsEqual(wanted) else { continue }
      var next = at + wanted.count
      while next < text.count, text[next].isWhitespace { next += 1 }
      if next == text.count || "+-*/,)]~".contains(text[next]) || text[next] == "." { return name }
    }
    return nil
  }

  func startsWithName() -> Bool { nameHere() != nil }

  mutating func takeName() -> String? {
    guard let name = nameHere() else { return nil }
    at += name.count
    return name
  }

  /// Full-width and typographic signs as their plain forms, except inside quotes.
  static func folded(_ cell: String) -> String {
    var out = ""
    var quoted = false
    var escaped = false
    for character in cell {
      let isQuote = "\"“”＂「」".contains(character)
      if quoted, escaped || !isQuote {
        out.append(character)
        escaped = !escaped && character == "\\"
        continue
      }
      if isQuote {
        quoted.toggle()
        escaped = false
        out.append("\"")
        continue
      }
      switch character {
      case "，", "、", "；", ";": out.append(",")
      case "（": out.append("(")
      case "）": out.append(")")
      case "［", "【", "〔": out.append("[")
      case "］", "】", "〕": out.append("]")
      case "≥", "⩾", "≧": out.append(">=")
      case "≤", "⩽", "≦": out.append("<=")
      case "≠": out.append("!=")
      case "…", "‥": out.append("..")
      case "—", "–", "−", "－", "‐", "‑": out.append("-")
      case "～", "〜": out.append("~")
      case "×": out.append("*")
      case "÷": out.append("/")
      case "\u{3000}", "\u{00A0}", "\n", "\r\n", "\t": out.append(" ")
      default:
        if let scalar = character.unicodeScalars.first, character.unicodeScalars.count == 1,
          (0xFF01...0xFF5E).contains(scalar.value), let plain = Unicode.Scalar(scalar.value - 0xFEE0)
        {
          out.unicodeScalars.append(plain)
        } else {
          out.append(character)
        }
      }
    }
    return out
  }
}

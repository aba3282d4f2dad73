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
    guard let first = peek else { return nil }
    for name in names where name.first == first {
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

  /// What ends a quotation that `open` begins: its own kind where one follows, so that `"他说“好”"` is one text, else
  /// whatever quotation mark comes, as people mix them.
  private static func closingSigns(of open: Character, in rest: Substring) -> String? {
    let kinds = ["\"＂", "“”", "「」"]
    guard let own = kinds.first(where: { $0.contains(open) }) else { return nil }
    return rest.contains { own.contains($0) } ? own : kinds.joined()
  }

  /// Full-width and typographic signs as their plain forms, except inside quotes.
  static func folded(_ cell: String) -> String {
    // Plain signs and ideographs stand for themselves: most cells of most tables hold nothing else.
    if cell.utf8.allSatisfy(isPlain) { return cell }
    var out = ""
    // Signs that end the quotation the reader is in; empty outside of one.
    var closing = ""
    var escaped = false
    var rest = cell[...]
    while let character = rest.popFirst() {
      if !closing.isEmpty, escaped || !closing.contains(character) {
        // A plain quotation mark inside typographic ones is text.
        if character == "\"", !escaped { out.append("\\") }
        out.append(character)
        escaped = !escaped && character == "\\"
        continue
      }
      if !closing.isEmpty {
        (closing, escaped) = ("", false)
        out.append("\"")
        continue
      }
      if let signs = closingSigns(of: character, in: rest) {
        (closing, escaped) = (signs, false)
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

  /// True for the bytes of ideographs, and for ASCII without quotation marks, semicolons and controls.
  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x20...0x7E:
      byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "'") && byte != UInt8(ascii: ";") && byte != 0x60
    // What begins elsewhere (E2, E3, EF: signs of all kinds) never passes; what follows a lead follows it.
    case 0x80...0xBF, 0xE4...0xE9: true
    default: false
    }
  }
}

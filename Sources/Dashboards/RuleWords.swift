import Localisation
import Tabular

/// Rule sheets in plain words: `[0..7]` becomes "0 to 7", `-` "any", `"A","B"` "A, B", `null` "empty".
enum RuleWords {
  /// Rows that are rules: below the header, without `values` and `default` rows.
  static func ruleRows(_ grid: Grid) -> [Int] {
    grid.rows.indices.dropFirst().filter { grid.text($0, 0) != "values" }
  }

  /// Positions of columns by the last word of a header such as `负责 owner`; `rule (en)` keeps its bracket.
  static func columns(_ grid: Grid) -> [String: Int] {
    var out: [String: Int] = [:]
    guard let header = grid.rows.first else { return out }
    for k in header.cells.indices {
      let text = grid.text(0, k)
      let latin = text.drop { !$0.isASCII || $0 == " " }
      out[String(latin).isEmpty ? text : String(latin)] = k
    }
    return out
  }

  /// Which rules a page was made with: the start of their digest, or that they are the shipped ones.
  static func edition(_ digest: String, _ language: Language) -> String {
    digest.isEmpty ? Phrasebook.text("page.rules.shipped", language, []) : String(digest.prefix(16))
  }

  /// Without the marks of decision tables.
  static func title(_ raw: String) -> String {
    var text = raw[...]
    for mark in ["→", "=>", "#"] where text.hasPrefix(mark) { text = text.dropFirst(mark.count) }
    return String(text).trimmed
  }

  /// `负责 owner` in one language.
  static func title(_ raw: String, _ language: Language) -> String {
    let latin = String(raw.drop { !$0.isASCII || $0 == " " }).trimmed
    let han = String(raw.prefix { !$0.isASCII || $0 == " " }).trimmed
    guard !latin.isEmpty, !han.isEmpty else { return raw }
    return language == .zh ? han : latin
  }

  /// A remark or output meant for readers of the other language.
  static func isOther(_ title: String, _ language: Language) -> Bool {
    switch language {
    case .zh: ["explanation", "rule (en)", "en"].contains(title) || title.hasSuffix("(英)") || title.hasSuffix("（英）")
    case .en: ["说明", "zh"].contains(title)
    }
  }

  /// - Parameter terms: words of the rules in the reader's language, where they have one (`强` → `strong`).
  static func cell(_ raw: String, _ language: Language, _ terms: [String: String] = [:]) -> String {
    let zh = language == .zh
    let text = raw.trimmed
    if text == "true" || text == "TRUE" { return Phrasebook.text("word.yes", language) }
    if text == "false" || text == "FALSE" { return Phrasebook.text("word.no", language) }
    if text == "-" { return zh ? "任意" : "any" }
    if text == "default" { return zh ? "其余" : "otherwise" }
    if text.hasPrefix("not("), text.hasSuffix(")") {
      return (zh ? "不是 " : "not ") + cell(String(text.dropFirst(4).dropLast()), language, terms)
    }
    if let term = terms[text] { return term }
    guard
      text.contains("\"") || text.contains("..") || text.contains("null") || text.hasPrefix("<") || text.hasPrefix(">")
    else {
      let words = text.split(separator: ",").map { String($0).trimmed }
      return words.count > 1 && words.allSatisfy({ terms[$0] != nil })
        ? words.compactMap { terms[$0] }.joined(separator: ", ") : text
    }
    return parts(text).map { piece in
      let word = part(String(piece), zh)
      return terms[word] ?? word
    }.joined(separator: zh ? "、" : ", ")
  }

  private static func part(_ raw: String, _ zh: Bool) -> String {
    let text = raw.trimmed
    if text.count >= 2, text.hasPrefix("\""), text.hasSuffix("\"") { return String(text.dropFirst().dropLast()) }
    if text == "null" { return zh ? "空" : "empty" }
    if let dots = text.firstIndex(of: "."), text[dots...].hasPrefix(".."), let first = text.first, "[(]".contains(first)
    {
      let low = text[text.index(after: text.startIndex)..<dots]
      let high = text[text.index(dots, offsetBy: 2)...].dropLast()
      return "\(low) " + (zh ? "至" : "to") + " \(high)"
    }
    for (sign, word) in [("<=", "≤ "), (">=", "≥ "), ("<", "< "), (">", "> ")] where text.hasPrefix(sign) {
      return word + String(text.dropFirst(sign.count)).trimmed
    }
    return text
  }

  /// Split at commas outside quotes and brackets.
  private static func parts(_ text: String) -> [Substring] {
    var out: [Substring] = []
    var start = text.startIndex
    var quoted = false
    var depth = 0
    for index in text.indices {
      switch text[index] {
      case "\"": quoted.toggle()
      case "(", "[": if !quoted { depth += 1 }
      case ")", "]": if !quoted { depth -= 1 }
      case "," where !quoted && depth <= 0:
        out.append(text[start..<index])
        start = text.index(after: index)
      default: break
      }
    }
    out.append(text[start...])
    return out
  }
}

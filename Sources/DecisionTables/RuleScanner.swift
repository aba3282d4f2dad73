import Tabular

/// Reads the text of a condition or an output cell. Full-width signs are taken for their plain forms outside quotes.
struct RuleScanner {
  /// What went wrong, and how far the reader came (in characters).
  struct Trouble: Error {
    var at: Int
    /// What was expected there, as a sign or word of the grammar.
    var expected: String
  }

  let text: [Character]
  var at = 0
  /// Names that may be referred to, longest first.
  let names: [String]
  /// What the column holds, where that is known.
  let kind: RuleValue.Kind?

  init(_ cell: String, names: [String] = [], kind: RuleValue.Kind? = nil) {
    text = Array(RuleScanner.folded(cell))
    self.names = names
    self.kind = kind
  }

  // MARK: Tests

  mutating func unaryTests() throws -> UnaryTests {
    skipBlanks()
    if done { return .anything }
    if peek == "-" {
      let start = at
      at += 1
      skipBlanks()
      if done { return .anything }
      at = start
    }
    for word in ["not", "非", "不是", "除"] where takeCall(word) {
      let tests = try list(until: ")")
      try expect(")")
      try expectEnd()
      return UnaryTests(negated: true, tests: tests)
    }
    let tests = try list(until: nil)
    try expectEnd()
    return UnaryTests(tests: tests)
  }

  private mutating func list(until end: Character?) throws -> [UnaryTest] {
    var tests: [UnaryTest] = []
    repeat {
      skipBlanks()
      tests.append(try test())
      skipBlanks()
    } while take(",")
    return tests
  }

  private mutating func test() throws -> UnaryTest {
    for sign in ["<=", ">=", "!=", "<>", "==", "<", ">", "="] where take(sign) {
      let comparison = sign == "<>" ? .notEqual : sign == "==" ? .equal : Comparison(rawValue: sign) ?? .equal
      return .compare(comparison, try operand(alone: false))
    }
    if let start = peek, "[](".contains(start), isInterval() {
      at += 1
      let low = try operand(alone: false)
      skipBlanks()
      guard take("..") || take("~") else { throw Trouble(at: at, expected: "..") }
      let high = try operand(alone: false)
      skipBlanks()
      guard let close = peek, ")][".contains(close) else { throw Trouble(at: at, expected: "]") }
      at += 1
      return .interval(low: low, lowClosed: start == "[", high: high, highClosed: close == "]")
    }
    let low = try operand(alone: true)
    skipBlanks()
    if take("..") || take("~") {
      return .interval(low: low, lowClosed: true, high: try operand(alone: false), highClosed: true)
    }
    return .compare(.equal, low)
  }

  /// A bracket opens an interval where two dots follow before the list goes on.
  private func isInterval() -> Bool {
    var i = at + 1
    var depth = 0
    var quoted = false
    while i < text.count {
      let c = text[i]
      if c == "\\", quoted { i += 1 } else if c == "\"" { quoted.toggle() }
      if !quoted {
        if c == ".", i + 1 < text.count, text[i + 1] == ".", depth == 0 { return true }
        if c == "~", depth == 0 { return true }
        if c == "(" { depth += 1 }
        if c == "," && depth == 0 { return false }
        if c == ")" || c == "]" {
          if depth == 0 { return false }
          depth -= 1
        }
      }
      i += 1
    }
    return false
  }

  // MARK: Outputs

  /// One output entry: a literal, a list `[…]`, a name, or arithmetic; anything else is text as it stands.
  mutating func output() -> Operand {
    skipBlanks()
    if done { return .literal(.null) }
    let start = at
    if peek == "[", let list = try? listLiteral() { return .literal(list) }
    at = start
    if let operand = try? operand(alone: true) {
      skipBlanks()
      if done { return operand }
    }
    return .literal(.text(String(text).trimmed))
  }

  private mutating func listLiteral() throws -> RuleValue {
    try expect("[")
    var items: [RuleValue] = []
    skipBlanks()
    while !done, peek != "]" {
      guard case .literal(let value) = try operand(alone: true) else { throw Trouble(at: at, expected: "]") }
      items.append(value)
      skipBlanks()
      if !take(",") { break }
      skipBlanks()
    }
    try expect("]")
    try expectEnd()
    return .list(items)
  }

  // MARK: Operands

  /// `alone`: the operand is a whole test, so in a text column it may be any bare words.
  mutating func operand(alone: Bool) throws -> Operand {
    skipBlanks()
    if alone, kind == .text, let first = peek, first != "\"", !startsWithName() {
      let word = bareWords()
      if word == "null" { return .literal(.null) }
      if !word.isEmpty { return .literal(.text(word)) }
    }
    var left = try term()
    while true {
      skipBlanks()
      if take("+") {
        left = .arithmetic(.plus, left, try term())
      } else if peek == "-" {
        at += 1
        left = .arithmetic(.minus, left, try term())
      } else {
        return left.folded([:])
      }
    }
  }

  private mutating func term() throws -> Operand {
    var left = try factor()
    while true {
      skipBlanks()
      if take("*") {
        left = .arithmetic(.times, left, try factor())
      } else if take("/") {
        left = .arithmetic(.over, left, try factor())
      } else {
        return left
      }
    }
  }

  private mutating func factor() throws -> Operand {
    skipBlanks()
    guard let first = peek else { throw Trouble(at: at, expected: "…") }
    if first == "-" {
      at += 1
      return .negated(try factor())
    }
    if first == "(" {
      at += 1
      let inner = try operand(alone: false)
      skipBlanks()
      try expect(")")
      return inner
    }
    if first == "\"" { return .literal(.text(try quoted())) }
    if first == "@" {
      at += 1
      guard let value = FEELLiteral.temporal(try quoted()) else { throw Trouble(at: at, expected: "@\"2026-03-05\"") }
      return .literal(value)
    }
    for function in ["date and time", "date", "time", "duration"] where takeCall(function) {
      skipBlanks()
      guard peek == "\"" else { throw Trouble(at: at, expected: "\"") }
      let argument = try quoted()
      skipBlanks()
      try expect(")")
      guard let value = FEELLiteral.temporal(argument) else {
        throw Trouble(at: at, expected: "\(function)(\"…\")")
      }
      return .literal(value)
    }
    if let name = takeName() { return .reference(name) }
    let word = bareWords()
    if word.isEmpty { throw Trouble(at: at, expected: "…") }
    return .literal(FEELLiteral.bare(word, kind: kind))
  }

  private mutating func quoted() throws -> String {
    try expect("\"")
    var out = ""
    while at < text.count {
      let c = text[at]
      at += 1
      if c == "\"" { return out }
      guard c == "\\", at < text.count else {
        out.append(c)
        continue
      }
      let escape = text[at]
      at += 1
      switch escape {
      case "n": out.append("\n")
      case "t": out.append("\t")
      case "r": out.append("\r")
      case "u":
        guard at + 4 <= text.count, let code = UInt32(String(text[at..<at + 4]), radix: 16),
          let scalar = Unicode.Scalar(code)
        else { throw Trouble(at: at, expected: "\\u0000") }
        out.unicodeScalars.append(scalar)
        at += 4
      default: out.append(escape)
      }
    }
    throw Trouble(at: at, expected: "\"")
  }

  /// Words without quotes, up to what ends an operand; also numbers, dates and durations, which need no quotes.
  private mutating func bareWords() -> String {
    let start = at
    while at < text.count {
      let c = text[at]
      if ",()[]~\"".contains(c) { break }
      if c == ".", at + 1 < text.count, text[at + 1] == "." { break }
      // A sign ends a number that stands before it (`3 + 4`), but belongs to a date or to words (`2026-03-05`).
      if "+*/".contains(c) || (c == "-" && at > start) {
        let before = String(text[start..<at]).trimmed
        let inDate = FEELLiteral.startsDate(text, start) && FEELLiteral.date(before) == nil
        if FEELLiteral.isPlain(before), !inDate { break }
      }
      at += 1
    }
    return String(text[start..<at]).trimmed
  }
}

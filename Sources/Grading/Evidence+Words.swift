import CustomerRecords
import DecisionTables
import Tabular

/// Words of settings made ready for looking into cells.
struct WordList {
  private let words: [String]

  init(_ words: [String]) { self.words = words.map { $0.lowercased() }.filter { !$0.isEmpty } }

  func isOne(_ text: String) -> Bool { words.contains(text.lowercased().trimmed) }

  /// A Chinese word may stand anywhere; a Latin one only as a whole word (`ok` is not in `book`).
  func occurs(in text: String) -> Bool {
    let lower = text.lowercased()
    return words.contains { word in
      word.utf8.allSatisfy { $0 < 128 } ? WordList.whole(word, in: lower) : lower.contains(word)
    }
  }

  private static func whole(_ word: String, in text: String) -> Bool {
    let (text, word) = (Array(text.utf8), Array(word.utf8))
    guard !word.isEmpty, text.count >= word.count else { return false }
    func isLetter(_ byte: UInt8) -> Bool {
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
    let bare = !word.contains(where: isLetter)
    for start in 0...(text.count - word.count) where text[start..<start + word.count].elementsEqual(word) {
      let before = start > 0 && isLetter(text[start - 1])
      let end = start + word.count
      if bare || !(before || (end < text.count && isLetter(text[end]))) { return true }
    }
    return false
  }
}

/// Open objections in a cell: the pieces between 、 ; , / and line breaks, less those that say there is none and those
/// that say they are settled. A cell that is just a number is that many.
struct ObjectionCounter {
  private let none: WordList
  private let settled: WordList

  init(_ settings: Settings) {
    none = WordList(settings.words("objection_none"))
    settled = WordList(settings.words("objection_resolved"))
  }

  func count(_ cell: String) -> Int {
    let cell = cell.trimmed
    if let number = Int(cell), (0...99).contains(number) { return number }
    if none.isOne(cell) { return 0 }
    var open = 0
    for piece in ObjectionCounter.pieces(cell) {
      let piece = piece.trimmed
      let body = piece.filter { !"。.!！".contains($0) }
      if body.isEmpty || none.isOne(body) || settled.occurs(in: piece) { continue }
      open += 1
    }
    return open
  }

  /// Separators inside brackets belong to the remark there: `价格（已谈,已解决）` is one piece.
  private static func pieces(_ cell: String) -> [String] {
    var pieces = [""]
    var depth = 0
    for character in cell {
      if "(（[【".contains(character) { depth += 1 }
      if ")）]】".contains(character) { depth = max(0, depth - 1) }
      if depth == 0, "、;；,，/／\n|".contains(character) || character == "\r\n" {
        pieces.append("")
      } else {
        pieces[pieces.count - 1].append(character)
      }
    }
    return pieces
  }
}

/// A school year as a number: 小学一年级 1, 初一 7, 高一 10, Grade 5 5, 大一 13; nursery 0.
enum SchoolYear {
  static func number(_ text: String) -> Double? {
    let lower = text.lowercased().filter { !$0.isWhitespace }
    if lower.isEmpty { return nil }
    for word in ["幼", "小班", "中班", "大班", "托班", "学前", "nursery", "kindergarten", "preschool"]
    where lower.contains(word) { return 0 }
    guard let digit = firstNumber(lower) else { return nil }
    if lower.contains("大学") || lower.hasPrefix("大") { return (1...4).contains(digit) ? 12 + digit : nil }
    if lower.contains("高") || lower.hasPrefix("senior") { return digit <= 3 ? 9 + digit : digit }
    if lower.contains("初") || lower.contains("中学") || lower.hasPrefix("junior") {
      return digit <= 4 ? 6 + digit : digit
    }
    return (1...12).contains(digit) ? digit : nil
  }

  private static func firstNumber(_ text: String) -> Double? {
    let digits = text.drop { !($0.isASCII && $0.isNumber) }.prefix { $0.isASCII && $0.isNumber }
    if let value = Int(digits) { return Double(value) }
    if text.contains("十二") { return 12 }
    if text.contains("十一") { return 11 }
    for (value, word) in ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"].enumerated()
    where text.contains(word) { return Double(value + 1) }
    return nil
  }
}

import CustomerRecords
import Tabular

/// Words of settings made ready for looking into cells: searched for as bytes, Latin letters without case.
struct WordList {
  private let words: [[UInt8]]
  /// Latin words stand by themselves only (`ok` is not in `book`); Chinese words may stand anywhere.
  private let alone: [Bool]
  private let whole: Set<String>
  /// Positions in `words` by first byte, in lower case.
  private let starts: [[Int]]

  init(_ list: [String]) {
    let list = list.map { $0.lowercased() }.filter { !$0.isEmpty }
    whole = Set(list)
    words = list.map { Array($0.utf8) }
    alone = words.map { word in word.allSatisfy { $0 < 128 } && word.contains { WordList.isLetter($0) } }
    var starts = [[Int]](repeating: [], count: 256)
    for (i, word) in words.enumerated() { starts[Int(word[0])].append(i) }
    self.starts = starts
  }

  func isOne(_ text: String) -> Bool { whole.contains(text.lowercased().trimmed) }

  func occurs(in text: String) -> Bool {
    var text = text
    return text.withUTF8 { occurs(in: $0) }
  }

  func occurs(in text: UnsafeBufferPointer<UInt8>) -> Bool {
    for at in 0..<text.count {
      for i in starts[Int(WordList.lower(text[at]))] where matches(words[i], text, at) {
        if !alone[i] { return true }
        let end = at + words[i].count
        let before = at > 0 && WordList.isLetter(WordList.lower(text[at - 1]))
        let after = end < text.count && WordList.isLetter(WordList.lower(text[end]))
        if !before && !after { return true }
      }
    }
    return false
  }

  private func matches(_ word: [UInt8], _ text: UnsafeBufferPointer<UInt8>, _ at: Int) -> Bool {
    guard at + word.count <= text.count else { return false }
    for i in 1..<max(1, word.count) where WordList.lower(text[at + i]) != word[i] { return false }
    return true
  }

  private static func lower(_ byte: UInt8) -> UInt8 {
    byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte + 32 : byte
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z")) || (byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9"))
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

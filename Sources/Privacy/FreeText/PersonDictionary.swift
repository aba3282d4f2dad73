package import CustomerRecords
package import Tabular

/// What the tables know of people by name and number, made ready to be found in any text: one automaton over the
/// names, e-mails and accounts, one table over the numbers.
package struct PersonDictionary: Sendable {
  let automaton: NameAutomaton
  let entries: [Entry]
  /// Digits of phones, cards and accounts; 86 and separators removed.
  let numbers: Set<[UInt8]>

  struct Entry: Sendable {
    var scalars: [UInt32]
    var kind: TextHit.Kind
    /// A name that is also a word: counts only in the company of a title, or in the row of its own customer.
    var isWord: Bool
    /// One Latin word: matched in its own case only.
    var isSingleLatin: Bool
    var isLatin: Bool
  }

  /// Which fields give names and numbers.
  package struct Source: Sendable {
    package var column: Column
    package var rule: MaskRule
    package init(column: Column, rule: MaskRule) {
      self.column = column
      self.rule = rule
    }
  }

  package static let empty = PersonDictionary(sources: [])

  /// Every direct field of every table whose rows are people or speak of them.
  package init(records: Records, catalogue: FieldCatalogue = .standard) {
    var sources: [Source] = []
    for kind in TableKind.allCases where kind != .recipients && kind != .campaigns {
      for named in records[kind].table.columns {
        guard let field = catalogue.owner(of: named.field), field.fieldClass == .direct else { continue }
        sources.append(Source(column: named.column, rule: field.ownMask))
      }
    }
    self.init(sources: sources)
  }

  package init(sources: [Source]) {
    var pool = TextPool()
    var index = TextIndex()
    var entries: [Entry] = []
    var numbers: Set<[UInt8]> = []
    for source in sources {
      source.column.forEachDistinctText { bytes in
        switch source.rule {
        case .phone, .idCard, .bankCard, .permit:
          for number in PersonDictionary.digits(bytes, rule: source.rule) { numbers.insert(number) }
        case .name:
          for name in PersonDictionary.names(bytes) where index.find(name, in: pool) == nil {
            _ = index.intern(name, in: &pool)
            entries.append(PersonDictionary.nameEntry(name))
          }
        case .email, .wechat, .qq:
          let text = Canonical.text(bytes)
          if !text.isEmpty, text.utf8.allSatisfy(isDigit) {
            if text.utf8.count >= 7 { numbers.insert(Array(text.utf8)) }
          } else if text.count >= 5, index.find(text, in: pool) == nil {
            _ = index.intern(text, in: &pool)
            let scalars = text.unicodeScalars.map(\.value)
            entries.append(
              Entry(
                scalars: scalars, kind: source.rule == .email ? .email : .account, isWord: false, isSingleLatin: false,
                isLatin: text.utf8.allSatisfy { $0 < 0x80 }))
          }
        default: break
        }
      }
    }
    self.entries = entries
    self.numbers = numbers
    automaton = NameAutomaton(entries.map(\.scalars))
  }

  private init(entries: [Entry], numbers: Set<[UInt8]>) {
    self.entries = entries
    self.numbers = numbers
    automaton = NameAutomaton(entries.map(\.scalars))
  }

  /// The same without what another one knows.
  func without(_ other: PersonDictionary) -> PersonDictionary {
    if other.entries.isEmpty, other.numbers.isEmpty { return self }
    let known = Set(other.entries.map(\.scalars))
    return PersonDictionary(
      entries: entries.filter { !known.contains($0.scalars) }, numbers: numbers.subtracting(other.numbers))
  }

  /// The names of a cell, each of at least two characters.
  static func names(_ bytes: UnsafeBufferPointer<UInt8>) -> [String] {
    let text = Canonical.text(bytes)
    if text.utf8.count < 3 && text.count < 2 { return [] }
    let pieces = text.split(whereSeparator: { "、/;|,\n&+".contains($0) }).map {
      String($0.prefix { $0 != "(" }).trimmed
    }
    var names: [String] = []
    for piece in pieces {
      let parts = piece.split(separator: " ")
      let han = piece.unicodeScalars.contains(where: isHan)
      if han, parts.count > 1 {
        // 张　三 is one name, 张三丰 李四光 are two.
        if parts.contains(where: { $0.count == 1 }) {
          names.append(parts.joined())
        } else {
          names += parts.map(String.init)
        }
        names.append(piece)
      } else {
        names.append(piece)
      }
    }
    return names.filter { name in
      name.count >= 2 && name.unicodeScalars.contains { $0.properties.isAlphabetic } && !name.contains("*")
    }
  }

  static func nameEntry(_ name: String) -> Entry {
    let scalars = name.unicodeScalars.map(\.value)
    let latin = name.utf8.allSatisfy { $0 < 0x80 }
    let single = latin && !name.contains(" ")
    let word = latin ? single && CommonWords.latin.contains(name.lowercased()) : CommonWords.set.contains(scalars)
    return Entry(scalars: scalars, kind: .name, isWord: word, isSingleLatin: single, isLatin: latin)
  }

  /// The digits of each number in a cell, without the country's own code, each of at least seven.
  static func digits(_ bytes: UnsafeBufferPointer<UInt8>, rule: MaskRule) -> [[UInt8]] {
    let text = Canonical.text(bytes)
    var found: [[UInt8]] = []
    for piece in text.split(whereSeparator: { "、/;|,\n".contains($0) }) {
      var digits = Array(piece.utf8.filter { isDigit($0) || $0 | 0x20 == UInt8(ascii: "x") }).map {
        $0 | 0x20 == 0x78 ? 0x58 : $0
      }
      if rule == .phone {
        if let x = digits.firstIndex(of: 0x58) { digits.removeSubrange(x...) }
        if piece.hasPrefix("+86") || (digits.count > 11 && digits.starts(with: [0x38, 0x36])) { digits.removeFirst(2) }
      }
      if digits.count >= 7 { found.append(digits) }
    }
    return found
  }
}

extension Column {
  /// Every distinct text of the column, numbers and strays as people write them.
  func forEachDistinctText(_ body: (UnsafeBufferPointer<UInt8>) -> Void) {
    switch lane {
    case .text(let codes, let pool):
      var seen = Array(repeating: false, count: pool.count)
      for code in codes where code != TextPool.none && !seen[Int(code)] {
        seen[Int(code)] = true
        pool.withBytes(code, body)
      }
    case .number, .day:
      for row in 0..<count {
        if var text = CellText.of(cell(row)) { text.withUTF8(body) }
      }
      return
    }
    for stray in strays {
      if var text = CellText.of(stray.cell) { text.withUTF8(body) }
    }
  }
}

/// A cell as the text people would type.
enum CellText {
  static func of(_ cell: Cell) -> String? {
    switch cell {
    case .empty: return nil
    case .text(let text): return text.isEmpty ? nil : text
    case .number(let value):
      return value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
    case .boolean(let flag): return flag ? "TRUE" : "FALSE"
    case .day(let day): return day.description
    case .dateTime(let value): return Day(rawValue: Int32(value.rounded(.down))).description
    case .time(let value), .duration(let value): return String(value)
    case .error(let text): return text
    }
  }
}

package import CustomerRecords
package import Tabular

/// What the tables know of people by name and number, made ready to be found in any text: one matcher over the
/// names, e-mails and accounts, one table over the numbers.
package struct PersonDictionary: Sendable {
  let matcher: NameMatcher
  let entries: [Entry]
  /// Digits of phones, cards and accounts; 86 and separators removed.
  private(set) var numbers: KnownNumbers
  /// The entries as texts, and which of them do not count; none of the flags = all count.
  private let texts: TextPool
  private let index: TextIndex
  private var isShown: [Bool]

  struct Entry: Sendable {
    var scalars: [UInt32]
    var kind: TextHit.Kind
    /// A name that is also a word: counts only in the company of a title, or in the row of its own customer.
    var isWord: Bool
    /// What people are called for short (正淳 for 段正淳, 小远, Mrs Smith): counts only in company, and is masked whole.
    var isShort = false
    /// One Latin word: matched in its own case only.
    var isSingleLatin: Bool
    var isLatin: Bool
    /// May be found where nobody can say whether a person is meant.
    var isDoubtful: Bool { isWord || kind == .name && !isLatin && GrownWords.mayBelongBefore(scalars) }
    /// A Latin name with the family name first.
    var isTurned = false
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

  /// Makes the word lists ready that every dictionary stands on: the first one waits for them longer than a small one
  /// takes.
  package static func prepare() { _ = PersonDictionary(sources: [Source(column: .texts(["王小明"]), rule: .name)]) }

  /// Every direct field of every table whose rows are people or speak of them.
  package init(records: Records, catalogue: FieldCatalogue = .standard) {
    self.init(sources: PersonDictionary.sources(records, catalogue) { _ in true })
  }

  /// The direct fields of the records that are `wanted`.
  static func sources(
    _ records: Records, _ catalogue: FieldCatalogue, wanted: (FieldDefinition) -> Bool
  ) -> [Source] {
    var sources: [Source] = []
    for kind in TableKind.allCases where kind != .recipients && kind != .campaigns {
      for named in records[kind].table.columns {
        guard let field = catalogue.owner(of: named.field), field.fieldClass == .direct, wanted(field) else { continue }
        sources.append(Source(column: named.column, rule: field.ownMask))
      }
    }
    return sources
  }

  package init(sources: [Source]) {
    var texts = TextPool()
    var index = TextIndex(capacity: sources.reduce(0) { $0 + min($1.column.count, 200_000) })
    var entries: [Entry] = []
    var numbers = KnownNumbers()
    for source in sources {
      PersonDictionary.read(source) { number in
        numbers.insert(number)
      } text: { bytes, kind in
        if index.intern(bytes, in: &texts) < entries.count { return }
        entries.append(PersonDictionary.entry(bytes, kind))
      }
    }
    var short = ShortNames()
    for name in entries.indices where entries[name].kind == .name {
      texts.withBytes(UInt32(name)) { short.add($0) }
    }
    for word in short.words where index.intern(word, in: &texts) == entries.count {
      var entry = PersonDictionary.nameEntry(word)
      entry.isWord = true
      entry.isShort = true
      entries.append(entry)
    }
    self.entries = entries
    self.numbers = numbers
    self.texts = texts
    self.index = index
    isShown = []
    matcher = NameMatcher(entries.map(\.scalars))
  }

  /// The same without what `sources` hold: the entries stay, and no longer count.
  func without(_ sources: [Source]) -> PersonDictionary {
    var copy = self
    if copy.isShown.isEmpty { copy.isShown = Array(repeating: false, count: entries.count) }
    for source in sources {
      PersonDictionary.read(source) { number in
        copy.numbers.remove(number)
      } text: { bytes, _ in
        if let known = index.find(bytes, in: texts) { copy.isShown[Int(known)] = true }
      }
    }
    return copy
  }

  /// True where somebody bears this name or account.
  func knows(_ text: String) -> Bool { index.find(text, in: texts) != nil }

  /// True where an entry counts.
  @inline(__always)
  func isHidden(_ entry: Int) -> Bool { isShown.isEmpty || !isShown[entry] }

  /// Every number, name and account of a source, each distinct cell once.
  private static func read(
    _ source: Source, number: (ArraySlice<UInt8>) -> Void, text: (UnsafeBufferPointer<UInt8>, TextHit.Kind) -> Void
  ) {
    switch source.rule {
    case .phone, .idCard, .bankCard, .permit:
      source.column.forEachDistinctText { bytes in
        // Seven to eleven digits and nothing else: nearly every phone.
        if (7...11).contains(bytes.count), bytes.allSatisfy(isDigit) { return number(Array(bytes)[...]) }
        for digits in PersonDictionary.digits(bytes, rule: source.rule) { number(digits[...]) }
      }
    case .name:
      source.column.forEachDistinctText { bytes in
        // Two to five ideographs and nothing else: nearly every name.
        if (2...5).contains(bytes.count / 3), Masker.isPlainHan(bytes), !SpelledOtherwise.isTraditional(bytes) {
          return text(bytes, .name)
        }
        for name in PersonDictionary.names(bytes) {
          var name = name
          name.withUTF8 { text($0, .name) }
        }
      }
    case .email, .wechat, .qq:
      source.column.forEachDistinctText { bytes in
        var value = Canonical.text(bytes)
        if !value.isEmpty, value.utf8.allSatisfy(isDigit) {
          if value.utf8.count >= 7 { number(Array(value.utf8)[...]) }
        } else if value.count >= 5 {
          value.withUTF8 { text($0, source.rule == .email ? .email : .account) }
        }
      }
    default: break
    }
  }

  private static func entry(_ bytes: UnsafeBufferPointer<UInt8>, _ kind: TextHit.Kind) -> Entry {
    let text = String(decoding: bytes, as: UTF8.self)
    if kind == .name { return nameEntry(text) }
    return Entry(
      scalars: text.unicodeScalars.map(\.value), kind: kind, isWord: false, isSingleLatin: false,
      isLatin: text.utf8.allSatisfy { $0 < 0x80 })
  }

  /// The names of a cell, each of at least two characters.
  static func names(_ bytes: UnsafeBufferPointer<UInt8>) -> [String] {
    let text = Canonical.text(bytes)
    if text.utf8.count < 3 && text.count < 2 { return [] }
    // One name of ideographs alone, as in most cells.
    if text.unicodeScalars.allSatisfy({ (0x4E00...0x9FFF).contains($0.value) }) {
      return text.utf8.count < 6 ? [] : [text] + (SpelledOtherwise.simplified(text).map { [$0] } ?? [])
    }
    let pieces = text.split(whereSeparator: { "、/;|,\n&+".contains($0) }).map {
      String($0.prefix { $0 != "(" }).trimmed
    }
    var names: [String] = []
    for piece in pieces {
      let parts = piece.split(separator: " ")
      let han = piece.unicodeScalars.contains(where: isHan)
      if han, parts.count > 1 {
        // 张　三 is one name, and so is 欧阳　锋; 张三丰 李四光 are two.
        if parts.contains(where: { $0.count == 1 }) || Surnames.isCompound(parts[0]) {
          names.append(parts.joined())
        } else {
          names += parts.map(String.init)
        }
        names.append(piece)
      } else {
        names.append(piece)
        // John Smith is Smith, John in the next list.
        if (2...4).contains(parts.count), !piece.contains("*") {
          names.append(familyFirst(parts, parts.count - 1))
        }
      }
    }
    // `Smith, John` was cut in two above, and may be one.
    let halves = text.split(separator: ",")
    if halves.count == 2, halves.allSatisfy({ $0.utf8.allSatisfy { $0 == 0x20 || isLetter($0) } }) {
      let parts = halves.flatMap { $0.split(separator: " ") }
      let family = halves[0].split(separator: " ").count
      if (2...4).contains(parts.count), family > 0, family < parts.count {
        let usual = Array(parts[family...]) + parts[..<family]
        names.append(usual.joined(separator: " "))
        names.append(familyFirst(usual, usual.count - family))
      }
    }
    names += names.compactMap(SpelledOtherwise.simplified)
    return names.filter { name in
      name.count >= 2 && name.unicodeScalars.contains { $0.properties.isAlphabetic } && !name.contains("*")
    }
  }

  /// `Smith, John` of the words of John Smith, where the family name begins at `family`.
  private static func familyFirst(_ words: [Substring], _ family: Int) -> String {
    words[family...].joined(separator: " ") + ", " + words[..<family].joined(separator: " ")
  }

  static func nameEntry(_ name: String) -> Entry {
    let latin = name.utf8.allSatisfy { $0 < 0x80 }
    // As it reads once commas between words are blanks.
    let turned = latin && name.contains(", ")
    let scalars = (turned ? name.replacing(",", with: "") : name).unicodeScalars.map(\.value)
    let single = latin && !name.contains(" ")
    let word =
      latin
      ? single && CommonWords.latin.contains(name.lowercased())
      : CommonWords.set.contains(scalars) || GrownWords.isGrammar(scalars)
    return Entry(scalars: scalars, kind: .name, isWord: word, isSingleLatin: single, isLatin: latin, isTurned: turned)
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
    let text = cell.typedText
    return text.isEmpty ? nil : text
  }
}

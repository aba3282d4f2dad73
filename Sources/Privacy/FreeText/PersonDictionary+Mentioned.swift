package import CustomerRecords
import Tabular

extension PersonDictionary {
  /// The dictionary as far as these texts can speak of it: for a page that shows sixty notes out of a million, it finds
  /// in them what the dictionary of everybody would, and is made a hundred times faster.
  ///
  /// A name, account or number stays out only where its beginning (of a number: its last seven digits) occurs in none
  /// of the texts; whatever is spelt unusually stays in.
  package init(records: Records, catalogue: FieldCatalogue = .standard, mentionedIn texts: [String]) {
    let mentions = Mentions(texts)
    let all = PersonDictionary.sources(records, catalogue) { _ in true }
    let sources = Parallel.map(all) { source -> Source? in
      var kept: [String?] = []
      source.column.forEachDistinctText { bytes in
        if mentions.may(bytes, source.rule) { kept.append(String(decoding: bytes, as: UTF8.self)) }
      }
      return kept.isEmpty ? nil : Source(column: .texts(kept), rule: source.rule)
    }
    self.init(sources: sources.compactMap { $0 })
  }
}

/// What some texts hold, in pieces: pairs and triples of characters, runs of seven digits.
struct Mentions {
  private var pairs: Set<UInt64> = []
  private var triples: Set<UInt64> = []
  private var runs: Set<UInt32> = []

  init(_ texts: [String]) {
    var normalised = NormalisedText()
    var otherwise = SpelledOtherwise()
    for text in texts {
      var text = text
      text.withUTF8 { normalised.read($0) }
      let scalars = normalised.scalars.map { Mentions.folded($0) }
      add(scalars)
      if otherwise.read(normalised.scalars) { add(otherwise.scalars.map { Mentions.folded($0) }) }
      // Whatever stands between digits may have been put there to part them.
      let digits = scalars.compactMap { scalar -> UInt32? in
        if (0x30...0x39).contains(scalar) { return scalar - 0x30 }
        return NormalisedText.chineseDigit(scalar).map { UInt32($0) & 0xF }
      }
      for i in digits.indices.dropLast(6) { runs.insert(Mentions.run(digits[i..<(i + 7)])) }
    }
  }

  private mutating func add(_ scalars: [UInt32]) {
    for i in scalars.indices {
      if i + 1 < scalars.count { pairs.insert(Mentions.key(scalars[i], scalars[i + 1], 0)) }
      if i + 2 < scalars.count { triples.insert(Mentions.key(scalars[i], scalars[i + 1], scalars[i + 2])) }
    }
  }

  func may(_ bytes: UnsafeBufferPointer<UInt8>, _ rule: MaskRule) -> Bool {
    switch rule {
    case .name: return mayName(bytes)
    case .phone, .idCard, .bankCard, .permit: return mayNumber(bytes)
    case .email, .wechat, .qq: return mayLatin(bytes) || mayNumber(bytes)
    default: return true
    }
  }

  private func mayName(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    if bytes.count >= 6, bytes.count % 3 == 0, bytes.allSatisfy({ $0 >= 0x80 }), bytes[0] >= 0xE4, bytes[0] <= 0xE9,
      bytes[3] >= 0xE4, bytes[3] <= 0xE9
    {
      // A separator of full width can only follow the first name, which is looked at here; the second is looked for
      // wherever such a cell is longer than a name.
      if bytes.count > 12 || SpelledOtherwise.isTraditional(bytes) { return true }
      return pairs.contains(Mentions.key(Mentions.scalar(bytes, 0), Mentions.scalar(bytes, 3), 0))
    }
    return mayLatin(bytes)
  }

  /// A Latin name, e-mail or account: the first three letters of each part and word.
  private func mayLatin(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard bytes.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else { return true }
    for part in bytes.split(whereSeparator: { "/;|,&+( ".utf8.contains($0) }) {
      if part.count < 3 { return true }
      let head = part.prefix(3).map { Mentions.folded(UInt32($0)) }
      if triples.contains(Mentions.key(head[0], head[1], head[2])) { return true }
    }
    return false
  }

  private func mayNumber(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard bytes.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else { return true }
    if runs.isEmpty { return false }
    var digits: [UInt32] = []
    for byte in bytes where isDigit(byte) { digits.append(UInt32(byte) - 0x30) }
    // Several numbers in a cell, or an extension behind one: any seven digits in a row will do.
    return digits.indices.dropLast(6).contains { runs.contains(Mentions.run(digits[$0..<($0 + 7)])) }
  }

  private static func scalar(_ bytes: UnsafeBufferPointer<UInt8>, _ i: Int) -> UInt32 {
    UInt32(bytes[i] & 0x0F) << 12 | UInt32(bytes[i + 1] & 0x3F) << 6 | UInt32(bytes[i + 2] & 0x3F)
  }

  private static func folded(_ scalar: UInt32) -> UInt32 { (0x41...0x5A).contains(scalar) ? scalar | 0x20 : scalar }

  private static func key(_ a: UInt32, _ b: UInt32, _ c: UInt32) -> UInt64 {
    UInt64(a) << 42 | UInt64(b) << 21 | UInt64(c)
  }

  private static func run(_ digits: ArraySlice<UInt32>) -> UInt32 { digits.reduce(0) { $0 * 10 + $1 } }
}

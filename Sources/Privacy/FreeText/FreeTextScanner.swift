/// Finds everything personal in a text: shapes of numbers, and everybody the tables know.
struct FreeTextScanner {
  let dictionary: PersonDictionary
  let targets: TextTargets
  private(set) var text = NormalisedText()
  private var patterns = FreeTextPatterns()
  private var rewriter = TextRewriter()
  /// Hits of the last text, resolved.
  private(set) var hits: [TextHit] = []
  /// Names of the last text that are words and stood alone: personal only in the row of their own customer.
  private(set) var doubtful: [TextHit] = []

  init(_ dictionary: PersonDictionary, targets: TextTargets = .all) {
    self.dictionary = dictionary
    self.targets = targets
  }

  /// Fills `hits` and `doubtful`.
  mutating func scan(_ s: UnsafeBufferPointer<UInt8>) {
    text.read(s)
    hits.removeAll(keepingCapacity: true)
    doubtful.removeAll(keepingCapacity: true)
    if !targets.isDisjoint(with: [.phones, .cards, .accounts]) {
      patterns.find(in: text, hits: &hits) { dictionary.numbers.contains($0) }
      if targets != .all { hits.removeAll { !targets.wants($0.kind) } }
    }
    findNames()
    TextRewriter.resolve(&hits)
  }

  private mutating func findNames() {
    var found: [TextHit] = []
    var unsure: [TextHit] = []
    let scalars = text.scalars
    dictionary.matcher.scan(scalars) { entry, range in
      let known = dictionary.entries[entry]
      guard targets.wants(known.kind), dictionary.isHidden(entry) else { return }
      if known.isLatin, !isWholeWord(scalars, range) { return }
      let hit = TextHit(kind: known.kind, scalars: range, entry: entry)
      if known.isSingleLatin, known.kind == .name, !scalars[range].elementsEqual(known.scalars) { return }
      if known.isShort {
        if isInCompany(scalars, range, latin: known.isLatin) { found.append(hit) }
      } else if known.isWord, !isInCompany(scalars, range, latin: known.isLatin) {
        unsure.append(hit)
      } else {
        found.append(hit)
      }
    }
    // 高兴、王小明: one of two people in a row.
    for hit in unsure where !found.isEmpty {
      let isNeighbour = found.contains { other in
        let (first, second) = hit.scalars.lowerBound < other.scalars.lowerBound ? (hit, other) : (other, hit)
        return second.scalars.lowerBound == first.scalars.upperBound + 1 && scalars[first.scalars.upperBound] == 0x3001
      }
      if isNeighbour { found.append(hit) }
    }
    hits += found
    doubtful = unsure
  }

  private func isWholeWord(_ s: [UInt32], _ range: Range<Int>) -> Bool {
    func joins(_ i: Int) -> Bool {
      s.indices.contains(i) && s[i] < 0x80 && (isLetter(UInt8(s[i])) || isDigit(UInt8(s[i])))
    }
    return !joins(range.lowerBound - 1) && !joins(range.upperBound)
  }

  /// True where the words around a name that is also a word speak of a person.
  private func isInCompany(_ s: [UInt32], _ range: Range<Int>, latin: Bool) -> Bool {
    if latin { return isInLatinCompany(s, range) }
    for word in CommonWords.after where s[range.upperBound...].starts(with: word) { return true }
    // 姓名：高兴 — a colon or a space may stand between.
    var end = range.lowerBound
    var parted = false
    while end > 0, range.lowerBound - end < 2, s[end - 1] == 0x3A || s[end - 1] == 0x20 {
      end -= 1
      parted = true
    }
    for word in CommonWords.before where end >= word.count {
      if s[(end - word.count)..<end].elementsEqual(word) {
        // 给高兴 is somebody, 不高兴 is not; and the word must end there: 和平时 is 平时.
        let next = range.upperBound
        return parted || next == s.count || !(0x4E00...0x9FFF).contains(s[next])
      }
    }
    return false
  }

  /// Mrs Smith, Amy's mother, Amy妈妈.
  private func isInLatinCompany(_ s: [UInt32], _ range: Range<Int>) -> Bool {
    if range.upperBound + 1 < s.count, s[range.upperBound] == 0x27 || s[range.upperBound] == 0x2019,
      s[range.upperBound + 1] | 0x20 == 0x73
    {
      return true
    }
    for word in CommonWords.after.prefix(CommonWords.titles) where s[range.upperBound...].starts(with: word) {
      return true
    }
    var end = range.lowerBound
    while end > 0, s[end - 1] == 0x20 || s[end - 1] == 0x2E { end -= 1 }
    if end == range.lowerBound { return false }
    var start = end
    while start > 0, s[start - 1] < 0x80, isLetter(UInt8(s[start - 1])) { start -= 1 }
    return CommonWords.latinTitles.contains { word in
      word.count == end - start && word.indices.allSatisfy { s[start + $0] | 0x20 == word[$0] }
    }
  }

  /// The last text with its hits masked; false where there was nothing to mask.
  mutating func rewrite(_ s: UnsafeBufferPointer<UInt8>, into out: inout [UInt8]) -> Bool {
    if hits.isEmpty { return false }
    text.locate(s)
    rewriter.write(s, text, hits, into: &out) { $0 >= 0 && dictionary.entries[$0].isShort }
    return true
  }

  /// True where the last text turns its direction round.
  var turnsDirection: Bool { text.turnsDirection }

  /// Takes the doubtful hits of the given entries as sure.
  mutating func settle(_ entries: Set<Int>) {
    let sure = doubtful.filter { entries.contains($0.entry) }
    if sure.isEmpty { return }
    hits += sure
    TextRewriter.resolve(&hits)
  }

  /// Drops the hits somebody does not want masked.
  mutating func keep(_ wanted: (TextHit) -> Bool) { hits = hits.filter(wanted) }
}

/// Finds everything personal in a text: shapes of numbers, and everybody the tables know.
struct FreeTextScanner {
  let dictionary: PersonDictionary
  let targets: TextTargets
  private(set) var text = NormalisedText()
  private var patterns = FreeTextPatterns()
  private var rewriter = TextRewriter()
  private var otherwise = SpelledOtherwise()
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
    if text.mayHoldPattern, !targets.isDisjoint(with: [.phones, .cards, .accounts]) {
      let numbers = dictionary.numbers
      patterns.find(in: text.scalars, hits: &hits) { numbers.contains($0) }
      if targets != .all { hits.removeAll { !targets.wants($0.kind) } }
    }
    findNames()
    TextRewriter.resolve(&hits)
  }

  private mutating func findNames() {
    var found: [TextHit] = []
    var unsure: [TextHit] = []
    names(in: text.scalars, &found, &unsure)
    if text.hasVariants, otherwise.read(text.scalars) {
      var more: [TextHit] = []
      var doubt: [TextHit] = []
      names(in: otherwise.scalars, &more, &doubt)
      found += more.compactMap(standing)
      unsure += doubt.compactMap(standing)
    }
    if found.isEmpty, unsure.isEmpty { return }
    let scalars = text.scalars
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

  /// The names of the dictionary in a text: those that are sure, and words that may be none.
  @inline(__always)
  private func names(in scalars: [UInt32], _ found: inout [TextHit], _ unsure: inout [TextHit]) {
    dictionary.matcher.scan(scalars) { entry, range in
      let known = dictionary.entries[entry]
      guard targets.wants(known.kind), dictionary.isHidden(entry) else { return }
      if known.isLatin, !isWholeWord(scalars, range) { return }
      let hit = TextHit(kind: known.kind, scalars: range, entry: entry)
      if known.isSingleLatin, known.kind == .name, !scalars[range].elementsEqual(known.scalars) { return }
      if known.isShort {
        if PersonCompany.surrounds(scalars, range, latin: known.isLatin) { found.append(hit) }
      } else if known.isWord || range.count == 2 && !known.isLatin && GrownWords.belongsBefore(scalars, range),
        !PersonCompany.surrounds(scalars, range, latin: known.isLatin)
      {
        unsure.append(hit)
      } else {
        found.append(hit)
      }
    }
  }

  /// A hit in the other spelling where it stands in the text; nil where the text spells it so too (it was found there), or
  /// where two words only happen to stand side by side (小王 明天来 is no 王明).
  private func standing(_ hit: TextHit) -> TextHit? {
    let place = otherwise.place(of: hit.scalars)
    if text.scalars[place].elementsEqual(otherwise.scalars[hit.scalars]) { return nil }
    if hit.scalars.count == 2, place.count > 2, SpelledOtherwise.isIdeograph(text.scalars[place.lowerBound]) {
      guard standsApart(hit.scalars) else { return nil }
    }
    var hit = hit
    hit.scalars = place
    return hit
  }

  /// True where a name of two characters with a blank between them has no other word grown to it.
  private func standsApart(_ range: Range<Int>) -> Bool {
    let all = otherwise.scalars
    let place = otherwise.place(of: range)
    let (s, low, high) = (text.scalars, place.lowerBound, place.upperBound)
    let before = low == 0 || !SpelledOtherwise.isIdeograph(s[low - 1])
    let after = high == s.count || !SpelledOtherwise.isIdeograph(s[high])
    return PersonCompany.isolates(all, range, before: before, after: after)
  }

  private func isWholeWord(_ s: [UInt32], _ range: Range<Int>) -> Bool {
    func joins(_ i: Int) -> Bool {
      s.indices.contains(i) && s[i] < 0x80 && (isLetter(UInt8(s[i])) || isDigit(UInt8(s[i])))
    }
    return !joins(range.lowerBound - 1) && !joins(range.upperBound)
  }

  /// The last text with its hits masked; false where there was nothing to mask.
  mutating func rewrite(_ s: UnsafeBufferPointer<UInt8>, into out: inout [UInt8]) -> Bool {
    if hits.isEmpty { return false }
    let places = text.places(s, of: hits.lazy.map(\.scalars))
    rewriter.write(s, text.scalars, hits, places, into: &out) { entry in
      if entry < 0 { return .own }
      let known = dictionary.entries[entry]
      return known.isShort ? .stars : known.isTurned ? .familyFirst : .own
    }
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

/// Writes a text again with its hits masked, each by the rule of its kind.
struct TextRewriter {
  private var phone = Masker(.phone)
  private var idCard = Masker(.idCard)
  private var bankCard = Masker(.bankCard)
  private var email = Masker(.email)
  private var account = Masker(.wechat)
  private var name = Masker(.name)

  /// Hits that overlap are cut down to the leftmost, of those the longest.
  static func resolve(_ hits: inout [TextHit]) {
    guard hits.count > 1 else { return }
    hits.sort {
      ($0.scalars.lowerBound, -$0.scalars.upperBound, $0.kind.rawValue)
        < ($1.scalars.lowerBound, -$1.scalars.upperBound, $1.kind.rawValue)
    }
    var kept: [TextHit] = []
    for hit in hits {
      if let last = kept.last, hit.scalars.lowerBound < last.scalars.upperBound {
        // What sticks out of an earlier hit is still personal.
        if hit.scalars.upperBound > last.scalars.upperBound {
          var rest = hit
          rest.scalars = last.scalars.upperBound..<hit.scalars.upperBound
          rest.digits = []
          kept.append(rest)
        }
      } else {
        kept.append(hit)
      }
    }
    hits = kept
  }

  /// Appends the text with `hits` (resolved, in order) masked; `places` are the bytes they stand in.
  mutating func write(
    _ s: UnsafeBufferPointer<UInt8>, _ text: [UInt32], _ hits: [TextHit], _ places: [Range<Int>],
    into out: inout [UInt8], style: (_ entry: Int) -> Style = { _ in .own }
  ) {
    var at = 0
    for (hit, place) in zip(hits, places) {
      out.append(contentsOf: s[at..<max(at, place.lowerBound)])
      switch style(hit.entry) {
      case .own: write(hit, text, into: &out)
      case .stars: out.stars(hit.scalars.count)
      case .familyFirst: familyFirst(text[hit.scalars], into: &out)
      }
      at = max(at, place.upperBound)
    }
    out.append(contentsOf: s[at...])
  }

  /// How a hit is masked.
  enum Style {
    /// By the rule of its kind.
    case own
    case stars
    /// A Latin name with the family name first: its first letter stays.
    case familyFirst
  }

  private func familyFirst(_ name: ArraySlice<UInt32>, into out: inout [UInt8]) {
    for (i, scalar) in name.enumerated() {
      let stays = scalar == 0x20 || scalar == 0x2C || (i == 0 && scalar < 0x80)
      out.append(stays ? UInt8(scalar) : star)
    }
  }

  private mutating func write(_ hit: TextHit, _ text: [UInt32], into out: inout [UInt8]) {
    var value = hit.digits
    if value.isEmpty {
      var view = String.UnicodeScalarView()
      for scalar in text[hit.scalars] { view.append(Unicode.Scalar(scalar) ?? "?") }
      value = Array(String(view).utf8)
    }
    value.withUnsafeBufferPointer { bytes in
      switch hit.kind {
      case .phone:
        let start = out.count
        if phone.mask(bytes, into: &out) != .masked {
          out.removeSubrange(start...)
          out.stars(bytes.count)
        }
      case .idCard: _ = idCard.mask(bytes, into: &out)
      case .bankCard: _ = bankCard.mask(bytes, into: &out)
      case .email: _ = email.mask(bytes, into: &out)
      case .account, .permit: _ = account.mask(bytes, into: &out)
      case .name: _ = name.mask(bytes, into: &out)
      }
    }
  }
}

extension FreeTextPatterns {
  /// The free-text mask of one value without a dictionary: what has the shape of a personal number is masked.
  static func mask(_ s: UnsafeBufferPointer<UInt8>, into out: inout [UInt8]) -> MaskOutcome.Kind {
    if s.isEmpty { return .empty }
    var text = NormalisedText()
    text.read(s)
    var patterns = FreeTextPatterns()
    var hits: [TextHit] = []
    if text.mayHoldPattern { patterns.find(in: text.scalars, hits: &hits) }
    TextRewriter.resolve(&hits)
    let places = text.places(s, of: hits.lazy.map(\.scalars))
    var rewriter = TextRewriter()
    rewriter.write(s, text.scalars, hits, places, into: &out)
    return .masked
  }
}

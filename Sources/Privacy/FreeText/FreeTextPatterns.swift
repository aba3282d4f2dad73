/// Finds numbers and addresses of people in a text by their shape: phones, identity cards, bank cards, e-mails,
/// WeChat and QQ ids that are labelled as such.
///
/// Look-arounds are for digits, not for words: in 电话13800138000找我 no word boundary stands before the number.
struct FreeTextPatterns {
  var run = DigitRun()

  /// Appends what it finds to `hits`. `isKnown` says whether some customer has these digits as a phone or card.
  mutating func find(
    in text: [UInt32], hits: inout [TextHit], isKnown: (ArraySlice<UInt8>) -> Bool = { _ in false }
  ) {
    let openers = FreeTextPatterns.openers
    var i = 0
    while i < text.count {
      let scalar = text[i]
      switch scalar < 0x10000 ? openers[Int(scalar)] : .nothing {
      case .nothing: i += 1
      case .digit:
        let (end, digits) = DigitRun.extent(text, at: i)
        if digits >= 7 {
          run.read(text, i..<end)
          numbers(text, &hits, isKnown)
        }
        i = max(end, i + 1)
      case .at:
        email(text, at: i, &hits)
        i += 1
      case .label:
        if let start = TextLabels.document(text, at: i) {
          document(text, from: start, &hits)
        } else if let label = TextLabels.account(text, at: i) {
          account(text, after: label, &hits)
        }
        i += 1
      }
    }
  }

  /// What a scalar may be the beginning of.
  private enum Opener: UInt8 { case nothing, digit, at, label }
  private static let openers: [Opener] = {
    var openers = Array(repeating: Opener.nothing, count: 0x10000)
    for scalar in TextLabels.accountHeads where scalar < 0x10000 {
      openers[Int(scalar)] = .label
      if scalar < 0x80, isLetter(UInt8(scalar)) { openers[Int(scalar & ~0x20)] = .label }
    }
    for scalar in UInt32(0)..<0x10000 where DigitRun.digit(scalar) != nil { openers[Int(scalar)] = .digit }
    openers[0x40] = .at
    return openers
  }()

  private func numbers(
    _ text: [UInt32], _ hits: inout [TextHit], _ isKnown: (ArraySlice<UInt8>) -> Bool
  ) {
    var g = 0
    let groups = run.groups
    while g < groups.count, run.digits.count - groups[g].digits.lowerBound >= 7 {
      var best: (last: Int, hit: TextHit)?
      // Parts of a longer unbroken number are not a number.
      let isPart = g > 0 && groups[g].separator == .none && groups[g - 1].isChinese == groups[g].isChinese
      var last = isPart ? groups.count : g
      var before: TextLabels.Kind?
      while last < groups.count, groups[last].digits.upperBound - groups[g].digits.lowerBound <= 24 {
        if groups[last].digits.upperBound - groups[g].digits.lowerBound >= 7 {
          let label = before ?? TextLabels.before(text, at: groups[g].scalars.lowerBound)
          before = label
          if let hit = classify(text, g, last, label, isKnown) { best = (last, hit) }
        }
        last += 1
      }
      if let best {
        hits.append(best.hit)
        g = best.last + 1
      } else {
        g += 1
      }
    }
  }

  /// What the groups `first … last` are when read as one number.
  private func classify(
    _ text: [UInt32], _ first: Int, _ last: Int, _ before: TextLabels.Kind,
    _ isKnown: (ArraySlice<UInt8>) -> Bool
  ) -> TextHit? {
    let groups = run.groups[first...last]
    let digits = run.digits[groups[first].digits.lowerBound..<groups[last].digits.upperBound]
    let range = groups[first].scalars.lowerBound..<groups[last].scalars.upperBound
    let shape = NumberGrouping(groups)
    if let id = idCard(text, digits, range, shape, before) { return id }
    if phone(text, digits, range, shape, before, isKnown) {
      let plus = range.lowerBound > 0 && text[range.lowerBound - 1] == 0x2B
      let whole = plus ? range.lowerBound - 1..<range.upperBound : range
      return TextHit(kind: .phone, scalars: whole, digits: plus ? [0x2B] + digits : Array(digits))
    }
    let inFours = shape.isUnbroken || shape.looksLikeCard
    if inFours, NumberShapes.isBankCard(digits), before != .order || isKnown(digits) {
      return TextHit(kind: .bankCard, scalars: range, digits: Array(digits))
    }
    if inFours, before == .card, (12...24).contains(digits.count) {
      return TextHit(kind: .bankCard, scalars: range, digits: Array(digits))
    }
    return nil
  }

  private func idCard(
    _ text: [UInt32], _ digits: ArraySlice<UInt8>, _ range: Range<Int>, _ shape: NumberGrouping,
    _ before: TextLabels.Kind
  ) -> TextHit? {
    guard shape.isUnbroken || shape.looksLikeID || shape.looksLikeCard else { return nil }
    var places = digits
    var end = range.upperBound
    if digits.count == 17, end < text.count, text[end] | 0x20 == 0x78 {
      places.append(UInt8(ascii: "X"))
      end += 1
    }
    guard places.count == 18 || places.count == 15 else { return nil }
    if NumberShapes.isIDCard(places) || before == .identity {
      return TextHit(kind: .idCard, scalars: range.lowerBound..<end, digits: Array(places))
    }
    return nil
  }

  private func phone(
    _ text: [UInt32], _ digits: ArraySlice<UInt8>, _ range: Range<Int>, _ shape: NumberGrouping,
    _ before: TextLabels.Kind, _ isKnown: (ArraySlice<UInt8>) -> Bool
  ) -> Bool {
    let plus = range.lowerBound > 0 && text[range.lowerBound - 1] == 0x2B
    let home = NumberShapes.withoutChina(digits)
    if shape.joinsPhone, isKnown(digits) || home.map(isKnown) ?? false { return true }
    if before == .order, !plus { return false }
    if NumberShapes.isMobile(digits) { return shape.isUnbroken || shape.looksLikeMobile }
    if let home, plus || home.count == 11 {
      if NumberShapes.isMobile(home) { return shape.joinsPhone }
      if plus, NumberShapes.isLandline([0x30] + home) || NumberShapes.isLandline(home) { return shape.joinsPhone }
    }
    if plus {
      let code = Masker.countryCode(Array(digits))
      return shape.joinsPhone && code > 0 && (8...15).contains(digits.count)
    }
    if NumberShapes.isLandline(digits) {
      return shape.isUnbroken ? true : shape.looksLikeLandline
    }
    if NumberShapes.isService(digits) { return shape.isUnbroken || shape.looksLikeService }
    // 801-555-7712, as North America writes it.
    if shape.isGrouped(3, 3, 4), shape.joinsPhone, digits.count == 10, digits[digits.startIndex] >= 0x32 {
      return true
    }
    let neighbour = digits.starts(with: [0x38, 0x35, 0x32]) || digits.starts(with: [0x38, 0x35, 0x33])
    if digits.count == 11, neighbour { return shape.joinsPhone && (before == .phone || !shape.isUnbroken) }
    return before == .phone && shape.joinsPhone && (7...8).contains(digits.count) && digits.first != 0x30
  }

  private func email(_ text: [UInt32], at: Int, _ hits: inout [TextHit]) {
    var start = at
    while start > 0, FreeTextPatterns.isLocal(text[start - 1]) { start -= 1 }
    while start < at, text[start] == 0x2E { start += 1 }
    var end = at + 1
    while end < text.count, FreeTextPatterns.isDomain(text[end]) { end += 1 }
    while end > at + 1, text[end - 1] == 0x2E || text[end - 1] == 0x2D { end -= 1 }
    let domain = text[(at + 1)..<end]
    guard start < at, let dot = domain.lastIndex(of: 0x2E), dot > at + 1, end - dot > 2,
      domain[(dot + 1)...].allSatisfy({ $0 < 0x80 && isLetter(UInt8($0)) })
    else { return }
    hits.append(TextHit(kind: .email, scalars: start..<end))
  }

  private static func isLocal(_ s: UInt32) -> Bool {
    s < 0x80
      && (isLetter(UInt8(s)) || isDigit(UInt8(s)) || s == 0x2E || s == 0x5F || s == 0x2D || s == 0x2B || s == 0x25)
  }

  private static func isDomain(_ s: UInt32) -> Bool {
    s < 0x80 && (isLetter(UInt8(s)) || isDigit(UInt8(s)) || s == 0x2E || s == 0x2D)
  }

  /// One or two letters and six to ten digits, or a letter, digits and a check sign in brackets.
  private func document(_ text: [UInt32], from start: Int, _ hits: inout [TextHit]) {
    var end = start
    while end < text.count, end - start < 2, text[end] < 0x80, isLetter(UInt8(text[end])) { end += 1 }
    let letters = end - start
    while end < text.count, text[end] &- 0x30 < 10 { end += 1 }
    let digits = end - start - letters
    guard (6...10).contains(digits), letters > 0 || (8...10).contains(digits) else { return }
    if end + 2 < text.count, text[end] == 0x28, text[end + 2] == 0x29 { end += 3 }
    hits.append(TextHit(kind: .permit, scalars: start..<end))
  }

  /// The id behind a label: six to twenty signs from a letter, or five to eleven digits.
  private func account(_ text: [UInt32], after label: TextLabels.Account, _ hits: inout [TextHit]) {
    var end = label.end
    var digits = 0
    var underscores = 0
    while end < text.count, end - label.end < 21 {
      let s = text[end]
      guard s < 0x80, isLetter(UInt8(s)) || isDigit(UInt8(s)) || s == 0x5F || s == 0x2D else { break }
      if isDigit(UInt8(s)) { digits += 1 } else if s == 0x5F || s == 0x2D { underscores += 1 }
      end += 1
    }
    let count = end - label.end
    let numeric = digits == count && (5...11).contains(count)
    let named = !numeric && (5...20).contains(count) && isLetter(UInt8(text[label.end]))
    // Without a colon only what cannot be a word counts: 微信 message is none, 微信 zhang_2008 is one.
    guard numeric || named, numeric || label.isExplicit || digits > 0 || underscores > 0 else { return }
    if end < text.count, text[end] == 0x40 { return }
    hits.append(TextHit(kind: .account, scalars: label.end..<end))
  }
}

import Statistics

/// Sums over answers, all or by a label, with distinct people.
struct AnswerTotals {
  struct Sums {
    /// 0–10 answers, at most one of each known person.
    var scores = NetPromoter()
    /// 1–5 answers: how many, their sum, how many of them good, and from how many people.
    var stars = 0
    var sum = 0
    var raters = 0
    var good = 0
    var goodRaters = 0
    /// The person last counted; a person's answers stand together.
    fileprivate var rater: Int32 = -2
    fileprivate var goodRater: Int32 = -2
  }

  private(set) var sums: [Sums]

  init(slots: Int = 1) { sums = Array(repeating: Sums(), count: slots) }

  mutating func add(score answer: Facts.Answer, _ slot: Int = 0) { sums[slot].scores.add(answer.nps) }

  mutating func add(stars answer: Facts.Answer, _ slot: Int = 0) {
    let isUnknown = answer.person < 0
    sums[slot].stars += 1
    sums[slot].sum += Int(answer.csat)
    if isUnknown || sums[slot].rater != answer.person {
      sums[slot].rater = answer.person
      sums[slot].raters += 1
    }
    guard answer.csat >= 4 else { return }
    sums[slot].good += 1
    if isUnknown || sums[slot].goodRater != answer.person {
      sums[slot].goodRater = answer.person
      sums[slot].goodRaters += 1
    }
  }
}

extension NetPromoter {
  /// Counts an answer that is known to be one.
  mutating func add(_ answer: Int8) {
    if answer >= 9 { promoters += 1 } else if answer >= 7 { passives += 1 } else { detractors += 1 }
  }

  static func - (a: NetPromoter, b: NetPromoter) -> NetPromoter {
    NetPromoter(
      promoters: a.promoters - b.promoters, passives: a.passives - b.passives, detractors: a.detractors - b.detractors)
  }
}

package import Localisation
package import Metrics
package import Privacy
import Statistics

/// Turns numbers into words under the small-number rule (metrics.md "Small numbers"): no figure reaches a page by
/// any other way.
///
/// Below 5 people: inside the house the count is shown, outside nothing (0 is shown), nor what would give it away.
/// 5–9: counts only. 10–29: the rate with its interval and a chip. From 30: the rate with its interval.
package struct Teller: Sendable {
  package let format: NumberFormatting
  package let policy: SmallNumberPolicy
  /// Outside the house: what may be shown of the numbers of the whole page, taken together.
  var ledger: Ledger?

  package init(_ language: Language, policy: SmallNumberPolicy) {
    format = NumberFormatting(language)
    self.policy = policy
  }

  /// The limits, for sentences that state them.
  var shownFrom: Int { policy.small }
  var rateFrom: Int { policy.rate }
  var firmFrom: Int { policy.firm }

  /// True for what may leave the house.
  var outside: Bool { policy.hidesCounts }

  private func hides(_ people: Int) -> Bool { !policy.level(people: people).showsCount }
  /// Hidden for the sake of another number of the page; a page without a ledger needs no names of numbers.
  private func hides(_ id: () -> String?) -> Bool {
    guard let ledger, let id = id() else { return false }
    return !ledger.shows(id)
  }
  private func hidesShare(_ id: () -> String?) -> Bool {
    guard let ledger, let id = id() else { return false }
    return !ledger.showsShare(id)
  }
  private var tooFew: Told { Told(.words("<\(policy.small)"), state: .hidden, format) }
  /// Hidden for another number's sake: it need not be small itself.
  private var veiled: Told { Told(.words(Phrasebook.text("small.hidden", format.language)), state: .hidden, format) }

  /// The people behind the rest of a share. Where the units are answers or visits, one person can stand on both sides:
  /// then about as many of the people as of the units.
  static func rest(_ numerator: Int, of denominator: Int, people: Int, peopleAbove: Int) -> Int {
    let rest = denominator - numerator
    if rest <= 0 || people <= 0 { return 0 }
    if people >= denominator { return max(0, people - peopleAbove) }
    return max(1, min(rest, Int((Double(people) * Double(rest) / Double(denominator)).rounded())))
  }
  var nothing: Told { Told(.words(NumberFormatting.missing), state: .missing, format) }

  // MARK: Counts

  /// - Parameter id: the number's name in the ledger of the page, where it has one.
  package func count(_ value: Int, people: Int, id: @autoclosure () -> String? = nil) -> Told {
    if hides(people) { return tooFew }
    return hides(id) ? veiled : Told(.count(value), format)
  }

  package func count(_ count: Count, id: @autoclosure () -> String? = nil) -> Told {
    self.count(count.value, people: count.people, id: id())
  }

  /// Counts of disjoint people that add up to a total somebody can see: where a hidden one could be computed from
  /// the others, another is hidden with it.
  package func counts(_ list: [(value: Int, people: Int)]) -> [Told] {
    guard outside else { return list.map { count($0.value, people: $0.people) } }
    var numbers = SmallNumbers(policy)
    for (i, one) in list.enumerated() { numbers.add("\(i)", people: one.people) }
    numbers.add("all", people: list.reduce(0) { $0 + $1.people })
    numbers.relate(whole: "all", parts: list.indices.map { "\($0)" })
    let shown = numbers.resolved()
    return list.indices.map { shown["\($0)"].showsCount ? count(list[$0].value, people: 0) : tooFew }
  }

  package func counts(_ tallies: [Tally]) -> [Told] { counts(tallies.map { ($0.count, $0.people) }) }

  // MARK: Rates and scores

  package func rate(_ rate: Rate, places: Int = 1, id: @autoclosure () -> String? = nil) -> Told {
    share(
      rate.numerator, of: rate.denominator, people: rate.people, peopleAbove: rate.peopleAbove,
      low: rate.interval?.low, high: rate.interval?.high, places: places, id: id())
  }

  /// Rates of disjoint groups beside the rate of all: outside, what would let a reader compute a hidden part is
  /// hidden as well, in the numerators, in the rest and in the group sizes.
  package func rates(_ list: [Rate], whole: Rate?) -> [Told] {
    let told = list.map { rate($0) }
    guard outside, let whole, list.reduce(0, { $0 + $1.people }) == whole.people else { return told }
    var numbers = SmallNumbers(policy)
    for (i, one) in (list + [whole]).enumerated() {
      let name = i == list.count ? "all" : "\(i)"
      numbers.add(name, people: one.people)
      numbers.add(name + ".above", people: one.peopleAbove)
      numbers.add(
        name + ".rest",
        people: Teller.rest(
          one.numerator, of: one.denominator, people: one.people, peopleAbove: one.peopleAbove))
      numbers.relate(whole: name, parts: [name + ".above", name + ".rest"])
    }
    for part in ["", ".above", ".rest"] {
      numbers.relate(whole: "all" + part, parts: list.indices.map { "\($0)" + part })
    }
    let shown = numbers.resolved()
    return list.indices.map { i in
      ["", ".above", ".rest"].allSatisfy { shown["\(i)" + $0].showsCount } ? told[i] : tooFew
    }
  }

  /// A share with the people behind both of its parts.
  package func share(
    _ numerator: Int, of denominator: Int, people: Int, peopleAbove: Int, low: Double? = nil, high: Double? = nil,
    places: Int = 1, id: @autoclosure () -> String? = nil
  ) -> Told {
    guard denominator > 0 else { return nothing }
    let rest = Teller.rest(numerator, of: denominator, people: people, peopleAbove: peopleAbove)
    if hides(people) || hides(peopleAbove) || hides(rest) { return tooFew }
    if hidesShare(id) { return veiled }
    let level = policy.level(people: people)
    guard level.showsRate else {
      let counts = "\(format.exact(numerator))/\(format.exact(denominator))"
      return Told(.words(counts), n: denominator, state: .countsOnly, format)
    }
    return Told(
      .rate(Double(numerator) / Double(denominator), places: places), low: low, high: high, n: denominator,
      state: level == .smallSample ? .smallSample : .shown, format)
  }

  package func score(_ score: Score, id: @autoclosure () -> String? = nil) -> Told {
    let n = score.counts.n
    guard n > 0, let value = score.value else { return nothing }
    let parts = [score.counts.promoters, score.counts.passives, score.counts.detractors]
    let partHidden =
      outside && parts.contains { hides($0) }
      || [".p", ".i", ".d"].contains { part in hides { id().map { $0 + part } } }
    if hides(score.people) || hides(id) || partHidden {
      // The score alone, over enough people, does not give its parts away; with its interval and n it would.
      guard policy.level(people: score.people) == .full, !hides(id) else {
        return hides(score.people) ? tooFew : veiled
      }
      return Told(.wholeScore(value), format)
    }
    guard policy.level(people: score.people).showsRate else {
      return Told(
        .words(parts.map { format.exact($0) }.joined(separator: "/")), n: n, state: .countsOnly, format)
    }
    return Told(
      .score(value), low: score.interval?.low, high: score.interval?.high, n: n,
      state: policy.level(people: score.people) == .smallSample ? .smallSample : .shown, format)
  }

  // MARK: Measured values

  package func amount(_ amount: Amount) -> Told {
    self.amount(amount.value, amount.unit, n: amount.n, people: amount.people)
  }

  package func amount(_ value: Double?, _ unit: Amount.Unit, n: Int, people: Int) -> Told {
    guard let value, value.isFinite else { return nothing }
    if hides(people) { return tooFew }
    let told: Told.Value =
      switch unit {
      case .money: .money(value)
      case .days: .days(value)
      case .minutes, .number: .number(value)
      case .points: .points(value)
      }
    return Told(told, n: n, format)
  }

  /// Money in cents.
  package func money(cents: Int, people: Int) -> Told {
    amount(Double(cents) / 100, .money, n: people, people: people)
  }
}

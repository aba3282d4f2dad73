import CustomerRecords
import Statistics
import Tabular

extension Facts {
  /// By customer row: the number of its family; a person without family is one alone.
  private var familyOf: [Int32] {
    guard records.family.count == inside.count else { return person }
    return records.family
  }

  /// - Parameter brief: only what a page's filter shows.
  func loyaltySection(brief: Bool) -> LoyaltySection {
    let family = familyOf
    let links = referrerOf
    let sources: [TableKind] = [.customers, .enrolments]
    let enrolled = enrolledPeople
    var enrolledFamilies = FamilySet(family)
    for row in enrolled { enrolledFamilies.insert(family[Int(row)]) }
    var referring = FamilySet(family)
    var referred = 0
    var won: [Int32: (all: Int, enrolled: Int)] = [:]
    for row in people where links[Int(row)] >= 0 {
      let by = links[Int(row)]
      // Brothers and sisters do not refer one another.
      guard family[Int(by)] != family[Int(row)] else { continue }
      won[by, default: (0, 0)].all += 1
      guard engagement.isEnrolled(Int(row)) else { continue }
      won[by, default: (0, 0)].enrolled += 1
      referred += 1
      if enrolledFamilies.contains(family[Int(by)]) { referring.insert(family[Int(by)]) }
    }
    let named = people.filter { links[Int($0)] != -1 }.count
    let top = won.map { LoyaltySection.Referrer(row: $0.key, referred: $0.value.all, enrolled: $0.value.enrolled) }
      .sorted { (-$0.enrolled, -$0.referred, $0.row) < (-$1.enrolled, -$1.referred, $1.row) }
    let known = records.customers.has("referrer")
    let exclusions = [Exclusion("unknown_referrer", people.filter { links[Int($0)] == -2 }.count)]
    return LoyaltySection(
      referral: Rate(
        referring.count, known ? enrolledFamilies.count : 0,
        Basis("referral", [], window: window, exclusions: exclusions, sources: sources)),
      referred: Count(
        referred, people: referred,
        Basis("referred", [], window: window, exclusions: exclusions, sources: sources)),
      longestChain: named == 0 ? 0 : longestChain(links), topReferrers: Array(top.prefix(50)),
      tiers: tiers(family), migrations: migrations(), points: points(brief: brief))
  }

  /// By person: who referred them (row of the representative), -1 nobody named, -2 named but not found.
  static func referrals(_ records: Records, person: [Int32]) -> [Int32] {
    let referrer = records.customers.texts("referrer")
    var out = [Int32](repeating: -1, count: person.count)
    guard records.customers.has("referrer") else { return out }
    var words = WordNumbers()
    let cells = (0..<UInt32(referrer.pool.count)).map { words.add(referrer.pool.string($0).trimmed) }
    var wanted = [Int32](repeating: -2, count: words.count)
    // A number beats a name, a name beats a phone; a name two people share finds nobody.
    for field in ["phone", "name", "customer_id"] {
      let view = records.customers.texts(field)
      var word = [Int32](repeating: -2, count: view.pool.count)
      var found = [Int32](repeating: -1, count: words.count)
      for row in view.codes.indices where view.codes[row] != TextPool.none {
        let code = Int(view.codes[row])
        if word[code] == -2 {
          let plain = view.pool.withBytes(view.codes[row]) {
            WordNumbers.isPlain($0) ? words.find(plain: $0) : nil
          }
          word[code] = plain ?? words.find(view.pool.string(view.codes[row]).trimmed)
        }
        guard word[code] >= 0 else { continue }
        let at = Int(word[code])
        found[at] = found[at] == -1 || found[at] == person[row] ? person[row] : -2
      }
      for at in found.indices where found[at] >= 0 { wanted[at] = found[at] }
    }
    for row in referrer.codes.indices where referrer.codes[row] != TextPool.none {
      let owner = Int(person[row])
      let by = wanted[Int(cells[Int(referrer.codes[row])])]
      if by == Int32(owner) { continue }
      if out[owner] < 0 { out[owner] = by }
    }
    return out
  }

  private func longestChain(_ links: [Int32]) -> Int {
    var depth = [Int](repeating: -1, count: links.count)
    var longest = 0
    for row in people {
      var path: [Int] = []
      var at = Int(row)
      while depth[at] < 0, links[at] >= 0, path.count <= links.count {
        depth[at] = 0
        path.append(at)
        at = Int(links[at])
        // A ring of referrals ends where it began.
        if path.contains(at) { break }
      }
      var length = max(0, depth[at])
      for one in path.reversed() {
        length += 1
        depth[one] = length
      }
      longest = max(longest, length)
    }
    return longest
  }

  private func tiers(_ family: [Int32]) -> [Labelled<Tally>] {
    guard let codes = dimensions[.tier] else { return [] }
    var seen = FamilySet(family)
    var members = [Int](repeating: 0, count: codes.names.count + 1)
    for pass in [true, false] {
      for row in people where (codes.customer[Int(row)] >= 0) == pass && seen.insert(family[Int(row)]) {
        members[Int(codes.customer[Int(row)]) + 1] += 1
      }
    }
    return ordered(members.enumerated().map { ($0 == 0 ? nil : codes.names[$0 - 1], $1) }) { $0 }
      .map { Labelled($0, Tally($1, people: $1)) }
  }

  private func migrations() -> [LoyaltySection.Migration] {
    let (now, before) = (judgements.tier, judgements.formerTier)
    guard now.codes.count == inside.count, before.codes.count == inside.count, !before.isEmpty else { return [] }
    let width = now.names.count + 1
    var cells = [Int](repeating: 0, count: (before.names.count + 1) * width)
    for row in people { cells[(Int(before.codes[Int(row)]) + 1) * width + Int(now.codes[Int(row)]) + 1] += 1 }
    return cells.indices.filter { cells[$0] > 0 }.map { at in
      LoyaltySection.Migration(
        from: at / width == 0 ? nil : before.names[at / width - 1],
        to: at % width == 0 ? nil : now.names[at % width - 1], people: cells[at])
    }
  }
}

/// Some families, by their numbers.
private struct FamilySet {
  private var isIn: [Bool]
  private(set) var count = 0

  /// - Parameter family: every number there is.
  init(_ family: [Int32]) { isIn = Array(repeating: false, count: Int(family.max() ?? -1) + 1) }

  func contains(_ number: Int32) -> Bool { isIn[Int(number)] }

  /// True where it was not in yet.
  @discardableResult
  mutating func insert(_ number: Int32) -> Bool {
    if isIn[Int(number)] { return false }
    isIn[Int(number)] = true
    count += 1
    return true
  }
}

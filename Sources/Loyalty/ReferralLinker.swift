import ByteScanning
import CustomerRecords
import Tabular

/// Finds the customer a referrer cell means: by number, else by name (the pupil's or a guardian's), else by phone.
struct ReferralLinker {
  let records: Records
  let person: [Int32]
  var findings: [Finding] = []
  /// Only what some referrer cell could mean is indexed: a few words, whatever the number of customers.
  private let words: ReferralWords
  /// People by word, in each of the readings.
  private var ids: [[Int32]]
  private var names: [[Int32]]
  private var phones: [[Int32]]
  /// By word: it is the name of a member of staff; it says that nobody is meant.
  private var isStaff: [Bool]
  private var isNobody: [Bool]

  init(_ records: Records) {
    self.records = records
    let rows = records.customers.count
    person = records.person.count == rows ? records.person : (0..<Int32(rows)).map { $0 }
    let words = ReferralWords(records.customers.texts("referrer").pool)
    self.words = words
    ids = Array(repeating: [], count: words.count)
    (names, phones) = (ids, ids)
    isStaff = Array(repeating: false, count: words.count)
    isNobody = isStaff
    guard words.count > 0 else { return }
    index(["customer_id"], &ids, .id)
    index(["name", "guardian_name", "father_name", "mother_name"], &names, .name)
    index(["phone", "guardian_phone"], &phones, .phone)
    let people = records[.staff].texts("name")
    for row in people.codes.indices {
      guard let name = people[row] else { continue }
      let word = words.find(ReferralWords.Reading.name.key(name))
      if word >= 0 { isStaff[Int(word)] = true }
    }
    for name in ["无", "没有", "自来", "自己", "none", "no", "-"] where words.find(name) >= 0 {
      isNobody[Int(words.find(name))] = true
    }
  }

  /// Notes for each word the people of whose fields it is one.
  private func index(_ fields: [String], _ into: inout [[Int32]], _ reading: ReferralWords.Reading) {
    for field in fields where records.customers.has(field) {
      let view = records.customers.texts(field)
      // Each distinct text is looked at once: the word it is, −1 for none, −2 not looked at yet.
      var word = [Int32](repeating: -2, count: view.pool.count)
      for row in view.codes.indices where view.codes[row] != TextPool.none {
        let code = Int(view.codes[row])
        if word[code] == -2 { word[code] = view.pool.withBytes(view.codes[row]) { words.find($0, reading) } }
        if word[code] >= 0, into[Int(word[code])].last != person[row] { into[Int(word[code])].append(person[row]) }
      }
    }
    for i in into.indices where into[i].count > 1 { into[i] = Set(into[i]).sorted() }
  }

  mutating func links() -> [Int32] {
    let referrer = records.customers.texts("referrer")
    var links = [Int32](repeating: Referrals.none, count: referrer.count)
    for row in referrer.codes.indices where referrer.codes[row] != TextPool.none {
      let cell = words.cells[Int(referrer.codes[row])]
      if cell.isBlank { continue }
      let owner = Int(person[row])
      if links[owner] >= 0 { continue }
      let found = resolve(cell, for: Int32(owner))
      if found != Referrals.none || links[owner] == Referrals.none { links[owner] = found }
      let code: String
      switch found {
      case Referrals.unknown: code = "E471"
      case Referrals.ambiguous: code = "E470"
      default: continue
      }
      findings.append(
        Finding(
          Failure.Code(code), .warning, at: records.customers.table.place(row: row, field: "customers.referrer"),
          field: "customers.referrer"))
    }
    return links
  }

  private func resolve(_ cell: ReferralWords.Cell, for owner: Int32) -> Int32 {
    func people(_ lists: [[Int32]], _ word: Int32) -> [Int32] { word < 0 ? [] : lists[Int(word)] }
    let byID = people(ids, cell.id)
    if byID.count == 1 { return byID[0] == owner ? Referrals.none : byID[0] }
    let named = people(names, cell.name)
    let byName = named.contains(owner) ? named.filter { $0 != owner } : named
    let byPhone = people(phones, cell.phone).filter { $0 != owner }
    // A name and a phone in one cell must agree; together they may single out one of several namesakes.
    let both = byPhone.isEmpty ? [] : byName.filter { byPhone.contains($0) }
    for candidates in [both, byName, byPhone] where !candidates.isEmpty {
      return ReferralLinker.one(candidates, records.family)
    }
    if cell.name < 0 || isNobody[Int(cell.name)] { return Referrals.none }
    if isStaff[Int(cell.name)] { return Referrals.staff }
    return named.isEmpty ? Referrals.unknown : Referrals.none
  }

  /// One person, or the first of one family (a parent's name stands for its children).
  private static func one(_ candidates: [Int32], _ family: [Int32]) -> Int32 {
    if candidates.count == 1 { return candidates[0] }
    guard !family.isEmpty, candidates.allSatisfy({ family[Int($0)] == family[Int(candidates[0])] }) else {
      return Referrals.ambiguous
    }
    return candidates.min() ?? Referrals.ambiguous
  }
}

import ByteScanning
import CustomerRecords
import Tabular

/// Finds the customer a referrer cell means: by number, else by name (the pupil's or a guardian's), else by phone.
struct ReferralLinker {
  let records: Records
  let person: [Int32]
  var findings: [Finding] = []
  private var ids: [String: [Int32]] = [:]
  private var names: [String: [Int32]] = [:]
  private var phones: [String: [Int32]] = [:]
  private var staff: Set<String> = []

  init(_ records: Records) {
    self.records = records
    let rows = records.customers.count
    person = records.person.count == rows ? records.person : (0..<Int32(rows)).map { $0 }
    // Only what some referrer cell could mean is indexed: a few keys, whatever the number of customers.
    let referrer = records.customers.texts("referrer")
    let wanted = ReferralWords((0..<UInt32(referrer.pool.count)).map { referrer.pool.string($0) })
    guard !wanted.isEmpty else { return }
    func index(_ field: String, _ into: inout [String: [Int32]], _ reading: ReferralWords.Reading) {
      let view = records.customers.texts(field)
      // Each distinct text is looked at once: the list it belongs to, −1 for none, −2 not looked at yet.
      var list = [Int32](repeating: -2, count: view.pool.count)
      var keys: [String] = []
      var lists: [[Int32]] = []
      for row in view.codes.indices where view.codes[row] != TextPool.none {
        let code = Int(view.codes[row])
        if list[code] == -2 {
          list[code] = -1
          if !view.pool.withBytes(view.codes[row], { wanted.rulesOut($0, reading) }) {
            let key = reading.key(view.pool.string(view.codes[row]))
            if !key.isEmpty, wanted.contains(key) {
              list[code] = Int32(keys.count)
              keys.append(key)
              lists.append([])
            }
          }
        }
        if list[code] >= 0 { lists[Int(list[code])].append(Int32(row)) }
      }
      for (key, rows) in zip(keys, lists) { into[key, default: []] += rows }
    }
    index("customer_id", &ids, .id)
    for field in ["name", "guardian_name", "father_name", "mother_name"] { index(field, &names, .name) }
    for field in ["phone", "guardian_phone"] { index(field, &phones, .phone) }
    (ids, names, phones) = (people(ids), people(names), people(phones))
    let people = records[.staff].texts("name")
    for row in people.codes.indices {
      if let name = people[row] { staff.insert(ReferralWords.Reading.name.key(name)) }
    }
  }

  mutating func links() -> [Int32] {
    let referrer = records.customers.texts("referrer")
    var links = [Int32](repeating: Referrals.none, count: referrer.count)
    for row in referrer.codes.indices {
      guard let cell = referrer[row], !cell.trimmed.isEmpty else { continue }
      let owner = Int(person[row])
      if links[owner] >= 0 { continue }
      let found = resolve(cell, for: owner)
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

  private func resolve(_ cell: String, for owner: Int) -> Int32 {
    let byID = ids[ReferralWords.Reading.id.key(cell)] ?? []
    if byID.count == 1 { return byID[0] == Int32(owner) ? Referrals.none : byID[0] }
    let name = ReferralWords.Reading.name.key(cell)
    let byName = (names[name] ?? []).filter { $0 != Int32(owner) }
    let byPhone = (phones[ReferralWords.Reading.phone.key(cell)] ?? []).filter { $0 != Int32(owner) }
    // A name and a phone in one cell must agree; together they may single out one of several namesakes.
    let both = byPhone.isEmpty ? [] : byName.filter { byPhone.contains($0) }
    for candidates in [both, byName, byPhone] where !candidates.isEmpty {
      return ReferralLinker.one(candidates, records.family)
    }
    if name.isEmpty || ["无", "没有", "自来", "自己", "none", "no", "-"].contains(name) { return Referrals.none }
    if staff.contains(name) { return Referrals.staff }
    return names[name]?.contains(Int32(owner)) == true ? Referrals.none : Referrals.unknown
  }

  /// Whose rows they are, everybody once.
  private func people(_ rows: [String: [Int32]]) -> [String: [Int32]] {
    rows.mapValues { rows in
      var seen: Set<Int32> = []
      return rows.map { person[Int($0)] }.filter { seen.insert($0).inserted }
    }
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

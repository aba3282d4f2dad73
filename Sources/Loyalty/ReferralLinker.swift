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
    var wanted: Set<String> = []
    for code in 0..<UInt32(referrer.pool.count) { wanted.formUnion(ReferralLinker.keys(referrer.pool.string(code))) }
    guard !wanted.isEmpty else { return }
    func index(_ field: String, _ into: inout [String: [Int32]], _ key: (String) -> String) {
      let view = records.customers.texts(field)
      for row in view.codes.indices where view.codes[row] != TextPool.none {
        let key = key(view.pool.string(view.codes[row]))
        if !key.isEmpty, wanted.contains(key) { into[key, default: []].append(Int32(row)) }
      }
    }
    index("customer_id", &ids) { $0.trimmed.lowercased() }
    for field in ["name", "guardian_name", "father_name", "mother_name"] {
      index(field, &names) { ReferralLinker.plain($0) }
    }
    for field in ["phone", "guardian_phone"] { index(field, &phones) { ReferralLinker.digits($0) } }
    let people = records[.staff].texts("name")
    for row in people.codes.indices { if let name = people[row] { staff.insert(ReferralLinker.plain(name)) } }
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
    let byID = people(ids[cell.trimmed.lowercased()] ?? [])
    if byID.count == 1 { return byID[0] == Int32(owner) ? Referrals.none : byID[0] }
    let name = ReferralLinker.plain(cell)
    let byName = people(names[name] ?? []).filter { $0 != Int32(owner) }
    let byPhone = people(phones[ReferralLinker.digits(cell)] ?? []).filter { $0 != Int32(owner) }
    // A name and a phone in one cell must agree; together they may single out one of several namesakes.
    let both = byName.filter { byPhone.contains($0) }
    for candidates in [both, byName, byPhone] where !candidates.isEmpty {
      return ReferralLinker.one(candidates, records.family)
    }
    if name.isEmpty || ["无", "没有", "自来", "自己", "none", "no", "-"].contains(name) { return Referrals.none }
    if staff.contains(name) { return Referrals.staff }
    return names[name]?.contains(where: { person[Int($0)] == Int32(owner) }) == true
      ? Referrals.none : Referrals.unknown
  }

  private func people(_ rows: [Int32]) -> [Int32] {
    var seen: [Int32] = []
    for row in rows where !seen.contains(person[Int(row)]) { seen.append(person[Int(row)]) }
    return seen
  }

  /// One person, or the first of one family (a parent's name stands for its children).
  private static func one(_ candidates: [Int32], _ family: [Int32]) -> Int32 {
    if candidates.count == 1 { return candidates[0] }
    let families = Set(candidates.map { family.isEmpty ? -$0 - 1 : family[Int($0)] })
    return families.count == 1 ? candidates.min() ?? Referrals.ambiguous : Referrals.ambiguous
  }

  private static func keys(_ cell: String) -> [String] { [cell.trimmed.lowercased(), plain(cell), digits(cell)] }

  /// A name without blanks, digits, brackets and what stands in them.
  private static func plain(_ cell: String) -> String {
    var out = ""
    var depth = 0
    for character in cell.lowercased() {
      if "(（[【".contains(character) { depth += 1 }
      if depth == 0, !character.isWhitespace, !(character.isASCII && (character.isNumber || "+-".contains(character))) {
        out.append(character)
      }
      if ")）]】".contains(character) { depth = max(0, depth - 1) }
    }
    return out
  }

  /// The last eleven digits of a number of at least seven; empty for anything shorter.
  private static func digits(_ cell: String) -> String {
    let digits = cell.unicodeScalars.compactMap { scalar -> Character? in
      switch scalar.value {
      case 0x30...0x39: return Character(scalar)
      case 0xFF10...0xFF19: return Unicode.Scalar(scalar.value - 0xFEE0).map { Character($0) }
      default: return nil
      }
    }
    return digits.count < 7 ? "" : String(digits.suffix(11))
  }
}

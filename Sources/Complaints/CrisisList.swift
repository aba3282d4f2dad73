package import CustomerRecords
package import Tabular

/// Customers somebody should look at today, and why.
package struct CrisisList: Sendable {
  package enum Reason: UInt8, Sendable, CaseIterable {
    case refundAsked, secondComplaint, stronglyNegative, influential, promiseBroken, unanswered
  }
  package struct Entry: Sendable {
    package var customer: Int32
    package var reasons: [Reason]
    /// The latest day any of the reasons arose.
    package var latest: Day
  }

  /// Most reasons first, then the latest.
  package let entries: [Entry]

  /// - Parameters:
  ///   - mood: of each visit row (NaN = nothing said); at most -2 within *90* days counts as strongly negative.
  ///   - descendants: enrolled people each customer row brought; *3* and more make an open complaint influential.
  package init(_ records: Records, cases: CaseBook, mood: [Double] = [], descendants: [Int] = [], settings: Settings) {
    let asOf = records.asOf
    let window = settings.integer("crisis_days", or: 90)
    var found: [Int32: (reasons: Set<Reason>, latest: Day)] = [:]
    func add(_ customer: Int32, _ reason: Reason, _ day: Day) {
      guard customer >= 0 else { return }
      var entry = found[customer] ?? ([], day)
      entry.reasons.insert(reason)
      entry.latest = max(entry.latest, day)
      found[customer] = entry
    }
    func person(_ row: Int32) -> Int32 { row >= 0 && !records.person.isEmpty ? records.person[Int(row)] : row }
    var complaints: [Int32: Int] = [:]
    let refundWords = settings.words("refund_words").map { $0.lowercased() }
    var asksBack = Saying(records.complaints.texts("content"), refundWords)
    for one in cases.cases {
      if one.kind == .complaints, one.isOpen || asOf - one.opened <= window, asksBack[Int(one.row)] {
        add(one.customer, .refundAsked, one.opened)
      }
      if one.kind == .complaints, asOf - one.opened <= window * 4 { complaints[one.customer, default: 0] += 1 }
      let recent = one.isOpen || asOf - one.opened <= window
      if one.kind == .complaints, recent, complaints[one.customer] ?? 0 >= 2 {
        add(one.customer, .secondComplaint, one.opened)
      }
      if one.isOpen, let promised = one.promised, promised < asOf { add(one.customer, .promiseBroken, promised) }
      if one.isOpen, one.kind == .complaints, one.firstAnswer == nil, asOf - one.opened > 1 {
        add(one.customer, .unanswered, one.opened)
      }
      if one.isOpen, one.customer >= 0, descendants.indices.contains(Int(one.customer)),
        descendants[Int(one.customer)] >= 3
      {
        add(one.customer, .influential, one.opened)
      }
    }
    let enrolments = records.enrolments
    let owners = records.customerRow(of: .enrolments)
    let refunds = enrolments.numbers("refund")
    let ends = enrolments.days("end_date")
    let bought = enrolments.days("purchase_date")
    for row in 0..<enrolments.count where (refunds[row] ?? 0) > 0 {
      // A course that would still run, or was bought lately, was asked back lately.
      guard let day = bought[row], (ends[row].map { $0 >= asOf } ?? false) || asOf - day <= window else { continue }
      add(person(owners[row]), .refundAsked, day)
    }
    let visits = records.visits
    let visitOwners = records.customerRow(of: .visits)
    let days = visits.days("visit_date")
    var saying = ["feedback", "problem"].map { Saying(visits.texts($0), refundWords) }
    for row in 0..<visits.count {
      guard let day = days[row], day <= asOf, asOf - day <= window else { continue }
      for i in saying.indices where saying[i][row] { add(person(visitOwners[row]), .refundAsked, day) }
    }
    for row in mood.indices where mood[row] <= -2 {
      if let day = days[row], day <= asOf, asOf - day <= window {
        add(person(visitOwners[row]), .stronglyNegative, day)
      }
    }
    entries = found.map {
      Entry(customer: $0.key, reasons: $0.value.reasons.sorted { $0.rawValue < $1.rawValue }, latest: $0.value.latest)
    }
    .sorted {
      ($1.reasons.count, $1.latest.rawValue, $0.customer) < ($0.reasons.count, $0.latest.rawValue, $1.customer)
    }
  }
}

/// Which rows of a column hold one of some words; every text is looked at once.
private struct Saying {
  private let view: TextView
  private let words: [String]
  private var known: [UInt32: Bool] = [:]

  init(_ view: TextView, _ words: [String]) {
    self.view = view
    self.words = words
  }

  subscript(row: Int) -> Bool {
    mutating get {
      guard view.codes.indices.contains(row), view.codes[row] != TextPool.none else { return false }
      let code = view.codes[row]
      if let known = known[code] { return known }
      let text = view.pool.string(code).lowercased()
      let says = words.contains { text.contains($0) }
      known[code] = says
      return says
    }
  }
}

package import Tabular

/// Ages of customers at as-of, and who counts as a child (privacy.md "Minors").
package struct CustomerAge: Sendable {
  /// Completed years by customer row; nil where nothing tells. From the birthday, else the identity card, else the age
  /// stated at registration plus the full years since (the least it can be).
  package let years: [Int?]
  /// By customer row: below `child_below`, or of unknown age and not known to be grown up.
  package let isMinor: [Bool]

  package init(_ records: Records, settings: Settings = .standard) {
    self.init(records.customers, asOf: records.asOf, childBelow: settings.integer("child_below", or: 15))
  }

  package init(_ customers: RecordTable, asOf: Day, childBelow: Int) {
    let birthdays = customers.days("birthday")
    let cards = customers.texts("id_card")
    let stated = customers.numbers("age")
    let registered = customers.days("registered_on")
    let kinds = customers.texts("kind")
    let stages = SchoolStage.stages(of: customers, years: nil)
    var years: [Int?] = []
    var minors: [Bool] = []
    years.reserveCapacity(customers.count)
    minors.reserveCapacity(customers.count)
    for row in 0..<customers.count {
      var age: Int?
      if let born = birthdays[row] ?? cards[row].flatMap(CustomerAge.birthday(idCard:)) {
        age = CustomerAge.completedYears(from: born, to: asOf)
      } else if let said = stated[row] {
        let since = registered[row].map { max(0, CustomerAge.completedYears(from: $0, to: asOf)) } ?? 0
        age = Int(said) + since
      }
      years.append(age)
      if let age {
        minors.append(age < childBelow)
      } else {
        switch (kinds[row], stages[row]) {
        case ("家长", _), ("学校", _), ("机构", _), ("合作方", _): minors.append(false)
        case (_, .university?), (_, .adult?): minors.append(false)
        // Unknown, or a pupil of unknown age: the stricter.
        default: minors.append(true)
        }
      }
    }
    self.years = years
    isMinor = minors
  }

  /// Full years from one day to another; someone born on 29 February turns on 1 March in common years.
  package static func completedYears(from born: Day, to day: Day) -> Int {
    let (a, b) = (born.civil, day.civil)
    return b.year - a.year - ((b.month, b.day) < (a.month, a.day) ? 1 : 0)
  }

  /// The birthday in an identity card number whose check digit holds; nil else.
  package static func birthday(idCard: String) -> Day? {
    let digits = Array(idCard.utf8)
    func number(_ range: Range<Int>) -> Int? { Int(String(decoding: digits[range], as: UTF8.self)) }
    if digits.count == 18, digits.dropLast().allSatisfy(DateTokens.isDigit),
      CodeReading.checkDigit(digits[..<17]) == digits[17], let y = number(6..<10), let m = number(10..<12),
      let d = number(12..<14)
    {
      return Day(year: y, month: m, day: d)
    }
    if digits.count == 15, digits.allSatisfy(DateTokens.isDigit), let y = number(6..<8), let m = number(8..<10),
      let d = number(10..<12)
    {
      return Day(year: 1900 + y, month: m, day: d)
    }
    return nil
  }
}

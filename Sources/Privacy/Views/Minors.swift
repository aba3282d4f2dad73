package import CustomerRecords
import Tabular

/// Which customers are children (privacy.md "Minors").
package enum Minors {
  /// For each customer row: true below `child_below` completed years at as-of, and where the age is unknown and the
  /// customer is a student or of no known kind.
  ///
  /// The birthday counts first, then that of the identity card, then the age column.
  package static func flags(_ records: Records, settings: Settings) -> [Bool] {
    let below = settings.integer("child_below", or: 15)
    let customers = records.customers
    let birthdays = customers.days("birthday")
    let ages = customers.numbers("age")
    let kinds = customers.texts("kind")
    let cards = customers.texts("id_card")
    let adults = Set(["家长", "学校", "机构", "合作方"].compactMap(kinds.code(of:)))
    return (0..<customers.count).map { row in
      if let birthday = birthdays[row], let age = Bands.age(from: birthday, asOf: records.asOf) { return age < below }
      if let card = cards[row], let birthday = birthday(onCard: card),
        let age = Bands.age(from: birthday, asOf: records.asOf)
      {
        return age < below
      }
      if let age = ages[row], age >= 0, age < 150 { return Int(age) < below }
      return !adults.contains(kinds.codes[row])
    }
  }

  static func birthday(onCard number: String) -> Day? {
    let card = IDCard.upgraded(number) ?? number
    guard IDCard.isValid(card) else { return nil }
    let digits = Array(card.utf8)
    func part(_ range: Range<Int>) -> Int { digits[range].reduce(0) { $0 * 10 + Int($1 - 0x30) } }
    return Day(year: part(6..<10), month: part(10..<12), day: part(12..<14))
  }
}

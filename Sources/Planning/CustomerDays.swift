import CustomerRecords
import Tabular

/// The days of each customer that visits are asked for around, and the holidays of everybody.
struct CustomerDays: Sendable {
  let birthdays: [Int32]
  let exams: [Int32]
  let registered: [Int32]
  /// Birthdays that stand in the sheet by the lunar calendar, and their days of these years, by person.
  let lunar: [Int32: [Day]]
  let greetings: [(day: Int32, holiday: Int32)]
  /// An institution the school works with: nobody to be greeted.
  let isPartner: [Bool]
  private let asOf: Int32

  /// - Parameters:
  ///   - first, last: between these days a visit may be asked for.
  init(_ inputs: PlanInputs, _ first: Int32, _ last: Int32) {
    birthdays = CustomerDays.known(inputs, "birthday")
    exams = CustomerDays.known(inputs, "exam_date")
    registered = CustomerDays.known(inputs, "registered_on")
    lunar = CustomerDays.lunarBirthdays(inputs, first, last)
    greetings = CustomerDays.holidays(inputs.holidays, first, last)
    let kinds = inputs.records.customers.texts("kind")
    let partner = ["合作方", "机构", "学校"].compactMap { kinds.code(of: $0) }
    isPartner = kinds.codes.map { partner.contains($0) }
    asOf = inputs.asOf.rawValue
  }

  /// The last visit of a person up to as-of, reached or not.
  ///
  /// - Parameter visits: of each person, in order of day.
  func lastContact(_ visits: DatedRows, _ person: Int) -> Int32 {
    for i in visits.range(person).reversed() where visits.day(i) <= asOf { return visits.day(i) }
    return Day.missing
  }

  private static func lunarBirthdays(_ inputs: PlanInputs, _ first: Int32, _ last: Int32) -> [Int32: [Day]] {
    let calendar = LunarCalendar()
    var found: [Int32: [Day]] = [:]
    for stray in inputs.records.customers.column("birthday")?.strays ?? [] {
      guard case .text(let text) = stray.cell, let born = LunarBirthday(text) else { continue }
      found[inputs.person(Int32(stray.row))] = born.days(
        from: Day(rawValue: first), to: Day(rawValue: last), calendar)
    }
    return found
  }

  /// A day of each person: from the row that stands for them, else from the first of their rows that knows it.
  private static func known(_ inputs: PlanInputs, _ field: String) -> [Int32] {
    var days = inputs.records.customers.days(field).days
    for row in days.indices where days[row] != Day.missing {
      let person = Int(inputs.person(Int32(row)))
      if days[person] == Day.missing { days[person] = days[row] }
    }
    return days
  }

  private static func holidays(_ holidays: Holidays, _ first: Int32, _ last: Int32) -> [(day: Int32, holiday: Int32)] {
    var days: [(day: Int32, holiday: Int32)] = []
    for year in Day(rawValue: first).year...Day(rawValue: last).year {
      for (i, holiday) in holidays.list.enumerated() where holiday.greets {
        if let day = holidays.day(holiday, in: year), day.rawValue >= first, day.rawValue <= last {
          days.append((day.rawValue, Int32(i)))
        }
      }
    }
    return days.sorted { $0.day < $1.day }
  }
}

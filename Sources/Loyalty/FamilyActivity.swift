import CustomerRecords
import Tabular

/// Purchases and successful referrals by family, ready for windows.
struct FamilyActivity {
  struct Sums {
    var spend = 0.0
    var purchases = 0.0
    var referrals = 0.0

    /// By id of the variable rules ask for.
    static let variables: [String: @Sendable (Sums) -> Double] = [
      "spend_in_window": { $0.spend }, "purchases_in_window": { $0.purchases }, "referrals_in_window": { $0.referrals },
    ]
  }

  /// Family of each customer row, and how many there are.
  let family: [Int32]
  let count: Int
  private let offsets: [Int]
  private let events: [(day: Int32, cents: Int64, kind: UInt8)]

  init(_ records: Records, _ engagement: Engagement, _ referrals: Referrals) {
    let rows = engagement.count
    let given = records.family.count == rows ? records.family : (0..<Int32(rows)).map { $0 }
    // Families are numbered from 0 in order of their first row, whatever numbers the records use.
    var numbers: [Int32: Int32] = [:]
    family = given.map { number in
      if let known = numbers[number] { return known }
      numbers[number] = Int32(numbers.count)
      return Int32(numbers.count - 1)
    }
    count = numbers.count
    var found: [(family: Int32, day: Int32, cents: Int64, kind: UInt8)] = []
    for person in engagement.people.map({ Int($0) }) {
      for i in engagement.purchases.range(person) {
        found.append((family[person], engagement.purchases.days[i], engagement.purchaseCents[i], 0))
      }
      let by = referrals.referrer[person]
      let paid = engagement.firstPaid[person]
      if by >= 0, paid != Day.missing, family[Int(by)] != family[person] { found.append((family[Int(by)], paid, 0, 1)) }
    }
    found.sort { ($0.family, $0.day, $0.kind, $0.cents) < ($1.family, $1.day, $1.kind, $1.cents) }
    var offsets = [Int](repeating: 0, count: count + 1)
    for event in found { offsets[Int(event.family) + 1] += 1 }
    for i in 0..<count { offsets[i + 1] += offsets[i] }
    self.offsets = offsets
    events = found.map { ($0.day, $0.cents, $0.kind) }
  }

  /// The days on which something happened, each once, in order.
  func forEachDay(_ family: Int, _ use: (Int32) -> Void) {
    var last = Day.missing
    for i in offsets[family]..<offsets[family + 1] where events[i].day != last {
      last = events[i].day
      use(last)
    }
  }

  func eventDays(_ family: Int) -> [Int32] { events[offsets[family]..<offsets[family + 1]].map(\.day) }

  func sums(_ family: Int, _ window: ClosedRange<Int32>) -> Sums {
    var sums = Sums()
    var cents: Int64 = 0
    for event in events[offsets[family]..<offsets[family + 1]] where window.contains(event.day) {
      if event.kind == 1 {
        sums.referrals += 1
      } else {
        cents += event.cents
        sums.purchases += 1
      }
    }
    sums.spend = Double(cents) / 100
    return sums
  }

  /// The last day on which the window still held what it holds on `day`: the day before its oldest event leaves.
  func lastQualifying(_ family: Int, _ day: Int32, window: Int32) -> Int32 {
    let inside = eventDays(family).filter { $0 > day - window && $0 <= day }
    return (inside.min() ?? day) + window - 1
  }
}

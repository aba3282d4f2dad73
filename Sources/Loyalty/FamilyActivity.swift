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
  private let offsets: [UInt32]
  private let events: [Event]

  private struct Event: BitwiseCopyable {
    var cents: Int64
    var day: Int32
    var kind: UInt8
  }

  init(_ records: Records, _ engagement: Engagement, _ referrals: Referrals) {
    let numbers = FamilyNumbers(records)
    let family = numbers.of
    let count = numbers.first.count
    // Handed over twice: counted first, then put where they belong.
    func forEachEvent(_ use: (Int, Event) -> Void) {
      for person in engagement.people.lazy.map({ Int($0) }) {
        let own = Int(family[person])
        for i in engagement.purchases.range(person) {
          use(own, Event(cents: engagement.purchaseCents[i], day: engagement.purchases.days[i], kind: 0))
        }
        let by = referrals.referrer[person]
        guard by >= 0, engagement.firstPaid[person] != Day.missing, family[Int(by)] != family[person] else { continue }
        use(Int(family[Int(by)]), Event(cents: 0, day: engagement.firstPaid[person], kind: 1))
      }
    }
    var next = [UInt32](repeating: 0, count: count + 1)
    forEachEvent { family, _ in next[family + 1] += 1 }
    for i in 0..<count { next[i + 1] += next[i] }
    let offsets = next
    var events = [Event](repeating: Event(cents: 0, day: 0, kind: 0), count: Int(next[count]))
    forEachEvent { family, event in
      events[Int(next[family])] = event
      next[family] += 1
    }
    for family in 0..<count {
      events.sortRun(Int(offsets[family])..<Int(offsets[family + 1])) {
        ($0.day, $0.kind, $0.cents) < ($1.day, $1.kind, $1.cents)
      }
    }
    self.family = family
    self.count = count
    self.offsets = offsets
    self.events = events
  }

  private func range(_ family: Int) -> Range<Int> { Int(offsets[family])..<Int(offsets[family + 1]) }

  /// The days on which something happened, each once, in order.
  func forEachDay(_ family: Int, _ use: (Int32) -> Void) {
    var last = Day.missing
    for i in range(family) where events[i].day != last {
      last = events[i].day
      use(last)
    }
  }

  func sums(_ family: Int, _ window: ClosedRange<Int32>) -> Sums {
    var sums = Sums()
    var cents: Int64 = 0
    for i in range(family) where window.contains(events[i].day) {
      if events[i].kind == 1 {
        sums.referrals += 1
      } else {
        cents += events[i].cents
        sums.purchases += 1
      }
    }
    sums.spend = Double(cents) / 100
    return sums
  }

  /// The last day on which the window still held what it holds on `day`: the day before its oldest event leaves.
  func lastQualifying(_ family: Int, _ day: Int32, window: Int32) -> Int32 {
    let oldest = range(family).first { events[$0].day > day - window && events[$0].day <= day }
    return (oldest.map { events[$0].day } ?? day) + window - 1
  }
}

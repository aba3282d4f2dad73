package import Tabular

/// The visits the plan asks for, held against the visits that were made.
package struct VisitPlan: Sendable {
  package enum Status: UInt8, Sendable, CaseIterable, BitwiseCopyable {
    case notYetDue, due, overdue, missed, doneInTime, doneLate
    /// The customer does not want to be contacted.
    case optedOut
    /// Beyond the cap on contacts per customer and month.
    case heldBack
  }

  /// Why a visit serves an item.
  package enum Match: UInt8, Sendable, BitwiseCopyable {
    /// The row of the work list was filled in: its token stands in the log.
    case token
    /// The visit is of the rule's own type.
    case type
    /// The visit has no type, or one no rule of the plan asks for.
    case untyped
    /// The rule ends a silence, and any conversation does that.
    case contact
  }

  package struct Item: Sendable, BitwiseCopyable {
    /// Row of the customer (the one that stands for the person).
    package var customer: Int32
    /// Index into `rules`.
    package var rule: Int32
    /// First and last day on which the visit is in time.
    package var from: Day
    package var until: Day
    /// The day of what triggered it.
    package var trigger: Day
    /// Row in the table the trigger came from (enrolments, complaints, visits), -1 where there is none.
    package var source: Int32
    /// Holiday index where the trigger is a holiday, else -1.
    package var holiday: Int32
    package var status: Status
    /// The visit (row of the visits table) that serves it, -1 where none does.
    package var visit: Int32
    /// Attempts inside the window that reached nobody.
    package var attempts: Int32
    package var match: Match?
  }

  package let asOf: Day
  package let rules: [PlanRule]
  package let holidays: Holidays
  /// Sorted by customer, then `from`, then rule.
  package var items: [Item]
  /// For each customer row: how many more contacts the cap leaves after those of the last 30 days and the open items.
  package var room: [Int16] = []

  /// Items by status, over all that were due by as-of where asked for.
  package func count(_ status: Status) -> Int { items.reduce(0) { $0 + ($1.status == status ? 1 : 0) } }

  /// Due by as-of: everything the plan asked for whose window has opened, people who opted out left aside.
  package var asked: Int {
    items.reduce(0) { sum, item in
      switch item.status {
      case .due, .overdue, .missed, .doneInTime, .doneLate: return sum + 1
      case .notYetDue, .optedOut, .heldBack: return sum
      }
    }
  }
}

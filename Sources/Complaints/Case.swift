package import CustomerRecords
package import Tabular

/// A complaint, or a problem a customer named in a visit: one thing to be solved, with its dates.
package struct Case: Sendable {
  package enum Stage: UInt8, Sendable, CaseIterable {
    /// Nobody has answered yet.
    case received
    case answered
    /// The cause is known (process or management).
    case explained
    case solved
    /// Solved, and the customer was asked afterwards whether they are content.
    case followedUp
  }

  package var kind: TableKind
  /// Row of the complaints or visits table.
  package var row: Int32
  /// Row of the customer that stands for the person, -1 unknown.
  package var customer: Int32
  package var opened: Day
  package var firstAnswer: Day?
  package var promised: Day?
  package var solved: Day?
  package var askedBack: Day?
  package var category: String?
  package var cause: String?
  package var owner: String?
  /// Yuan.
  package var cost: Double?
  /// 1…5 after handling.
  package var content: Double?
  package var hasCorrectiveAction: Bool
  package var stage: Stage
  /// An earlier case of the same person and category was solved at most 60 days before this one opened.
  package var isReopening: Bool

  package var isOpen: Bool { solved == nil }

  /// Days open at `asOf`, or until it was solved.
  package func age(_ asOf: Day) -> Int { (solved ?? asOf) - opened }

  /// Promised for a day that has gone, or solved later than promised.
  package func brokePromise(_ asOf: Day) -> Bool {
    guard let promised else { return false }
    return (solved ?? asOf) > promised
  }
}

import CustomerRecords
import Tabular

/// A visit as it is counted again and again: what most sums ask of it stands side by side, in order of person.
struct Contact: BitwiseCopyable, Sendable {
  /// Representative customer row; -1 = nobody known.
  let person: Int32
  let day: Int32
  /// Of the visits table.
  let row: Int32
  private let marks: UInt16
  /// One more than the number of its label in each field of `VisitLabels`; 0 = none. Only where they fit.
  fileprivate let labels: (UInt16, UInt16, UInt16, UInt16, UInt16)

  init(_ log: VisitLog, _ labels: VisitLabels, _ row: Int) {
    person = log.person[row]
    day = log.day[row]
    self.row = Int32(row)
    var marks = UInt16(log.csat[row]) << 8
    if log.reached[row] { marks |= 1 }
    if log.nps[row] >= 0 { marks |= 2 }
    if !log.minutes[row].isNaN { marks |= 4 }
    if !log.cost[row].isNaN { marks |= 8 }
    self.marks = marks
    self.labels = labels.narrow(row)
  }

  /// Somebody was spoken to, came, or answered.
  @inline(__always)
  var isReached: Bool { marks & 1 != 0 }
  @inline(__always)
  var hasScore: Bool { marks & 2 != 0 }
  @inline(__always)
  var isTimed: Bool { marks & 4 != 0 }
  @inline(__always)
  var isPriced: Bool { marks & 8 != 0 }
  /// 1–5, 0 = no valid answer.
  @inline(__always)
  var stars: Int { Int(marks >> 8) }
}

/// The text columns of visits that are counted by, as numbers.
struct VisitLabels: Sendable {
  static let fields = ["channel", "staff", "visit_type", "script", "outcome"]
  /// The position of the type of a visit among them.
  static let type = 2
  /// By field; nil where the sheet has no such column.
  private let labels: [TextLabels?]
  /// No field has more labels than sixteen bits tell apart.
  private let fits: Bool

  init(_ records: Records) {
    labels = VisitLabels.fields.map { records.visits.has($0) ? TextLabels(records.visits.texts($0)) : nil }
    fits = labels.allSatisfy { ($0?.names.count ?? 0) < Int(UInt16.max) }
  }

  /// The names of a field's labels; nil where the sheet has no such column.
  func names(_ field: String) -> [String]? { VisitLabels.fields.firstIndex(of: field).flatMap { labels[$0]?.names } }

  /// Where a visit stands among the labels of a field: one more than their number, 0 for none.
  @inline(__always)
  func slot(_ field: Int, _ visit: Contact) -> Int {
    if !fits { return labels[field].map { Int($0.number(Int(visit.row))) + 1 } ?? 0 }
    switch field {
    case 0: return Int(visit.labels.0)
    case 1: return Int(visit.labels.1)
    case 2: return Int(visit.labels.2)
    case 3: return Int(visit.labels.3)
    default: return Int(visit.labels.4)
    }
  }

  fileprivate func narrow(_ row: Int) -> (UInt16, UInt16, UInt16, UInt16, UInt16) {
    func one(_ field: Int) -> UInt16 {
      guard fits, let labels = labels[field] else { return 0 }
      return UInt16(labels.number(row) + 1)
    }
    return (one(0), one(1), one(2), one(3), one(4))
  }
}

import CustomerRecords
import Tabular

/// A visit as it is counted again and again: what most sums ask of it stands side by side, in order of person.
struct Contact: BitwiseCopyable, Sendable {
  /// Representative customer row; -1 = nobody known.
  let person: Int32
  let day: Int32
  /// Of the visits table.
  let row: Int32
  fileprivate let tags: Tags

  /// What is known of a visit by its row alone.
  struct Tags: BitwiseCopyable {
    /// One more than the number of its label in each field of `VisitLabels`; 0 = none. Only where they fit.
    fileprivate var labels: (UInt16, UInt16, UInt16, UInt16, UInt16) = (0, 0, 0, 0, 0)
    fileprivate var marks: UInt16 = 0
  }

  init(person: Int32, day: Int32, row: Int, _ tags: Tags) {
    self.person = person
    self.day = day
    self.row = Int32(row)
    self.tags = tags
  }

  /// Somebody was spoken to, came, or answered.
  @inline(__always)
  var isReached: Bool { tags.marks & 1 != 0 }
  @inline(__always)
  var hasScore: Bool { tags.marks & 2 != 0 }
  @inline(__always)
  var isTimed: Bool { tags.marks & 4 != 0 }
  @inline(__always)
  var isPriced: Bool { tags.marks & 8 != 0 }
  /// 1–5, 0 = no valid answer.
  @inline(__always)
  var stars: Int { Int(tags.marks >> 8) }
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
    case 0: return Int(visit.tags.labels.0)
    case 1: return Int(visit.tags.labels.1)
    case 2: return Int(visit.tags.labels.2)
    case 3: return Int(visit.tags.labels.3)
    default: return Int(visit.tags.labels.4)
    }
  }

  /// What is known of each visit by its row alone. Column by column: a row of all of them would be looked for in ten
  /// places.
  func tags(_ log: VisitLog) -> [Contact.Tags] {
    let (reached, nps, csat, minutes, cost) = (log.reached, log.nps, log.csat, log.minutes, log.cost)
    var tags = [Contact.Tags](repeating: Contact.Tags(), count: log.count)
    for row in tags.indices {
      var marks = UInt16(csat[row]) << 8
      if reached[row] { marks |= 1 }
      if nps[row] >= 0 { marks |= 2 }
      if !minutes[row].isNaN { marks |= 4 }
      if !cost[row].isNaN { marks |= 8 }
      tags[row].marks = marks
    }
    guard fits else { return tags }
    if let labels = labels[0] { for row in tags.indices { tags[row].labels.0 = UInt16(labels.number(row) + 1) } }
    if let labels = labels[1] { for row in tags.indices { tags[row].labels.1 = UInt16(labels.number(row) + 1) } }
    if let labels = labels[2] { for row in tags.indices { tags[row].labels.2 = UInt16(labels.number(row) + 1) } }
    if let labels = labels[3] { for row in tags.indices { tags[row].labels.3 = UInt16(labels.number(row) + 1) } }
    if let labels = labels[4] { for row in tags.indices { tags[row].labels.4 = UInt16(labels.number(row) + 1) } }
    return tags
  }
}

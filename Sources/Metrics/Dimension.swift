package import CustomerRecords

/// What every number can be split by.
package enum Dimension: String, Sendable, CaseIterable, Hashable {
  case channel, course, stage, grade, tier, campus, staff, region
  case valueClass = "value_class"
  case teacher, campaign

  /// The column it comes from; nil where only rules tell.
  package var field: (table: TableKind, name: String)? {
    switch self {
    case .channel: (.customers, "source_channel")
    case .course: (.enrolments, "course")
    case .stage: (.customers, "stage")
    case .grade: (.customers, "intent_proposed")
    case .tier: (.customers, "tier")
    case .campus: (.customers, "campus")
    case .staff: (.customers, "owner")
    case .region: (.customers, "region")
    case .teacher: (.enrolments, "teacher")
    case .campaign: (.customers, "campaign")
    case .valueClass: nil
    }
  }
}

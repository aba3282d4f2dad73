/// The record tables the house knows (templates/rules/fields.csv).
package enum TableKind: String, Sendable, CaseIterable, Hashable, BitwiseCopyable {
  case customers, visits, enrolments, complaints, points, surveys, scores, staff, consents, recipients, campaigns
}

/// What every number can be split by.
package enum Dimension: String, Sendable, CaseIterable, Hashable {
  case channel, course, stage, grade, tier, campus, staff, region
  case valueClass = "value_class"
  case teacher, campaign
}

package import CustomerRecords
import Tabular

/// What the planner needs to know besides the rules. Arrays are by customer row; empty = not known for anybody.
package struct PlanInputs: Sendable {
  package var records: Records
  package var engagement: Engagement
  package var intent: [String?]
  package var tier: [String?]
  package var stage: [String?]
  package var settings: Settings
  package var holidays: Holidays
  /// How far back and ahead of as-of the plan looks, in days.
  package var back: Int
  package var ahead: Int

  package init(
    records: Records, engagement: Engagement, intent: [String?] = [], tier: [String?] = [], stage: [String?] = [],
    settings: Settings, holidays: Holidays, back: Int = 365, ahead: Int = 30
  ) {
    self.records = records
    self.engagement = engagement
    self.intent = intent
    self.tier = tier
    self.stage = stage
    self.settings = settings
    self.holidays = holidays
    self.back = back
    self.ahead = ahead
  }

  var asOf: Day { records.asOf }

  func person(_ customer: Int32) -> Int32 { records.person.isEmpty ? customer : records.person[Int(customer)] }
}

package import CustomerRecords
import Tabular

/// What the planner needs to know besides the rules. Arrays are by customer row; empty = not known for anybody.
package struct PlanInputs: Sendable {
  package var records: Records
  let log: PlanLog
  package var engagement: Engagement
  package var intent: PlanMarks
  package var tier: PlanMarks
  package var stage: PlanMarks
  package var settings: Settings
  package var holidays: Holidays
  /// How far back and ahead of as-of the plan looks, in days.
  package var back: Int
  package var ahead: Int

  package init(
    records: Records, engagement: Engagement, intent: PlanMarks = [], tier: PlanMarks = [], stage: PlanMarks = [],
    settings: Settings, holidays: Holidays, back: Int = 365, ahead: Int = 30, log: PlanLog? = nil
  ) {
    self.records = records
    self.log = log ?? PlanLog(records)
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

/// What a field's cells mean, and so how they are read (fields.csv, column `type`).
package enum FieldType: String, Sendable, Hashable {
  /// Text lane.
  case text
  case freeText = "free text"
  case phone, email
  /// Text lane with canonical values (templates/rules/choices.csv); values nobody listed are kept as they stand.
  case choice
  /// Day lane; a time of day goes to the companion column `<field>_time` (number lane, kind time).
  case date
  /// Number lanes. Money in yuan (or the sheet's currency), percent as a fraction.
  case number, integer, money, percent
  case csat = "1-5"
  case nps = "0-10"
  /// Number lane of kind boolean.
  case yesNo = "yes/no"
}

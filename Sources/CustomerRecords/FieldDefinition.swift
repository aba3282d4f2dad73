package import Tabular

/// One field of the catalogue: what its cells mean, how sensitive it is, what people call it.
package struct FieldDefinition: Sendable {
  package let id: FieldID
  package let table: TableKind
  /// `phone` of `customers.phone`.
  package let name: String
  package let type: FieldType
  package let fieldClass: FieldClass
  /// Headers people use, the best first; the first is what the program writes.
  package let zh: [String]
  package let en: [String]

  package init(
    table: TableKind, name: String, type: FieldType, fieldClass: FieldClass, zh: [String], en: [String]
  ) {
    id = FieldID(table.rawValue, name)
    self.table = table
    self.name = name
    self.type = type
    self.fieldClass = fieldClass
    self.zh = zh
    self.en = en
  }

  /// Codes and numbers that are names, not quantities: kept as text whatever the sheet made of them.
  package var isCode: Bool {
    name.hasSuffix("_id") || ["id_card", "bank_card", "qq", "wechat"].contains(name)
  }

  /// Names of people.
  package var isPersonName: Bool {
    type == .text && fieldClass == .direct
      && !["id_card", "bank_card", "address", "wechat", "qq", "contact"].contains(name)
  }

  /// Dates that lie in the future by their nature: never set a row aside, never become as-of.
  package var isPlanned: Bool {
    [
      "expected_enrol_date", "exam_date", "next_date", "promised_on", "start_date", "end_date", "expires_on",
      "valid_until",
    ].contains(name) && !(table == .scores && name == "exam_date")
  }
}

package import CustomerRecords
package import Localisation
package import Tabular

/// What a customer gets on an occasion, by tier (`rules/gifts.csv`): shown to who makes the visit.
package struct GiftRules: Sendable {
  private var zh: [String: String] = [:]
  private var en: [String: String] = [:]

  package init() {}

  /// Columns: occasion (生日 birthday, or a holiday's name in zh or en), tier (empty = all), gift in zh and en.
  package init(grid: Grid, choices: ChoiceBook = .standard) {
    let field = FieldCatalogue.standard.definition("customers.tier")
    for row in grid.rows.indices.dropFirst() {
      let occasion = grid.text(row, 0).lowercased()
      if occasion.isEmpty { continue }
      let tier = grid.text(row, 1)
      let key = occasion + "|" + (field.flatMap { choices.canonical(tier, of: $0) } ?? tier)
      zh[key] = grid.text(row, 2)
      en[key] = grid.text(row, 3)
    }
  }

  package func gift(_ item: VisitPlan.Item, _ plan: VisitPlan, tier: String?, _ language: Language) -> String? {
    let list = language == .zh ? zh : en
    var occasions: [String] = []
    if plan.rules[Int(item.rule)].trigger == .birthday { occasions = ["生日", "birthday"] }
    if item.holiday >= 0 {
      let holiday = plan.holidays.list[Int(item.holiday)]
      occasions = [holiday.zh.lowercased(), holiday.en.lowercased()]
    }
    for occasion in occasions {
      for tier in [tier, ""] {
        if let tier, let gift = list[occasion + "|" + tier], !gift.isEmpty { return gift }
      }
    }
    return nil
  }
}

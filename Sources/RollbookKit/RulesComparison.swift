import CustomerRecords
package import Incentives
import Localisation

/// `rules diff`: who would change under other rules.
package enum RulesComparison {
  package static func run(old: String?, new: String?, _ options: InputOptions) throws -> (
    diff: RulesDiff, ids: [String]
  ) {
    var before = options
    before.rules = old
    let institution = try Institution.open(before)
    let changed = try HouseRules.load(new)
    let records = institution.records
    let standing = try Standing(
      records, engagement: institution.engagement, settings: institution.rules.settings, rules: institution.rules.book)
    let other = try Standing(
      records, engagement: Engagement(records, settings: changed.settings), settings: changed.settings,
      rules: changed.book)
    let ids = records.customers.texts("customer_id")
    return (RulesDiff(standing, other), (0..<records.customers.count).map { ids[$0] ?? String($0 + 1) })
  }
}

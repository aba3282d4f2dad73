package import ByteScanning
package import CustomerRecords
package import Tabular

extension PlanRule {
  /// Ten years: what lies farther off is a slip of the hand.
  private static let longest = 3660

  /// Reads the visit plan sheet (`rules/visit_plan.csv`). Throws the first defect with its cell: `E704` unknown
  /// trigger, `E705` a window below 0 or no number, `E706` unknown owner, `E707` a number the trigger needs is missing,
  /// `E708` the id stands twice.
  package static func read(_ grid: Grid, choices: ChoiceBook = .standard) throws(Failure) -> [PlanRule] {
    var rules: [PlanRule] = []
    func canonical(_ text: String, _ field: FieldID) -> String {
      FieldCatalogue.standard.definition(field).flatMap { choices.canonical(text, of: $0) } ?? text
    }
    for row in grid.rows.indices.dropFirst() {
      func fail(_ code: Failure.Code, _ column: Int, _ arguments: [String] = []) -> Failure {
        grid.failure(code, row, column, arguments)
      }
      func number(_ column: Int, or fallback: Int) throws(Failure) -> Int {
        let text = grid.text(row, column)
        if text.isEmpty { return fallback }
        guard let value = Int(text), abs(value) <= PlanRule.longest else { throw fail("E705", column) }
        return value
      }
      let id = grid.text(row, 0)
      if id.isEmpty { continue }
      if rules.contains(where: { $0.id == id }) { throw fail("E708", 0, [id]) }
      let word = grid.text(row, 3).lowercased()
      guard let trigger = Trigger.words[word] else {
        throw fail("E704", 3, [NearestWord.of(word, among: Trigger.words.keys.sorted()) ?? ""])
      }
      let ownerWord = grid.text(row, 9).lowercased()
      guard let owner = Owner.words[ownerWord] else {
        throw fail("E706", 9, [NearestWord.of(ownerWord, among: Owner.words.keys.sorted()) ?? ""])
      }
      if trigger.needsDays, grid.text(row, 4).isEmpty { throw fail("E707", 4) }
      let window = try number(6, or: 0)
      if window < 0 { throw fail("E705", 6) }
      let channel = grid.text(row, 8)
      func words(_ column: Int, _ field: FieldID) -> Set<String> {
        Set(
          grid.text(row, column).split(whereSeparator: { ",，、|;；".contains($0) })
            .map { canonical(String($0).trimmed, field) })
      }
      rules.append(
        PlanRule(
          id: id, zh: grid.text(row, 1), en: grid.text(row, 2), trigger: trigger, days: try number(4, or: 0),
          offset: try number(5, or: 0), window: window, type: canonical(grid.text(row, 7), "visits.visit_type"),
          channel: ["", "首选", "preferred"].contains(channel.lowercased()) ? nil : canonical(channel, "visits.channel"),
          owner: owner,
          script: grid.text(row, 10), intents: words(11, "visits.intent"), tiers: words(12, "customers.tier"),
          stages: words(13, "customers.stage"),
          shared: ["是", "yes"].contains(grid.text(row, 14).lowercased()), priority: try number(15, or: 5),
          address: grid.address(row, 0), row: grid.rows[row].number))
    }
    return rules
  }
}

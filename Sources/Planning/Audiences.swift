/// Who a rule is for, by grade, tier and school stage: visits and mailings ask alike.
struct Audiences {
  private let intents: PlanMarks
  private let tiers: PlanMarks
  private let stages: PlanMarks

  init(_ inputs: PlanInputs) { (intents, tiers, stages) = (inputs.intent, inputs.tier, inputs.stage) }

  /// The customers of the grades, tiers and stages named; an empty set means everybody.
  func of(intents: Set<String>, tiers: Set<String>, stages: Set<String>) -> Audience {
    var holds: [Bool]?
    for (marks, allowed) in [(self.intents, intents), (self.tiers, tiers), (self.stages, stages)] {
      guard let passes = marks.among(allowed) else { continue }
      let among = marks.codes.map { $0 >= 0 && passes[Int($0)] }
      holds = holds.map { zip($0, among).map { $0 && $1 } } ?? among
    }
    return Audience(rows: holds)
  }

  struct Audience {
    /// By customer row; nil for everybody.
    fileprivate let rows: [Bool]?

    func holds(_ customer: Int) -> Bool {
      guard let rows else { return true }
      return customer < rows.count && rows[customer]
    }
  }
}

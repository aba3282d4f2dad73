/// Who a rule is for, by grade, tier and school stage: visits and mailings ask alike.
struct Audiences {
  private let intents: Coded
  private let tiers: Coded
  private let stages: Coded

  init(_ inputs: PlanInputs) {
    (intents, tiers, stages) = (Coded(inputs.intent), Coded(inputs.tier), Coded(inputs.stage))
  }

  /// The customers of the grades, tiers and stages named; an empty set means everybody.
  func of(intents: Set<String>, tiers: Set<String>, stages: Set<String>) -> Audience {
    Audience(
      parts: [(intents, self.intents), (tiers, self.tiers), (stages, self.stages)].compactMap { $1.among($0) })
  }

  struct Audience {
    fileprivate var parts: [(codes: [Int32], passes: [Bool])]

    func holds(_ customer: Int) -> Bool {
      parts.allSatisfy { part in
        guard customer < part.codes.count, part.codes[customer] >= 0 else { return false }
        return part.passes[Int(part.codes[customer])]
      }
    }
  }

  /// Texts by customer row as numbers, so that a rule looks each distinct one up once.
  private struct Coded {
    private var names: [String] = []
    private var codes: [Int32] = []

    init(_ values: [String?]) {
      var numbers: [String: Int32] = [:]
      codes.reserveCapacity(values.count)
      for value in values {
        guard let value else {
          codes.append(-1)
          continue
        }
        if let known = numbers[value] {
          codes.append(known)
        } else {
          numbers[value] = Int32(names.count)
          codes.append(Int32(names.count))
          names.append(value)
        }
      }
    }

    /// nil where everybody is meant.
    func among(_ allowed: Set<String>) -> (codes: [Int32], passes: [Bool])? {
      allowed.isEmpty ? nil : (codes, names.map { allowed.contains($0) })
    }
  }
}

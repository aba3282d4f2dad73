package import Tabular

/// What a table gave for every row, and which rules gave it.
package struct TableOutcome: Sendable {
  package let table: DecisionTable
  package let rows: Int
  private let compiled: CompiledTable
  private let bits: [UInt64]
  private let source: RowSource
  /// Under single-hit policies: the rule (position in `table.rules`) of each row; -1 where none fired, -2 where the
  /// policy was broken (several under U, different results under A). Empty under multiple-hit policies.
  package let winner: [Int32]

  package static let none: Int32 = -1
  package static let broken: Int32 = -2

  init(_ compiled: CompiledTable, bits: [UInt64], rows: Int, source: RowSource) {
    self.compiled = compiled
    self.bits = bits
    self.rows = rows
    self.source = source
    table = compiled.table
    guard compiled.table.hitPolicy.isSingleHit else {
      winner = []
      return
    }
    let words = compiled.words
    var winner = [Int32](repeating: TableOutcome.none, count: rows)
    let policy = compiled.table.hitPolicy
    let alone = policy == .first || policy == .priority
    if words == 1, alone {
      let order = compiled.order.map { Int32($0) }
      bits.withUnsafeBufferPointer { bits in
        order.withUnsafeBufferPointer { order in
          winner.withUnsafeMutableBufferPointer { winner in
            for row in 0..<rows where bits[row] != 0 { winner[row] = order[bits[row].trailingZeroBitCount] }
          }
        }
      }
      self.winner = winner
      return
    }
    for row in 0..<rows {
      var first = -1
      var several = false
      for word in 0..<words {
        let set = bits[row * words + word]
        if set == 0 { continue }
        if first < 0 {
          first = word * 64 + set.trailingZeroBitCount
          several = set & (set - 1) != 0
        } else {
          several = true
        }
      }
      guard first >= 0 else { continue }
      winner[row] = Int32(compiled.order[first])
      if several, !alone {
        winner[row] = TableOutcome.settle(compiled, policy, bits, row, source, first: compiled.order[first])
      }
    }
    self.winner = winner
  }

  private static func settle(
    _ compiled: CompiledTable, _ policy: HitPolicy, _ bits: [UInt64], _ row: Int, _ source: RowSource, first: Int
  ) -> Int32 {
    if policy == .unique { return broken }
    func results(_ rule: Int) -> [RuleValue] {
      compiled.table.rules[rule].outputs.map { $0.value { source.value(row, named: $0) } }
    }
    let wanted = results(first)
    for rule in matched(compiled, bits, row) where results(rule) != wanted { return broken }
    return Int32(first)
  }

  private static func matched(_ compiled: CompiledTable, _ bits: [UInt64], _ row: Int) -> [Int] {
    var rules: [Int] = []
    for word in 0..<compiled.words {
      var set = bits[row * compiled.words + word]
      while set != 0 {
        rules.append(compiled.order[word * 64 + set.trailingZeroBitCount])
        set &= set - 1
      }
    }
    return rules
  }

  /// Equal for rows on which the same rules matched, where that is all the outputs depend on; nil where it is not.
  package func pattern(_ row: Int) -> UInt64? { compiled.isConstant && compiled.words == 1 ? bits[row] : nil }

  /// All rules whose conditions held, in the order the policy wants.
  package func matched(_ row: Int) -> [Int] { TableOutcome.matched(compiled, bits, row) }

  /// The rules whose outputs were taken: the one under F and P, every one that agreed under A, all under the
  /// multiple-hit policies (also those a sum or an extreme was made from).
  package func fired(_ row: Int) -> [Int] {
    switch table.hitPolicy {
    case .first, .priority: return winner[row] >= 0 ? [Int(winner[row])] : []
    default: return matched(row)
    }
  }

  /// Their numbers, as column A has them.
  package func firedNumbers(_ row: Int) -> [String] { fired(row).map { table.rules[$0].number } }

  package func isBroken(_ row: Int) -> Bool { !winner.isEmpty && winner[row] == TableOutcome.broken }

  /// The result of one output (DMN 1.5 §8.2.8, §8.2.11): a value under single-hit policies, a list under R, O and C,
  /// a number under the aggregating ones. No rule: the default, else null — for C an empty list, for C# 0.
  package func value(_ row: Int, output: Int = 0) -> RuleValue {
    let policy = table.hitPolicy
    if policy.isSingleHit {
      switch winner[row] {
      case TableOutcome.broken: return .null
      case TableOutcome.none: return fallback(row, output) ?? .null
      case let rule: return result(row, Int(rule), output)
      }
    }
    let values = matched(row).map { result(row, $0, output) }
    if values.isEmpty {
      if let fallback = fallback(row, output) { return policy.aggregates ? fallback : asList(fallback) }
      switch policy {
      case .count: return .number(0)
      case .collect: return .list([])
      default: return .null
      }
    }
    switch policy {
    case .count: return .number(Double(values.count))
    case .sum: return TableOutcome.sum(values)
    case .minimum: return TableOutcome.extreme(values, -1)
    case .maximum: return TableOutcome.extreme(values, 1)
    default: return .list(values)
    }
  }

  private func asList(_ value: RuleValue) -> RuleValue { if case .list = value { value } else { .list([value]) } }

  private func fallback(_ row: Int, _ output: Int) -> RuleValue? {
    if let fallback = table.outputs[output].fallback {
      return fallback.value { source.value(row, named: $0) }
    }
    // With a default for one output, the others are null rather than undefined.
    return table.hasDefault ? .null : nil
  }

  private func result(_ row: Int, _ rule: Int, _ output: Int) -> RuleValue {
    let operand = table.rules[rule].outputs[output]
    if case .literal(let value) = operand { return value }
    return operand.value { source.value(row, named: $0) }
  }

  /// The sum without binary dust: decimals are added as whole units of their last place.
  private static func sum(_ values: [RuleValue]) -> RuleValue {
    var numbers: [Double] = []
    var isDays = false
    for value in values {
      switch value {
      case .number(let number): numbers.append(number)
      case .days(let days): (isDays, numbers) = (true, numbers + [days])
      case .null: continue
      default: return .null
      }
    }
    var unit = 1.0
    while unit < 1e9,
      numbers.contains(where: { abs($0 * unit - ($0 * unit).rounded()) > 1e-9 * max(1, abs($0 * unit)) })
    {
      unit *= 10
    }
    let whole = numbers.reduce(0) { $0 + ($1 * unit).rounded() }
    let plain = numbers.reduce(0, +)
    let total = abs(whole) < 9e15 && unit < 1e9 ? whole / unit : plain
    return isDays ? .days(total) : .number(total)
  }

  private static func extreme(_ values: [RuleValue], _ sign: Int) -> RuleValue {
    var best = RuleValue.null
    for value in values where !value.isNull {
      if best.isNull || RuleValue.order(value, best) == sign { best = value }
    }
    return best
  }
}

extension TableOutcome {
  /// One output of all rows as a column: numbers and dates typed where all are of one kind, else text.
  package func column(output: Int = 0) -> Column {
    let values = (0..<rows).map { value($0, output: output) }
    let kinds = Set(values.compactMap(\.kind))
    if kinds == [.number] {
      return .numbers(values.map { if case .number(let number) = $0 { number } else { nil } })
    }
    if kinds == [.date] { return .days(values.map { if case .day(let day) = $0 { day } else { nil } }) }
    return .texts(values.map { $0.isNull ? nil : $0.description })
  }
}

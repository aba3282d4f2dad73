import Foundation
import Tabular

/// Coarser and coarser forms of the quasi-identifiers, and the search for the least loss that reaches k.
struct Generalisation: Sendable {
  /// The levels of one field: codes per row from the view's own form (0) to "no value at all" (the last).
  struct Ladder {
    var field: FieldID
    var steps: [Step]
    var codes: [[UInt32]]

    init(field: FieldID, column: Column) {
      self.field = field
      steps = Ladder.steps(for: column)
      codes = steps.map { RiskCodes.codes($0.apply(column)).codes }
    }

    /// Which steps make sense for what the column holds.
    private static func steps(for column: Column) -> [Step] {
      guard case .text(let codes, let pool) = column.lane else { return [.asIs, .none] }
      let used = Set(codes).subtracting([TextPool.none]).sorted().prefix(400).map { pool.string($0) }
      if used.isEmpty { return [.asIs, .none] }
      if used.allSatisfy({ Step.wideAges[$0] != nil }) { return [.asIs, .wideAge, .none] }
      if used.allSatisfy(Step.isMonth) { return [.asIs, .quarter, .year, .none] }
      if used.contains(where: { Divisions.shared.isPlace($0) }) { return [.asIs, .prefecture, .province, .none] }
      return [.asIs, .none]
    }
  }

  enum Step: String, Sendable {
    case asIs, wideAge, quarter, year, prefecture, province, none

    static let wideAges: [String: String] = [
      "0–6": "0–12", "7–12": "0–12", "13–15": "13–18", "16–18": "13–18", "19–25": "19–40", "26–40": "19–40",
      "41–60": "41+", "61+": "41+",
    ]

    static func isMonth(_ text: String) -> Bool {
      let bytes = Array(text.utf8)
      return bytes.count == 7 && bytes[4] == UInt8(ascii: "-") && (bytes[0..<4] + bytes[5...]).allSatisfy(isDigit)
    }

    func apply(_ column: Column) -> Column {
      switch self {
      case .asIs: return column
      case .none: return .missing(rows: column.count)
      case .wideAge: return text(column) { Step.wideAges[$0] }
      case .quarter:
        return text(column) { month in
          Int(month.suffix(2)).map { "\(month.prefix(4))-Q\(($0 - 1) / 3 + 1)" }
        }
      case .year: return text(column) { String($0.prefix(4)) }
      case .prefecture: return text(column) { Divisions.shared.cut($0, levels: 2) }
      case .province: return text(column) { Divisions.shared.cut($0, levels: 1) }
      }
    }

    private func text(_ column: Column, _ body: (String) -> String?) -> Column {
      column.rewrittenTexts { bytes, out in
        guard let made = body(String(decoding: bytes, as: UTF8.self)), !made.isEmpty else { return false }
        out.append(contentsOf: made.utf8)
        return true
      }
    }
  }

  struct Outcome {
    /// Chosen step of each ladder.
    var steps: [(field: FieldID, step: Step)]
    /// For each row: true where its class is still below k and the row must go.
    var suppressed: [Bool]
    var loss: Double
  }

  /// The combination of steps with the least loss under which at most `tolerance` of the rows are in classes below k.
  ///
  /// Loss: mean over the fields of the entropy a step takes away, plus the share of rows suppressed. The search works
  /// on the distinct combinations of the finest level, not on rows. Nil where there are fewer than k people at all.
  static func search(_ ladders: [Ladder], rows: Int, k: Int, tolerance: Double) -> Outcome? {
    if rows < k { return nil }
    if rows == 0 || ladders.isEmpty {
      return Outcome(steps: [], suppressed: Array(repeating: false, count: rows), loss: 0)
    }
    let finest = EquivalenceClasses(ladders.map { $0.codes[0] }, rows: rows)
    var first = Array(repeating: -1, count: finest.sizes.count)
    for (row, number) in finest.classOf.enumerated() where first[Int(number)] < 0 { first[Int(number)] = row }
    let weights = finest.sizes.map(Int.init)
    let compact = ladders.map { ladder in ladder.codes.map { codes in first.map { codes[$0] } } }
    let losses = compact.map { levels -> [Double] in
      let whole = entropy(levels[0], weights)
      return levels.enumerated().map { level, codes in
        whole == 0 ? Double(level) * 1e-6 : 1 - entropy(codes, weights) / whole + Double(level) * 1e-6
      }
    }
    var best: (levels: [Int], loss: Double)?
    for levels in combinations(ladders.map(\.steps.count), losses) {
      let base = zip(levels, losses).reduce(0) { $0 + $1.1[$1.0] } / Double(ladders.count)
      if let best, base >= best.loss { continue }
      let below = self.below(levels, compact, weights, k)
      let share = Double(below) / Double(rows)
      if share <= tolerance, rows - below >= k, base + share < best?.loss ?? .infinity {
        best = (levels, base + share)
      }
    }
    guard let best else { return nil }
    let classes = EquivalenceClasses(zip(ladders, best.levels).map { $0.codes[$1] }, rows: rows)
    return Outcome(
      steps: zip(ladders, best.levels).map { ($0.field, $0.steps[$1]) },
      suppressed: classes.classOf.map { Int(classes.sizes[Int($0)]) < k }, loss: best.loss)
  }

  /// All combinations where they are few, else a path that always takes the cheapest next step.
  private static func combinations(_ counts: [Int], _ losses: [[Double]]) -> [[Int]] {
    var product = 1
    for count in counts { product = product > 5_000 ? product : product * count }
    if product <= 5_000 {
      var all: [[Int]] = [[]]
      for count in counts { all = all.flatMap { head in (0..<count).map { head + [$0] } } }
      return all
    }
    var path = [Array(repeating: 0, count: counts.count)]
    while let last = path.last, zip(last, counts).contains(where: { $0 < $1 - 1 }) {
      let next = last.indices.filter { last[$0] < counts[$0] - 1 }.min {
        losses[$0][last[$0] + 1] - losses[$0][last[$0]] < losses[$1][last[$1] + 1] - losses[$1][last[$1]]
      }
      guard let next else { break }
      var step = last
      step[next] += 1
      path.append(step)
    }
    return path
  }

  private static func below(_ levels: [Int], _ compact: [[[UInt32]]], _ weights: [Int], _ k: Int) -> Int {
    let classes = EquivalenceClasses(zip(compact, levels).map { $0[$1] }, rows: weights.count)
    var people = Array(repeating: 0, count: classes.sizes.count)
    for (i, number) in classes.classOf.enumerated() { people[Int(number)] += weights[i] }
    return people.reduce(0) { $0 + ($1 < k ? $1 : 0) }
  }

  private static func entropy(_ codes: [UInt32], _ weights: [Int]) -> Double {
    var counts: [UInt32: Int] = [:]
    var total = 0
    for (code, weight) in zip(codes, weights) {
      counts[code, default: 0] += weight
      total += weight
    }
    // Summed in a fixed order: the same input gives the same loss to the last bit.
    return counts.values.sorted().reduce(0) { sum, count in
      let p = Double(count) / Double(total)
      return sum - p * log(p)
    }
  }
}

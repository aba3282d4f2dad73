package import ByteScanning
package import CustomerRecords
package import DecisionTables
import Grading
package import Tabular

/// What to recommend next (R4.9): the table's word, and what similar customers took.
package struct NextCourse: Sendable {
  /// How often two courses went together.
  package struct Pair: Sendable {
    package let from: String
    package let to: String
    /// Buyers of both, of the first, of the second, of anything.
    package let both: Int
    package let first: Int
    package let second: Int
    package let all: Int
    /// Of the buyers of the first, how many times more often than everybody they took the second.
    package var lift: Double { Double(both) * Double(all) / (Double(first) * Double(second)) }
    package var share: Double { Double(both) / Double(first) }
  }

  /// Pairs with at least the small-number limit of buyers of both, by course, strongest lift first.
  package let pairs: [Pair]
  /// By customer row: the table's recommendations, their English names where the sheet has them, and the rules that
  /// gave them.
  package let byTable: [[(course: String, english: String, rule: String)]]
  /// By customer row: positions in `pairs` for the last course, courses already bought left out; lift above 1 only.
  package let byOthers: [[Int]]

  /// - Parameter columns: the evidence of the graded customers.
  package init(
    _ records: Records, engagement: Engagement, columns: [String: Column], settings: Settings, rules: RuleBook
  ) throws(Failure) {
    let limit = max(1, settings.integer("small_number", or: 5))
    let course = records.enrolments.texts("course")
    var bought: [[UInt32]] = Array(repeating: [], count: engagement.count)
    var last = [UInt32](repeating: TextPool.none, count: engagement.count)
    for person in engagement.people.map({ Int($0) }) {
      for i in engagement.courses.range(person) {
        let code = course.codes[Int(engagement.courses.row[i])]
        if code == TextPool.none { continue }
        if !bought[person].contains(code) { bought[person].append(code) }
        last[person] = code
      }
    }
    var single: [UInt32: Int] = [:]
    var both: [UInt64: Int] = [:]
    var all = 0
    // A customer with dozens of courses says little about any pair, and would cost the square of them.
    for basket in bought where !basket.isEmpty {
      all += 1
      for a in basket { single[a, default: 0] += 1 }
      guard basket.count <= 60 else { continue }
      for a in basket { for b in basket where a != b { both[UInt64(a) << 32 | UInt64(b), default: 0] += 1 } }
    }
    var pairs: [Pair] = []
    for (key, count) in both where count >= limit {
      let (a, b) = (UInt32(key >> 32), UInt32(truncatingIfNeeded: key))
      pairs.append(
        Pair(
          from: course.pool.string(a), to: course.pool.string(b), both: count, first: single[a] ?? 0,
          second: single[b] ?? 0, all: all))
    }
    pairs.sort { ($0.from, -$0.lift, -Double($0.both), $0.to) < ($1.from, -$1.lift, -Double($1.both), $1.to) }
    var start: [String: Range<Int>] = [:]
    for (i, pair) in pairs.enumerated() { start[pair.from] = (start[pair.from]?.lowerBound ?? i)..<(i + 1) }
    self.pairs = pairs
    byOthers = (0..<engagement.count).map { person in
      guard last[person] != TextPool.none, let range = start[course.pool.string(last[person])] else { return [] }
      let had = Set(bought[person].map { course.pool.string($0) })
      return range.filter { pairs[$0].lift > 1 && !had.contains(pairs[$0].to) }
    }
    let compiled = try rules.table("next_course", asOf: records.asOf)
    let outcome = compiled.evaluate(
      compiled.table.inputs.map { columns[$0.variable ?? $0.key] }, rows: engagement.count)
    let output = compiled.table.output(named: ["推荐课程", "next_course", "next course"]) ?? 0
    // Bracketed endings are remarks to `output(named:)`, so the English column is found by its own header.
    let english = compiled.table.outputs.firstIndex { $0.name.contains("英") || $0.name.lowercased().contains("(en)") }
    func texts(_ person: Int, _ output: Int?) -> [String] {
      guard let output else { return [] }
      switch outcome.value(person, output: output) {
      case .null: return []
      case .list(let courses): return courses.map(\.description)
      case let one: return [one.description]
      }
    }
    byTable = (0..<engagement.count).map { person in
      guard engagement.isEnrolled(person) else { return [] }
      let (numbers, names) = (outcome.firedNumbers(person), texts(person, english))
      return texts(person, output).enumerated().map { at, course in
        let rule = numbers.indices.contains(at) ? numbers[at] : "default"
        return (course, names.indices.contains(at) ? names[at] : "", rule)
      }
    }
  }
}

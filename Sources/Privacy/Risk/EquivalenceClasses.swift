package import Tabular

/// Rows grouped by equal quasi-identifiers.
///
/// Columns come as codes: equal code, equal value; a blank is a value of its own with code 0, ranked first. Grouping
/// refines one column after the other, so that the work is one hash look-up a row and column.
package struct EquivalenceClasses: Sendable {
  /// For each row the number of its class, from 0 in order of first appearance.
  package private(set) var classOf: [UInt32]
  /// Rows of each class.
  package private(set) var sizes: [UInt32]

  package init(_ columns: [[UInt32]], rows: Int) {
    classOf = Array(repeating: 0, count: rows)
    sizes = rows == 0 ? [] : [UInt32(rows)]
    for column in columns { refine(by: column) }
  }

  private mutating func refine(by column: [UInt32]) {
    guard !classOf.isEmpty else { return }
    let values = Int(column.max() ?? 0) + 1
    let classes = sizes.count
    var next: UInt32 = 0
    if classes.multipliedReportingOverflow(by: values).partialValue <= 1 << 22, classes * values > 0 {
      // Small product: a table by (class, value).
      var table = Array(repeating: UInt32.max, count: classes * values)
      classOf.withUnsafeMutableBufferPointer { classOf in
        column.withUnsafeBufferPointer { column in
          table.withUnsafeMutableBufferPointer { table in
            for row in 0..<classOf.count {
              let slot = Int(classOf[row]) * values + Int(column[row])
              if table[slot] == .max {
                table[slot] = next
                next += 1
              }
              classOf[row] = table[slot]
            }
          }
        }
      }
    } else {
      var size = 1 << 16
      while size < classOf.count * 2 { size *= 2 }
      var keys = Array(repeating: UInt64.max, count: size)
      var numbers = Array(repeating: UInt32(0), count: size)
      let mask = size - 1
      for row in classOf.indices {
        let key = UInt64(classOf[row]) << 32 | UInt64(column[row])
        var slot = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 24) & mask
        while keys[slot] != .max, keys[slot] != key { slot = (slot + 1) & mask }
        if keys[slot] == .max {
          keys[slot] = key
          numbers[slot] = next
          next += 1
        }
        classOf[row] = numbers[slot]
      }
    }
    sizes = Array(repeating: 0, count: Int(next))
    for number in classOf { sizes[Int(number)] += 1 }
  }

  /// The smallest class; 0 where there are no rows.
  package var k: Int { Int(sizes.min() ?? 0) }

  /// Share of rows that are alone in their class.
  package var uniqueness: Double {
    classOf.isEmpty ? 0 : Double(sizes.count { $0 == 1 }) / Double(classOf.count)
  }

  /// Distinct values of the sensitive column in the class that has the fewest (distinct l-diversity).
  package func distinctL(_ sensitive: [UInt32]) -> Int {
    if classOf.isEmpty { return 0 }
    let pairs = EquivalenceClasses(refining: self, by: sensitive)
    var counts = Array(repeating: 0, count: sizes.count)
    var seen = Array(repeating: false, count: pairs.sizes.count)
    for row in classOf.indices where !seen[Int(pairs.classOf[row])] {
      seen[Int(pairs.classOf[row])] = true
      counts[Int(classOf[row])] += 1
    }
    return counts.min() ?? 0
  }

  private init(refining other: EquivalenceClasses, by column: [UInt32]) {
    self = other
    refine(by: column)
  }

  /// The largest distance between a class's distribution of the sensitive column and that of all rows (t-closeness,
  /// Li, Li & Venkatasubramanian 2007). Ordered: earth mover's distance over value ranks, with codes in value order;
  /// else half the sum of differences.
  package func closeness(_ sensitive: [UInt32], ordered: Bool) -> Double {
    if classOf.isEmpty { return 0 }
    // Ranks of the values that occur, in order of code.
    var present = Array(repeating: 0, count: Int(sensitive.max() ?? 0) + 1)
    for code in sensitive { present[Int(code)] += 1 }
    var rank = Array(repeating: 0, count: present.count)
    var whole: [Double] = []
    for (code, count) in present.enumerated() where count > 0 {
      rank[code] = whole.count
      whole.append(Double(count) / Double(sensitive.count))
    }
    let m = whole.count
    if m < 2 { return 0 }
    var byClass = Array(repeating: [Int: Int](), count: sizes.count)
    for row in classOf.indices { byClass[Int(classOf[row])][rank[Int(sensitive[row])], default: 0] += 1 }
    var cumulated = whole
    for i in 1..<m { cumulated[i] += cumulated[i - 1] }
    var worst = 0.0
    for (number, counts) in byClass.enumerated() {
      let size = Double(sizes[number])
      var distance = 0.0
      if ordered {
        // |Σ(p − q)| up to each rank; between the ranks a class fills, p's sum stands still.
        var own = 0.0
        for i in 0..<(m - 1) {
          own += Double(counts[i] ?? 0) / size
          distance += abs(own - cumulated[i])
        }
        distance /= Double(m - 1)
      } else {
        for i in 0..<m { distance += abs(Double(counts[i] ?? 0) / size - whole[i]) }
        distance /= 2
      }
      worst = max(worst, distance)
    }
    return worst
  }
}

/// Columns as codes for `EquivalenceClasses`.
package enum RiskCodes {
  /// Codes of a column: 0 for blank, then values in ascending order (numbers by size, days by date, texts by bytes).
  package static func codes(_ column: Column) -> (codes: [UInt32], isNumeric: Bool) {
    switch column.lane {
    case .number(let values, _) where column.strays.isEmpty:
      let sorted = Array(Set(values.filter { !$0.isNaN })).sorted()
      let rank = Dictionary(uniqueKeysWithValues: sorted.enumerated().map { ($1, UInt32($0 + 1)) })
      return (values.map { $0.isNaN ? 0 : rank[$0] ?? 0 }, true)
    case .day(let days) where column.strays.isEmpty:
      let sorted = Array(Set(days.filter { $0 != Day.missing })).sorted()
      let rank = Dictionary(uniqueKeysWithValues: sorted.enumerated().map { ($1, UInt32($0 + 1)) })
      return (days.map { $0 == Day.missing ? 0 : rank[$0] ?? 0 }, true)
    default: return (texts(column), false)
    }
  }

  private static func texts(_ column: Column) -> [UInt32] {
    if case .text(let codes, let pool) = column.lane, column.strays.isEmpty {
      // One code a distinct text, whatever the pool repeats.
      var index = TextIndex(capacity: 1_024)
      var distinct = TextPool()
      var known = Array(repeating: UInt32.max, count: pool.count)
      return codes.map { code in
        if code == TextPool.none { return 0 }
        if known[Int(code)] == .max {
          known[Int(code)] = pool.withBytes(code) { $0.isEmpty ? 0 : index.intern($0, in: &distinct) + 1 }
        }
        return known[Int(code)]
      }
    }
    var known: [String: UInt32] = [:]
    return (0..<column.count).map { row in
      guard let text = CellText.of(column.cell(row)) else { return 0 }
      if let code = known[text] { return code }
      known[text] = UInt32(known.count + 1)
      return UInt32(known.count)
    }
  }
}

import Tabular

/// The regions of one input and the rule set of each.
struct Classifier {
  private let compiled: CompiledTable
  private let input: Int
  private let words: Int

  init(_ compiled: CompiledTable, input: Int) {
    self.compiled = compiled
    self.input = input
    words = compiled.words
  }

  /// Keeps in `bits` only the rules whose condition holds for the row's cell.
  func narrow(_ bits: inout [UInt64], by column: Column?, rows: Int) {
    guard let column else {
      let mask = compiled.mask(input: input, value: .null)
      for row in 0..<rows { and(&bits, row, mask, 0) }
      return
    }
    // A stray is null to the lane, which may rule out what the stray itself admits: keep its set from before.
    let before = column.strays.map { stray in (0..<words).map { bits[Int(stray.row) * words + $0] } }
    switch column.lane {
    case .text(let codes, let pool): narrow(&bits, codes, pool)
    case .number(let values, .boolean): narrow(&bits, values, points: [0.5]) { .boolean($0 > 0.5) }
    case .number(let values, .plain): narrow(&bits, values, points: breakpoints(like: .number(0))) { .number($0) }
    case .number(let values, .dateTime):
      narrow(&bits, values, points: breakpoints(like: .dateTime(0))) { .dateTime($0) }
    case .number(let values, .time): narrow(&bits, values, points: breakpoints(like: .time(0))) { .time($0) }
    case .number(let values, .duration): narrow(&bits, values, points: breakpoints(like: .days(0))) { .days($0) }
    case .day(let days):
      let values = days.map { $0 == Day.missing ? Double.nan : Double($0) }
      narrow(&bits, values, points: breakpoints(like: .dateTime(0))) { .dateTime($0) }
    }
    for (stray, before) in zip(column.strays, before) {
      let mask = compiled.mask(input: input, value: RuleValue(stray.cell))
      for word in 0..<words { bits[Int(stray.row) * words + word] = before[word] & mask[word] }
    }
  }

  /// Where the conditions of the input change their mind, on the axis `sample` lies on.
  private func breakpoints(like sample: RuleValue) -> [Double] {
    var points: Set<Double> = []
    for rule in compiled.table.rules {
      for case .literal(let value) in rule.tests[input].operands {
        if let position = value.position, position.axis == sample.position?.axis { points.insert(position.at) }
      }
    }
    return points.sorted()
  }

  /// Region 2i lies below point i, region 2i + 1 is point i itself, the last but one lies above all, the last is null.
  private func narrow(
    _ bits: inout [UInt64], _ values: [Double], points: [Double], _ make: (Double) -> RuleValue
  ) {
    var masks: [UInt64] = []
    for region in 0...(points.count * 2) {
      masks += compiled.mask(input: input, value: make(Classifier.sample(region, points)))
    }
    masks += compiled.mask(input: input, value: .null)
    let null = points.count * 2 + 1
    if words == 1, points.count <= 16 {
      // One word of rules and few points: counting comparisons beats searching, and nothing else is in the loop.
      values.withUnsafeBufferPointer { values in
        points.withUnsafeBufferPointer { points in
          masks.withUnsafeBufferPointer { masks in
            bits.withUnsafeMutableBufferPointer { bits in
              for row in 0..<values.count {
                let value = values[row]
                var region = value == value ? 0 : null
                for point in points { region &+= (value > point ? 1 : 0) &+ (value >= point ? 1 : 0) }
                bits[row] &= masks[region]
              }
            }
          }
        }
      }
      return
    }
    for row in values.indices {
      let value = values[row]
      and(&bits, row, masks, value.isNaN ? null : Classifier.region(of: value, points))
    }
  }

  private static func region(of value: Double, _ points: [Double]) -> Int {
    var (low, high) = (0, points.count)
    while low < high {
      let mid = (low + high) / 2
      if points[mid] < value { low = mid + 1 } else { high = mid }
    }
    return low < points.count && points[low] == value ? 2 * low + 1 : 2 * low
  }

  /// A value inside a region.
  static func sample(_ region: Int, _ points: [Double]) -> Double {
    if points.isEmpty { return 0 }
    let i = region / 2
    if region % 2 == 1 { return points[i] }
    if i == 0 { return points[0] - 1 }
    if i == points.count { return points[i - 1] + 1 }
    return points[i - 1] + (points[i] - points[i - 1]) / 2
  }

  /// Texts: one set per text the conditions name and one for all others, found once per distinct text.
  private func narrow(_ bits: inout [UInt64], _ codes: [UInt32], _ pool: TextPool) {
    var masks = compiled.mask(input: input, value: .null)
    var regions: [String: UInt32] = [:]
    var known = [UInt32](repeating: .max, count: pool.count)
    let isMonths = compiled.table.inputs[input].kind == .months
    let ordered =
      isMonths
      || compiled.table.rules.contains { rule in
        rule.tests[input].tests.contains { test in
          if case .compare(let sign, _) = test { return sign != .equal && sign != .notEqual }
          return true
        }
      }
    var named: Set<String> = []
    for rule in compiled.table.rules {
      for case .literal(.text(let text)) in rule.tests[input].operands { named.insert(text) }
    }
    // First every text that occurs gets its region, then the rows only look it up.
    for code in codes where code != TextPool.none {
      var region = known[Int(code)]
      if region == .max {
        let text = pool.string(code).trimmed
        let key = ordered || named.contains(text) || text.isEmpty ? text : "\u{0}"
        if let found = regions[key] {
          region = found
        } else {
          region = UInt32(masks.count / words)
          masks += compiled.mask(input: input, value: RuleValue(.text(text), as: compiled.table.inputs[input].kind))
          regions[key] = region
        }
        known[Int(code)] = region
      }
    }
    if words == 1 {
      codes.withUnsafeBufferPointer { codes in
        known.withUnsafeBufferPointer { known in
          masks.withUnsafeBufferPointer { masks in
            bits.withUnsafeMutableBufferPointer { bits in
              for row in 0..<codes.count {
                bits[row] &= masks[codes[row] == TextPool.none ? 0 : Int(known[Int(codes[row])])]
              }
            }
          }
        }
      }
      return
    }
    for row in codes.indices {
      and(&bits, row, masks, codes[row] == TextPool.none ? 0 : Int(known[Int(codes[row])]))
    }
  }

  @inline(__always)
  private func and(_ bits: inout [UInt64], _ row: Int, _ masks: [UInt64], _ region: Int) {
    for word in 0..<words { bits[row * words + word] &= masks[region * words + word] }
  }
}

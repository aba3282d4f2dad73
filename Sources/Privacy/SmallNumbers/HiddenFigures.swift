/// Tells which hidden figures the shown ones give away when all sums of a file are solved together, and what to hide
/// besides.
///
/// Every sum with hidden members is an equation in them. A hidden figure is given away exactly where no change of the
/// hidden ones that keeps all equations true changes it: where it is zero in every vector of the null space. So the
/// equations are eliminated (sparse, over whole numbers modulo a large prime, hence without rounding), the free figures
/// get arbitrary values, and what comes out zero is given away; two figures whose values cancel have a known sum.
///
/// Equations that share no hidden figure are solved apart. Where a part would cost more than `effort` steps it is not
/// solved: all its figures of anybody are hidden. That is safe without solving, because then twice the true figures keep
/// all equations too.
struct HiddenFigures {
  let people: [Int]
  let sums: [(whole: Int, parts: [Int])]
  /// A group of fewer people must not be known.
  let limit: Int
  /// Steps of elimination for one part; past that everything in it is hidden.
  let effort: Int

  typealias Equation = [(figure: Int32, factor: UInt64)]

  /// The figures to hide besides those that `levels` hides; empty where nothing is given away.
  func toHide(_ levels: [Disclosure]) -> Set<Int> {
    var extra: Set<Int> = []
    for group in connected(levels) {
      let equations = group.map { equation($0, levels) }
      let figures = Set(equations.joined().map { Int($0.figure) }).sorted()
      guard let values = nullVector(equations, figures) else {
        extra.formUnion(group.flatMap { [sums[$0].whole] + sums[$0].parts }.filter { isShown($0, levels) })
        continue
      }
      let known = given(away: figures, values)
      if known.isEmpty { continue }
      for figure in known {
        let near = group.filter { sums[$0].whole == figure || sums[$0].parts.contains(figure) }
        if let cover = smallest(near, levels) ?? smallest(group, levels) { extra.insert(cover) }
      }
    }
    return extra
  }

  private func isShown(_ figure: Int, _ levels: [Disclosure]) -> Bool {
    levels[figure] != .hidden && people[figure] > 0
  }

  /// The shown member of some sums with the fewest people, a part before a whole.
  private func smallest(_ group: [Int], _ levels: [Disclosure]) -> Int? {
    let parts = group.flatMap { sums[$0].parts }.filter { isShown($0, levels) }
    let candidates = parts.isEmpty ? group.map { sums[$0].whole }.filter { isShown($0, levels) } : parts
    return candidates.min { (people[$0], $0) < (people[$1], $1) }
  }

  /// Hidden figures, or one of two hidden ones, whose number of people can be computed.
  private func given(away figures: [Int], _ values: [Int: UInt64]) -> [Int] {
    var known: [Int] = []
    var byValue: [UInt64: [Int]] = [:]
    for figure in figures {
      let value = values[figure] ?? 0
      if value == 0 { known.append(figure) } else { byValue[value, default: []].append(figure) }
    }
    for figure in figures {
      guard let value = values[figure], value != 0, let others = byValue[Prime.negative(value)] else { continue }
      // The sum of both is known: too small a group?
      if others.contains(where: { $0 != figure && people[$0] + people[figure] < limit }) { known.append(figure) }
    }
    return known
  }

  private func equation(_ sum: Int, _ levels: [Disclosure]) -> Equation {
    var factors: [Int: UInt64] = [:]
    if levels[sums[sum].whole] == .hidden { factors[sums[sum].whole] = Prime.negative(1) }
    for part in sums[sum].parts where levels[part] == .hidden {
      factors[part] = Prime.sum(factors[part] ?? 0, 1)
    }
    return factors.filter { $0.value != 0 }.sorted { $0.key < $1.key }.map { (Int32($0.key), $0.value) }
  }

  /// Sums with hidden members, in groups that share none.
  private func connected(_ levels: [Disclosure]) -> [[Int]] {
    var root = Array(people.indices)
    func find(_ figure: Int) -> Int {
      var at = figure
      while root[at] != at {
        root[at] = root[root[at]]
        at = root[at]
      }
      return at
    }
    var first: [Int?] = []
    for sum in sums {
      let hidden = ([sum.whole] + sum.parts).filter { levels[$0] == .hidden }
      first.append(hidden.first)
      for figure in hidden.dropFirst() { root[find(figure)] = find(hidden[0]) }
    }
    var groups: [Int: [Int]] = [:]
    for (s, figure) in first.enumerated() {
      if let figure { groups[find(figure), default: []].append(s) }
    }
    return groups.sorted { $0.value[0] < $1.value[0] }.map(\.value)
  }

  /// An arbitrary vector that all equations send to zero; nil where finding it would cost more than `effort` steps.
  private func nullVector(_ equations: [Equation], _ figures: [Int]) -> [Int: UInt64]? {
    var system = Elimination(equations)
    guard system.run(effort: effort) else { return nil }
    var values: [Int: UInt64] = [:]
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    for figure in figures where !system.isPivot(Int32(figure)) {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      values[figure] = 1 + (state ^ state >> 29) % (Prime.modulus - 1)
    }
    for (pivot, row) in system.pivots.reversed() {
      var rest: UInt64 = 0
      var factor: UInt64 = 1
      for (figure, coefficient) in row {
        if figure == pivot {
          factor = coefficient
        } else {
          rest = Prime.sum(rest, Prime.product(coefficient, values[Int(figure)] ?? 0))
        }
      }
      values[Int(pivot)] = Prime.product(Prime.negative(rest), Prime.inverse(factor))
    }
    return values
  }
}

/// Whole numbers modulo 2⁶¹ − 1.
enum Prime {
  static let modulus: UInt64 = 1 << 61 - 1

  static func sum(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let sum = a + b
    return sum >= modulus ? sum - modulus : sum
  }

  static func negative(_ a: UInt64) -> UInt64 { a == 0 ? 0 : modulus - a }

  static func product(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let (high, low) = a.multipliedFullWidth(by: b)
    return sum(low & modulus, (high << 3 | low >> 61) % modulus)
  }

  static func inverse(_ a: UInt64) -> UInt64 {
    var (power, base, exponent): (UInt64, UInt64, UInt64) = (1, a, modulus - 2)
    while exponent > 0 {
      if exponent & 1 == 1 { power = product(power, base) }
      base = product(base, base)
      exponent >>= 1
    }
    return power
  }
}

/// The condition in one input cell: S-FEEL unary tests (DMN 1.5 §9.1 grammar rules 7–15), any one of which suffices,
/// or none of which may hold inside `not(…)`.
package struct UnaryTests: Sendable, Hashable {
  package var negated = false
  package var tests: [UnaryTest] = []

  package init(negated: Bool = false, tests: [UnaryTest] = []) {
    self.negated = negated
    self.tests = tests
  }

  /// `-` or a blank cell: anything at all, null included.
  package static let anything = UnaryTests()
  package var isAnything: Bool { tests.isEmpty && !negated }

  var operands: [Operand] { tests.flatMap(\.operands) }
  /// True where every operand is known before any row is.
  var isStatic: Bool { operands.allSatisfy(\.isLiteral) }
}

package enum UnaryTest: Sendable, Hashable {
  case compare(Comparison, Operand)
  case interval(low: Operand, lowClosed: Bool, high: Operand, highClosed: Bool)

  var operands: [Operand] {
    switch self {
    case .compare(_, let operand): return [operand]
    case .interval(let low, _, let high, _): return [low, high]
    }
  }
}

package enum Comparison: String, Sendable, Hashable {
  case equal = "="
  case notEqual = "!="
  case less = "<"
  case atMost = "<="
  case greater = ">"
  case atLeast = ">="
}

/// What a test compares with, and what an output gives: a literal, a name, or arithmetic over them.
package indirect enum Operand: Sendable, Hashable {
  case literal(RuleValue)
  /// Another input, or a setting.
  case reference(String)
  case negated(Operand)
  case arithmetic(Arithmetic, Operand, Operand)

  package enum Arithmetic: String, Sendable, Hashable {
    case plus = "+"
    case minus = "-"
    case times = "*"
    case over = "/"
  }

  var isLiteral: Bool { if case .literal = self { true } else { false } }

  package var references: [String] {
    switch self {
    case .literal: return []
    case .reference(let name): return [name]
    case .negated(let inner): return inner.references
    case .arithmetic(_, let a, let b): return a.references + b.references
    }
  }
}

// MARK: - Meaning

extension UnaryTests {
  /// True, false, or nil where FEEL says null; a rule matches only on true. This is the plain reading every faster
  /// path is made from and held against.
  func holds(for value: RuleValue, _ lookup: (String) -> RuleValue) -> Bool? {
    if isAnything { return true }
    var unknown = false
    for test in tests {
      switch test.holds(for: value, lookup) {
      case true?: return !negated
      case nil: unknown = true
      case false?: break
      }
    }
    return unknown ? nil : negated
  }
}

extension UnaryTest {
  func holds(for value: RuleValue, _ lookup: (String) -> RuleValue) -> Bool? {
    switch self {
    case .compare(let comparison, let operand):
      return comparison.holds(value, operand.value(lookup))
    case .interval(let low, let lowClosed, let high, let highClosed):
      let above = (lowClosed ? Comparison.atLeast : .greater).holds(value, low.value(lookup))
      let below = (highClosed ? Comparison.atMost : .less).holds(value, high.value(lookup))
      if above == false || below == false { return false }
      return above == nil || below == nil ? nil : true
    }
  }
}

extension Comparison {
  func holds(_ a: RuleValue, _ b: RuleValue) -> Bool? {
    switch self {
    case .equal: return RuleValue.equal(a, b)
    case .notEqual: return RuleValue.equal(a, b).map { !$0 }
    case .less: return RuleValue.order(a, b).map { $0 < 0 }
    case .atMost: return RuleValue.order(a, b).map { $0 <= 0 }
    case .greater: return RuleValue.order(a, b).map { $0 > 0 }
    case .atLeast: return RuleValue.order(a, b).map { $0 >= 0 }
    }
  }
}

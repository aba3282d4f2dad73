package import Localisation

/// A linear map from numbers to pixels with ticks at round numbers.
package struct Scale: Sendable, Equatable {
  package let domain: ClosedRange<Double>
  /// Pixels at the ends of the domain; `to` may be above `from` (y grows downwards in SVG).
  package let from: Double
  package let to: Double
  package let ticks: [Double]

  /// A scale whose ends are ticks: the domain is widened to round numbers. `includingZero` is the rule for bars.
  package init(
    covering values: [Double], includingZero: Bool, clampedTo limits: ClosedRange<Double>? = nil, from: Double,
    to: Double, about count: Int = 5
  ) {
    let finite = values.filter(\.isFinite)
    var low = finite.min() ?? 0
    var high = finite.max() ?? 1
    if includingZero {
      low = min(low, 0)
      high = max(high, 0)
    }
    if let limits {
      low = max(low, limits.lowerBound)
      high = min(high, limits.upperBound)
    }
    if high <= low { high = low + max(abs(low) * 0.1, 1e-9 + (low == 0 ? 1 : 0)) }
    let step = Scale.niceStep(span: high - low, count: count)
    var first = (low / step + 1e-9).rounded(.down) * step
    var last = (high / step - 1e-9).rounded(.up) * step
    if let limits {
      first = max(first, limits.lowerBound)
      last = min(last, limits.upperBound)
    }
    let steps = max(1, Int(((last - first) / step).rounded()))
    ticks = (0...steps).map { i in
      // Rounded to the step's own precision, so that 0.30000000000000004 never becomes a label.
      let value = first + Double(i) * step
      return (value / step).rounded() * step == 0 ? 0 : value
    }
    domain = first...max(last, first + step * 1e-6)
    self.from = from
    self.to = to
  }

  /// A scale over exactly `domain`, with round ticks inside it, `step` apart where it is given.
  package init(
    exactly domain: ClosedRange<Double>, from: Double, to: Double, about count: Int = 6, step wanted: Double? = nil
  ) {
    let span = domain.upperBound - domain.lowerBound
    let upper = span > 0 ? domain.upperBound : domain.lowerBound + 1
    let step = wanted ?? Scale.niceStep(span: upper - domain.lowerBound, count: count)
    var ticks: [Double] = []
    var value = (domain.lowerBound / step - 1e-9).rounded(.up) * step
    while value <= upper + step * 1e-9 {
      ticks.append(value)
      value += step
    }
    self.domain = domain.lowerBound...upper
    self.ticks = ticks
    self.from = from
    self.to = to
  }

  /// The pixel of a value; values outside the domain are clamped to its ends.
  package func callAsFunction(_ value: Double) -> Double {
    let v = min(max(value, domain.lowerBound), domain.upperBound)
    return from + (v - domain.lowerBound) / (domain.upperBound - domain.lowerBound) * (to - from)
  }

  /// The value at a pixel: what the tests read drawings back with.
  package func value(at pixel: Double) -> Double {
    domain.lowerBound + (pixel - from) / (to - from) * (domain.upperBound - domain.lowerBound)
  }

  /// 1, 2, 2.5 or 5 times a power of ten, about `span / count`.
  package static func niceStep(span: Double, count: Int) -> Double {
    let raw = span / Double(max(1, count))
    guard raw.isFinite, raw > 0 else { return 1 }
    var power = 1.0
    while power * 10 <= raw { power *= 10 }
    while power > raw { power /= 10 }
    let ratio = raw / power
    return (ratio < 1.5 ? 1 : ratio < 2.25 ? 2 : ratio < 3.5 ? 2.5 : ratio < 7.5 ? 5 : 10) * power
  }
}

/// How the numbers of an axis are written.
package enum TickFormat: Sendable {
  case count, money, percent, score, plain

  package func text(_ value: Double, step: Double, _ format: NumberFormatting) -> String {
    let places = step >= 1 ? (step == step.rounded() ? 0 : 1) : step >= 0.1 ? 1 : 2
    switch self {
    case .count: return step >= 1 ? format.count(Int(value.rounded())) : format.plain(value)
    case .money: return step >= 1 ? format.money(value) : "¥" + format.plain(value)
    case .percent: return format.rate(value, trimmed: true)
    case .score: return format.signed(value, places: places)
    case .plain: return format.plain(value, places: 2)
    }
  }
}

extension Scale {
  /// The labels of the ticks.
  package func labels(_ kind: TickFormat, _ format: NumberFormatting) -> [String] {
    let step = ticks.count > 1 ? ticks[1] - ticks[0] : 1
    return ticks.map { kind.text($0, step: step, format) }
  }
}

extension [Double] {
  /// What a scale has to cover of one thing that is drawn: its value and the ends of its interval, where there are any.
  mutating func cover(_ value: Double?, _ low: Double? = nil, _ high: Double? = nil) {
    if let value { append(value) }
    if let low { append(low) }
    if let high { append(high) }
  }
}

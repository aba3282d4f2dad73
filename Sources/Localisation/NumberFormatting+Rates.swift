/// Rates, changes, scores and intervals.
extension NumberFormatting {
  /// A fraction as a percentage: `51.8%`.
  package func rate(_ fraction: Double?, places: Int = 1) -> String {
    guard let fraction, fraction.isFinite else { return Self.missing }
    return decimal(fraction * 100, places: places) + "%"
  }

  /// The difference of two fractions in percentage points, without its sign: `2.1 个百分点`, `2.1 pp`.
  package func points(_ difference: Double) -> String {
    decimal(abs(difference) * 100, places: 1) + (language == .zh ? " 个百分点" : " pp")
  }

  /// With its sign, also a plus: `+34`, `−2`, `0`.
  package func signed(_ value: Double, places: Int = 0) -> String {
    let text = decimal(value, places: places)
    return value > 0 && text.contains(where: { ("1"..."9").contains($0) }) ? "+" + text : text
  }

  /// `47.6–56.0%`; a dash where there is no interval.
  package func range(low: Double?, high: Double?) -> String {
    guard let low, let high else { return Self.missing }
    // A dash between signs cannot be read.
    let between = low < 0 ? (language == .zh ? " 至 " : " to ") : "–"
    return decimal(low * 100) + between + decimal(high * 100) + "%"
  }

  /// `+25 至 +43`, `+25 to +43`.
  package func scoreRange(low: Double?, high: Double?) -> String {
    guard let low, let high else { return Self.missing }
    return signed(low) + (language == .zh ? " 至 " : " to ") + signed(high)
  }

  /// `95% 区间 47.6–56.0%`, `95% CI 47.6–56.0%`; with `n`, `，n=549` behind it.
  package func interval(low: Double?, high: Double?, n: Int? = nil) -> String {
    let range = low == nil || high == nil ? nil : prefix + range(low: low, high: high)
    return joined(range, n)
  }

  /// The interval of a score: `95% 区间 +25 至 +43`, `95% CI +25 to +43`.
  package func scoreInterval(low: Double?, high: Double?, n: Int? = nil) -> String {
    let range = low == nil || high == nil ? nil : prefix + scoreRange(low: low, high: high)
    return joined(range, n)
  }

  private var prefix: String { language == .zh ? "95% 区间 " : "95% CI " }

  private func joined(_ range: String?, _ n: Int?) -> String {
    let size = n.map { "n=" + exact($0) }
    return [range, size].compactMap { $0 }.joined(separator: language == .zh ? "，" : ", ")
  }

  /// Days as people say them: `41 天`, `41 days`.
  package func days(_ value: Double?, places: Int = 0) -> String {
    guard let value, value.isFinite else { return Self.missing }
    let text = plain(value, places: places)
    return text + (language == .zh ? " 天" : text == "1" ? " day" : " days")
  }
}

/// Rates, changes, scores and intervals.
extension NumberFormatting {
  /// A fraction as a percentage: `51.8%`; `trimmed` without needless zeros: `50%`.
  package func rate(_ fraction: Double?, places: Int = 1, trimmed: Bool = false) -> String {
    guard let fraction, fraction.isFinite else { return Self.missing }
    return DigitWriter.text { out in
      out.decimal(fraction * 100, places: places, trimmed: trimmed)
      out.put("%")
    }
  }

  /// The difference of two fractions in percentage points, without its sign: `2.1 个百分点`, `2.1 pp`.
  package func points(_ difference: Double) -> String {
    DigitWriter.text { out in
      out.decimal(abs(difference) * 100, places: 1)
      out.put(language == .zh ? " 个百分点" : " pp")
    }
  }

  /// With its sign, also a plus: `+34`, `−2`, `0`.
  package func signed(_ value: Double, places: Int = 0) -> String {
    DigitWriter.text { $0.decimal(value, places: places, plus: true) }
  }

  /// `47.6–56.0%`; a dash where there is no interval.
  package func range(low: Double?, high: Double?) -> String {
    guard let low, let high else { return Self.missing }
    return DigitWriter.text { range(low, high, &$0) }
  }

  private func range(_ low: Double, _ high: Double, _ out: inout DigitWriter) {
    out.decimal(low * 100, places: 1)
    // A dash between signs cannot be read.
    if low < 0 { out.put(language == .zh ? " 至 " : " to ") } else { out.put("–") }
    out.decimal(high * 100, places: 1)
    out.put("%")
  }

  /// `+25 至 +43`, `+25 to +43`.
  package func scoreRange(low: Double?, high: Double?) -> String {
    guard let low, let high else { return Self.missing }
    return DigitWriter.text { scoreRange(low, high, &$0) }
  }

  private func scoreRange(_ low: Double, _ high: Double, _ out: inout DigitWriter) {
    out.decimal(low, places: 0, plus: true)
    out.put(language == .zh ? " 至 " : " to ")
    out.decimal(high, places: 0, plus: true)
  }

  /// `95% 区间 47.6–56.0%`, `95% CI 47.6–56.0%`; with `n`, `，n=549` behind it.
  package func interval(low: Double?, high: Double?, n: Int? = nil) -> String {
    interval(low, high, n) { range($0, $1, &$2) }
  }

  /// The interval of a score: `95% 区间 +25 至 +43`, `95% CI +25 to +43`.
  package func scoreInterval(low: Double?, high: Double?, n: Int? = nil) -> String {
    interval(low, high, n) { scoreRange($0, $1, &$2) }
  }

  private func interval(
    _ low: Double?, _ high: Double?, _ n: Int?, _ range: (Double, Double, inout DigitWriter) -> Void
  ) -> String {
    DigitWriter.text { out in
      if let low, let high {
        out.put(language == .zh ? "95% 区间 " : "95% CI ")
        range(low, high, &out)
        if n != nil { out.put(language == .zh ? "，" : ", ") }
      }
      if let n {
        out.put("n=")
        exact(n, &out)
      }
    }
  }

  /// Days as people say them: `41 天`, `41 days`.
  package func days(_ value: Double?, places: Int = 0) -> String {
    guard let value, value.isFinite else { return Self.missing }
    let text = plain(value, places: places)
    return text + (language == .zh ? " 天" : text == "1" ? " day" : " days")
  }
}

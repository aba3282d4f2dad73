@testable import Localisation

/// Numbers put together from strings part by part, slowly and plainly: what the fast way is held against.
struct PlainNumbers {
  let language: Language

  func exact(_ value: Int) -> String {
    var digits = String(value.magnitude)
    var groups: [String] = []
    while digits.count > 3 {
      groups.insert(String(digits.suffix(3)), at: 0)
      digits.removeLast(3)
    }
    return (value < 0 ? "−" : "") + ([digits] + groups).joined(separator: ",")
  }

  func decimal(_ value: Double, places: Int) -> String {
    guard value.isFinite, abs(value) < 1e15 else { return "—" }
    let power = (0..<places).reduce(1.0) { power, _ in power * 10 }
    let scaled = (abs(value) * power).rounded()
    guard scaled < 9e18 else { return "—" }
    let units = Int(scaled)
    var text = exact(units / Int(power))
    if places > 0 {
      let digits = String(units % Int(power))
      text += "." + String(repeating: "0", count: places - digits.count) + digits
    }
    return (value < 0 && units != 0 ? "−" : "") + text
  }

  func plain(_ value: Double, places: Int) -> String {
    var text = decimal(value, places: places)
    guard text.contains(".") else { return text }
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text
  }

  func signed(_ value: Double, places: Int) -> String {
    let text = decimal(value, places: places)
    return value > 0 && text.contains { ("1"..."9").contains($0) } ? "+" + text : text
  }

  func count(_ value: Int) -> String {
    let magnitude = value.magnitude
    guard magnitude >= 10_000 else { return exact(value) }
    let units: [(size: UInt, name: String)] =
      language == .zh
      ? [(10_000, "万"), (100_000_000, "亿"), (1_000_000_000_000, "万亿")]
      : [(1_000, "K"), (1_000_000, "M"), (1_000_000_000, "B"), (1_000_000_000_000, "T")]
    var index = units.lastIndex { magnitude >= $0.size }!
    while true {
      let (text, reached) = short(magnitude, units[index].size)
      if index + 1 < units.count, reached >= units[index + 1].size / units[index].size {
        index += 1
        continue
      }
      return (value < 0 ? "−" : "") + text + units[index].name
    }
  }

  private func short(_ magnitude: UInt, _ size: UInt) -> (text: String, reached: UInt) {
    for decimals in [2, 1, 0] where decimals == 0 || magnitude < size * (decimals == 2 ? 10 : 1000) {
      let power: UInt = decimals == 2 ? 100 : decimals == 1 ? 10 : 1
      let rounded = magnitude / size * power + (magnitude % size * power * 2 + size) / (size * 2)
      let reached = rounded / power
      if (reached < 10 ? 2 : reached < 1000 ? 1 : 0) < decimals { continue }
      var digits = String(rounded % power)
      digits = String(repeating: "0", count: max(0, decimals - digits.count)) + digits
      while digits.hasSuffix("0") { digits.removeLast() }
      return (digits.isEmpty ? String(reached) : "\(reached).\(digits)", reached)
    }
    return ("", 0)
  }

  func money(_ yuan: Double) -> String {
    guard yuan.isFinite, abs(yuan) < 9e17 else { return "—" }
    let whole = Int(yuan.rounded())
    return (whole < 0 ? "−" : "") + "¥" + count(abs(whole))
  }

  func exactMoney(_ yuan: Double) -> String {
    guard yuan.isFinite, abs(yuan * 100) < 9e17 else { return "—" }
    let cents = Int((yuan * 100).rounded())
    let rest = String(abs(cents) % 100)
    return (cents < 0 ? "−" : "") + "¥" + exact(abs(cents) / 100)
      + (rest == "0" ? "" : "." + (rest.count == 1 ? "0" : "") + rest)
  }

  func range(_ low: Double, _ high: Double) -> String {
    decimal(low * 100, places: 1) + (low < 0 ? (language == .zh ? " 至 " : " to ") : "–")
      + decimal(high * 100, places: 1) + "%"
  }

  func interval(_ low: Double?, _ high: Double?, _ n: Int?, score: Bool) -> String {
    var parts: [String] = []
    if let low, let high {
      let between = language == .zh ? " 至 " : " to "
      parts.append(
        (language == .zh ? "95% 区间 " : "95% CI ")
          + (score ? signed(low, places: 0) + between + signed(high, places: 0) : range(low, high)))
    }
    if let n { parts.append("n=" + exact(n)) }
    return parts.joined(separator: language == .zh ? "，" : ", ")
  }
}

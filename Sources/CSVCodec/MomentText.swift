import ByteScanning
import Tabular

/// Dates with a time, times of day and elapsed times as CSV spells them: `2026-03-05 14:30:00`, `14:30:00`,
/// `27:15:00`, with milliseconds where there are any. Excel and WPS read all three.
package enum MomentText {
  private static let day = 86_400_000.0

  /// Days since 1970-01-01 with a fraction.
  package static func dateTime(_ value: Double) -> String {
    var whole = value.rounded(.down)
    var milliseconds = ((value - whole) * day).rounded()
    if milliseconds >= day {
      whole += 1
      milliseconds = 0
    }
    guard abs(whole) < 3_000_000 else { return String(value) }
    return Day(rawValue: Int32(whole)).description + " " + clock(milliseconds)
  }

  /// A time of day or an elapsed time, in days.
  package static func duration(_ value: Double) -> String {
    guard abs(value) < 10_000_000 else { return String(value) }
    return (value < 0 ? "-" : "") + clock((abs(value) * day).rounded())
  }

  private static func clock(_ milliseconds: Double) -> String {
    let all = Int(milliseconds)
    func two(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
    let text = two(all / 3_600_000) + ":" + two(all / 60_000 % 60) + ":" + two(all / 1000 % 60)
    if all % 1000 == 0 { return text }
    let fraction = String(all % 1000)
    return text + "." + String(repeating: "0", count: 3 - fraction.count) + fraction
  }

  /// The value of a spelling of `dateTime`, or nil.
  package static func dateTime(parsing text: String) -> Double? {
    let parts = text.split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count == 2, let day = Day(iso: parts[0]), let time = duration(parsing: String(parts[1])), time >= 0
    else { return nil }
    return Double(day.rawValue) + time
  }

  /// The value of a spelling of `duration`, in days, or nil.
  package static func duration(parsing text: String) -> Double? {
    let negative = text.hasPrefix("-")
    let parts = text.dropFirst(negative ? 1 : 0).split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 3, let hours = Int(parts[0]), let minutes = Int(parts[1]), hours >= 0, hours < 1_000_000_000,
      minutes >= 0,
      minutes < 60
    else { return nil }
    let seconds = parts[2].split(separator: ".", omittingEmptySubsequences: false)
    guard seconds.count <= 2, let whole = Int(seconds[0]), whole >= 0, whole < 60 else { return nil }
    var fraction = 0
    if seconds.count == 2 {
      guard seconds[1].count == 3, let value = Int(seconds[1]), value >= 0 else { return nil }
      fraction = value
    }
    let all = Double(((hours * 60 + minutes) * 60 + whole) * 1000 + fraction)
    return (negative ? -all : all) / day
  }
}

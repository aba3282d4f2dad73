import Tabular

/// Days as a spreadsheet counts them from 1900 (ECMA-376 §18.17.4.1, the 1900 date base): 1 is 1900-01-01, and 60 a
/// 29 February 1900 that never was, kept for the sake of older programs.
enum SerialDay {
  /// Serial of 1970-01-01.
  static let epoch = 25_569
  /// Serial of 9999-12-31, the last.
  static let last = 2_958_465

  /// The serial of a day since 1970; nil before 1900-01-01 and after 9999-12-31.
  @inline(__always)
  static func serial(_ day: Int32) -> Int? {
    let serial = Int(day) + epoch
    if serial > 60 { return serial <= last ? serial : nil }
    return serial >= 2 ? serial - 1 : nil
  }

  /// The serial of a moment since 1970 in days; nil outside the years a spreadsheet counts.
  @inline(__always)
  static func serial(_ moment: Double) -> Double? {
    let serial = moment + Double(epoch)
    if serial >= 61 { return serial < Double(last + 1) ? serial : nil }
    return serial >= 2 ? serial - 1 : nil
  }

  /// A moment that has no serial, as text: `1899-12-31 08:30:00`.
  static func text(_ moment: Double) -> String {
    let bounded = min(max(moment, -10_000_000), 10_000_000)
    let seconds = (bounded * 86_400).rounded()
    let day = Day(rawValue: Int32((seconds / 86_400).rounded(.down)))
    let rest = Int(seconds - Double(day.rawValue) * 86_400)
    func two(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
    return "\(day) \(two(rest / 3600)):\(two(rest / 60 % 60)):\(two(rest % 60))"
  }
}

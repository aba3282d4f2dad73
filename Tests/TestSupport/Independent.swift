import Foundation

/// Our numbers beside those of somebody else's program or paper: compared in tests, and written down line by line
/// where `ROLLBOOK_FIGURES` names a file (`Tests/Corpus/numbers.sh` prints them as a table).
package enum Independent {
  private static let file: FileHandle? = {
    guard let path = ProcessInfo.processInfo.environment["ROLLBOOK_FIGURES"], !path.isEmpty else { return nil }
    if !FileManager.default.fileExists(atPath: path) {
      _ = FileManager.default.createFile(atPath: path, contents: nil)
    }
    guard let handle = FileHandle(forWritingAtPath: path) else { return nil }
    _ = try? handle.seekToEnd()
    return handle
  }()
  private static let lock = NSLock()

  /// True where both are there and differ by no more than `tolerance` (times their size with `relative`), or neither is.
  package static func agrees(
    _ source: String, _ number: String, _ ours: Double?, _ theirs: Double?, within tolerance: Double,
    relative: Bool = false
  ) -> Bool {
    let difference = ours.flatMap { a in theirs.map { abs(a - $0) } }
    let allowed = tolerance * (relative ? abs(theirs ?? 0) : 1)
    let agree = difference.map { $0 <= allowed } ?? (ours == nil && theirs == nil)
    write([
      source, number, text(ours), text(theirs), difference.map { $0 == 0 ? "0" : short($0) } ?? "—",
      tolerance == 0 ? "0" : short(tolerance) + (relative ? " rel." : ""), agree ? "✓" : "✗ DIFFERS",
    ])
    return agree
  }

  package static func agrees(_ source: String, _ number: String, _ ours: Int?, _ theirs: Int?) -> Bool {
    agrees(source, number, ours.map(Double.init), theirs.map(Double.init), within: 0)
  }

  /// Rows of numbers: one line with the largest difference.
  package static func agrees(
    _ source: String, _ numbers: String, _ ours: [Double], _ theirs: [Double], within tolerance: Double
  ) -> Bool {
    let differences = zip(ours, theirs).map { abs($0 - $1) }
    let largest = differences.max() ?? 0
    let agree = ours.count == theirs.count && largest <= tolerance
    write([
      source, numbers, "\(ours.count) numbers", "\(theirs.count) numbers",
      largest == 0 ? "0" : "at most " + short(largest), tolerance == 0 ? "0" : short(tolerance),
      agree ? "✓" : "✗ DIFFERS",
    ])
    return agree
  }

  private static func write(_ cells: [String]) {
    guard let file else { return }
    let line = "| " + cells.joined(separator: " | ") + " |\n"
    lock.withLock { file.write(Data(line.utf8)) }
  }

  private static func text(_ value: Double?) -> String {
    guard let value else { return "—" }
    if value == value.rounded(), abs(value) < 1e15 { return String(Int(value)) }
    return String(format: "%.9g", value)
  }

  private static func short(_ value: Double) -> String { String(format: "%.1e", value) }
}

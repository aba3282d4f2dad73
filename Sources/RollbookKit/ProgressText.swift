package import ByteScanning
package import Localisation

/// The line that says how far the work has come: files, rows, rows a second, time left.
package enum ProgressText {
  /// - Parameter seconds: since the work began.
  package static func line(_ reading: WorkMeter.Reading, seconds: Double, _ language: Language) -> String {
    var parts = [Phrasebook.text("progress.\(reading.stage)", language)]
    if reading.files > 0 { parts.append(Phrasebook.text("progress.files", language, [grouped(reading.files)])) }
    if reading.rows > 0 {
      parts.append(Phrasebook.text("progress.rows", language, [grouped(reading.rows)]))
      if reading.stage == .reading, seconds >= 0.5 {
        let speed = Int(Double(reading.rows) / seconds)
        parts.append(Phrasebook.text("progress.speed", language, [grouped(speed)]))
      }
    }
    if reading.stage == .reading, seconds >= 1, let left = left(reading, seconds) {
      parts.append(Phrasebook.text("progress.left", language, [left < 1 ? "<1" : String(left)]))
    }
    return parts.joined(separator: " · ")
  }

  /// Whole seconds until all expected bytes are read at the speed so far; nil before it can be said.
  private static func left(_ reading: WorkMeter.Reading, _ seconds: Double) -> Int? {
    guard reading.bytes > 0, reading.expected > reading.bytes else { return nil }
    let left = seconds * Double(reading.expected - reading.bytes) / Double(reading.bytes)
    return left < 86_400 ? Int(left.rounded()) : nil
  }

  private static func grouped(_ number: Int) -> String {
    var digits = Array(String(number))
    var place = digits.count - 3
    while place > 0 {
      digits.insert(",", at: place)
      place -= 3
    }
    return String(digits)
  }
}

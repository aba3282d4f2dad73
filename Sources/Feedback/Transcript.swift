/// What was said in a call, from a transcript file: plain text, SubRip (.srt) or WebVTT (.vtt).
package struct Transcript: Sendable {
  package struct Line: Sendable, Hashable {
    /// Seconds from the start of the call; nil where the file has no times.
    package var start: Double?
    package var end: Double?
    /// `<v Name>` of WebVTT, or what stands before a colon at the start of a line.
    package var speaker: String?
    package var text: String
  }

  package let lines: [Line]

  /// The text of all lines, one a line.
  package var text: String { lines.map(\.text).joined(separator: "\n") }

  /// Minutes from the first to the last time mark, or nil.
  package var minutes: Double? {
    guard let first = lines.first(where: { $0.start != nil })?.start,
      let last = lines.last(where: { $0.end != nil })?.end
    else { return nil }
    return (last - first) / 60
  }

  /// Reads any of the three; which one is seen from the content. Cues that make no sense are kept as text: nothing said
  /// is lost.
  package init(_ content: String) {
    var lines: [Line] = []
    var start: Double?
    var end: Double?
    var pendingNumber: String?
    var inNote = false
    let isVTT = content.hasPrefix("WEBVTT") || content.hasPrefix("\u{FEFF}WEBVTT")
    var rows = content.split(omittingEmptySubsequences: false) { $0.isNewline }.map(String.init)[...]
    if isVTT { rows = rows.dropFirst() }
    func flush() {
      if let number = pendingNumber { lines.append(Line(start: start, end: end, speaker: nil, text: number)) }
      pendingNumber = nil
    }
    for row in rows {
      let row = row.hasPrefix("\u{FEFF}") ? String(row.dropFirst()) : row
      if row.allSatisfy(\.isWhitespace) {
        flush()
        inNote = false
        continue
      }
      if isVTT, row.hasPrefix("NOTE") || row.hasPrefix("STYLE") || row.hasPrefix("REGION") { inNote = true }
      if inNote { continue }
      if let (from, to) = Transcript.times(row) {
        pendingNumber = nil
        (start, end) = (from, to)
        continue
      }
      // A lone number may be a cue's number; it is text where no times follow.
      if row.allSatisfy({ $0.isNumber }) {
        flush()
        pendingNumber = row
        continue
      }
      flush()
      let (speaker, text) = Transcript.speaker(row)
      if !text.isEmpty { lines.append(Line(start: start, end: end, speaker: speaker, text: text)) }
    }
    flush()
    self.lines = lines
  }

  /// `00:01:02,500 --> 00:01:05,000`, hours optional, point or comma.
  static func times(_ row: String) -> (Double, Double)? {
    guard let arrow = row.firstRange(of: "-->") else { return nil }
    func seconds(_ text: Substring) -> Double? {
      let word = text.split(separator: " ").first.map(String.init) ?? ""
      let parts = word.replacing(",", with: ".").split(separator: ":").map { Double($0) }
      guard (2...3).contains(parts.count), parts.allSatisfy({ $0 != nil && $0! >= 0 }) else { return nil }
      return parts.reduce(0) { $0 * 60 + $1! }
    }
    guard let from = seconds(row[..<arrow.lowerBound]), let to = seconds(row[arrow.upperBound...]), to >= from else {
      return nil
    }
    return (from, to)
  }

  private static func speaker(_ row: String) -> (String?, String) {
    if row.hasPrefix("<v "), let close = row.firstIndex(of: ">") {
      return (String(row[row.index(row.startIndex, offsetBy: 3)..<close]), plain(row[row.index(after: close)...]))
    }
    if let colon = row.firstIndex(where: { $0 == "：" || $0 == ":" }),
      row.distance(from: row.startIndex, to: colon) <= 8,
      row[..<colon].allSatisfy({ $0.isLetter || $0.isNumber })
    {
      let name = String(row[..<colon])
      let rest = plain(row[row.index(after: colon)...])
      if !name.allSatisfy(\.isNumber), !rest.isEmpty { return (name, rest) }
    }
    return (nil, plain(row[...]))
  }

  /// Without the tags subtitles carry, and without white space at the ends.
  private static func plain(_ text: Substring) -> String {
    var out = ""
    var inTag = false
    for character in text {
      if character == "<" {
        inTag = true
      } else if character == ">", inTag {
        inTag = false
      } else if !inTag {
        out.append(character)
      }
    }
    if inTag { out = String(text) }
    while out.first?.isWhitespace == true { out.removeFirst() }
    while out.last?.isWhitespace == true { out.removeLast() }
    return out
  }
}

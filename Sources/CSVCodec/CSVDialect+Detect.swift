extension CSVDialect {
  /// Separators that are tried, the likelier first.
  static let candidates: [Character] = [",", "\t", ";", "|", "，", "；", "、"]

  /// The separator of a sample (UTF-8): the one that cuts most records into the same number of fields.
  ///
  /// - Parameter isAll: it is the whole text, so its last record counts.
  static func separator(of whole: [UInt8], isWhole isAll: Bool) -> Character {
    // A hundred rows are evidence enough.
    let sample = Array(whole.prefix(16_384))
    let isWhole = isAll && sample.count == whole.count
    var best: (separator: Character, score: Double) = (",", 0)
    for candidate in candidates {
      guard let score = score(candidate, sample, isWhole: isWhole), score > best.score + 0.001 else { continue }
      best = (candidate, score)
    }
    return best.separator
  }

  /// How regular the records are that a separator makes; nil where it never occurs outside quotes.
  private static func score(_ separator: Character, _ sample: [UInt8], isWhole: Bool) -> Double? {
    var widths: [Int] = []
    let lead = String(separator).utf8.first ?? 0
    guard sample.contains(lead) else { return nil }
    let narrow = WideSeparator.narrowed(sample, separator)
    var buffer = narrow.bytes
    let count = buffer.count
    buffer.append(contentsOf: repeatElement(0, count: RecordScanner.padding))
    var batch = RecordBatch()
    _ = RecordScanner(delimiter: narrow.delimiter).scan(&buffer, count: count, isLast: isWhole, into: &batch)
    for row in 0..<min(batch.rowCount, 200) {
      widths.append(Int(batch.rowFirst[row + 1] - batch.rowFirst[row]))
    }
    guard !widths.isEmpty, let widest = widths.max(), widest > 1 else { return nil }
    var counts: [Int: Int] = [:]
    for width in widths where width > 1 { counts[width, default: 0] += 1 }
    guard let mode = counts.max(by: { ($0.value, $0.key) < ($1.value, $1.key) }) else { return nil }
    let share = Double(mode.value) / Double(widths.count)
    // A full-width comma in a remark is no separator: nearly every record must have it, the header too.
    if separator.asciiValue == nil, share < 0.8 || widths[0] != mode.key && mode.key < 3 { return nil }
    // Quotes that a separator leaves in the middle of fields speak against it.
    let oddities = Double(batch.deviations.count) / Double(widths.count)
    return share - min(0.5, oddities) + min(0.2, Double(mode.key) * 0.01)
  }

  /// Excel's first line `sep=;`: the separator it names and the bytes of the line (UTF-8 sample).
  static func directive(_ sample: [UInt8]) -> (separator: Character, length: Int)? {
    guard let end = sample.firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) else { return nil }
    let line = String(decoding: sample[..<end], as: UTF8.self)
    guard line.count == 5, line.lowercased().hasPrefix("sep="), let separator = line.last else { return nil }
    let isPair = sample[end] == 0x0D && end + 1 < sample.count && sample[end + 1] == 0x0A
    return (separator, end + (isPair ? 2 : 1))
  }

  static func lineEnd(of sample: [UInt8]) -> LineEnd {
    var seen = (lf: 0, crlf: 0, cr: 0)
    for (i, byte) in sample.enumerated() {
      if byte == 0x0D {
        if i + 1 < sample.count, sample[i + 1] == 0x0A { seen.crlf += 1 } else { seen.cr += 1 }
      } else if byte == 0x0A, i == 0 || sample[i - 1] != 0x0D {
        seen.lf += 1
      }
    }
    switch (seen.lf > 0, seen.crlf > 0, seen.cr > 0) {
    case (_, false, false): return .lf
    case (false, true, false): return .crlf
    case (false, false, true): return .cr
    default: return .mixed
    }
  }
}

/// Separators that are more than one byte long.
enum WideSeparator {
  /// The text with every `separator` outside quotes as one byte, and that byte: the separator itself where it is
  /// ASCII, else a control character that does not occur in the text.
  static func narrowed(_ text: [UInt8], _ separator: Character) -> (bytes: [UInt8], delimiter: UInt8) {
    if let ascii = separator.asciiValue { return (text, ascii) }
    let pattern = Array(String(separator).utf8)
    var used = [Bool](repeating: false, count: 256)
    for byte in text { used[Int(byte)] = true }
    let delimiter = ([0x1F, 0x1E, 0x1D, 0x1C] + Array(1...8) + Array(0x0E...0x1B)).first { !used[$0] } ?? 0x1F
    var out: [UInt8] = []
    out.reserveCapacity(text.count)
    var quoted = false
    var fieldStart = true
    var i = 0
    while i < text.count {
      let byte = text[i]
      if quoted {
        if byte == 0x22 {
          if i + 1 < text.count, text[i + 1] == 0x22 {
            out.append(byte)
            i += 1
          } else {
            quoted = false
          }
        }
      } else if byte == pattern[0], i + pattern.count <= text.count,
        pattern.indices.allSatisfy({ text[i + $0] == pattern[$0] })
      {
        out.append(UInt8(delimiter))
        i += pattern.count
        fieldStart = true
        continue
      } else if byte == 0x22, fieldStart {
        quoted = true
      }
      fieldStart = !quoted && (byte == 0x0A || byte == 0x0D)
      out.append(byte)
      i += 1
    }
    return (out, UInt8(delimiter))
  }
}

import ByteScanning
import Tabular

/// What a reader noticed: the first thousand places of each kind, and how many there were.
struct CSVNotes: Sendable {
  struct Note: Sendable {
    var code: Failure.Code
    var severity: Finding.Severity
    /// From 0.
    var record: Int
    var column: Int
    var hint: [String]
  }

  private(set) var notes: [Note] = []
  private var counts: [Failure.Code: Int] = [:]
  static let limit = 1000

  mutating func add(
    _ code: Failure.Code, _ severity: Finding.Severity, record: Int, column: Int, hint: [String] = []
  ) {
    counts[code, default: 0] += 1
    if counts[code, default: 0] <= CSVNotes.limit {
      notes.append(Note(code: code, severity: severity, record: record, column: column, hint: hint))
    }
  }

  mutating func raggedRow(record: Int, width: Int, usual: Int) {
    add(width > usual ? "E306" : "E307", .note, record: record, column: -1, hint: [String(width), String(usual)])
  }

  mutating func deviation(_ deviation: RecordBatch.Deviation, record: Int) {
    switch deviation.kind {
    case .textAfterQuote: add("E303", .warning, record: record, column: deviation.column)
    case .unclosedQuote: add("E304", .warning, record: record, column: deviation.column)
    case .quoteInside: add("E305", .note, record: record, column: deviation.column)
    }
  }

  /// In sheet order; a kind with more places than are kept says so at the end.
  func findings() -> [Finding] {
    var out = notes.sorted { ($0.record, $0.column, $0.code.rawValue) < ($1.record, $1.column, $1.code.rawValue) }
      .map { note in
        Finding(
          note.code, note.severity, at: Place(source: 0, row: note.record + 1, column: note.column), hint: note.hint)
      }
    for (code, count) in counts.sorted(by: { $0.key.rawValue < $1.key.rawValue }) where count > CSVNotes.limit {
      out.append(Finding("E308", .note, at: Place(source: 0), hint: [code.rawValue, String(count - CSVNotes.limit)]))
    }
    return out
  }
}

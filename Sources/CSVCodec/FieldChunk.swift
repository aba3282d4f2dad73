import Tabular

/// A stretch of a text with the places of its fields, on its way from the file to the columns.
///
/// Written by the thread that reads it, then only looked at until every column has taken its part; `LaneCrew` hands it
/// over under its lock and gives it back to the reader after that.
final class FieldChunk: @unchecked Sendable {
  var buffer: [UInt8] = []
  var batch = RecordBatch()
  /// The rows of the batch that count.
  var rows = 0..<0
  /// Rows of the chunks before.
  var done = 0
  /// Where these are the first rows: how many times as much the whole text holds.
  var growth: Double?
}

/// Where the rows of a text stand, and what was odd about them.
struct RowLayout {
  var rowCount = 0
  /// Records seen, blank ones too.
  var recordCount = 0
  var origin = Origin()
  var notes = CSVNotes()
  /// The most fields a record had.
  var width = 0
}

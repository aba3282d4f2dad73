import Tabular

/// Which number formats the numbers of a sheet have: runs of rows of one style, column by column. Kept only where
/// somebody asks for formats.
struct FormatLog {
  private struct Run {
    var first: Int
    var last: Int
    var count: Int
    var style: Int
  }
  private var runs: [[Run]] = []

  mutating func note(_ column: Int, row: Int, style: Int) {
    while runs.count <= column { runs.append([]) }
    let end = runs[column].count - 1
    if end >= 0, runs[column][end].style == style, row >= runs[column][end].last {
      runs[column][end].last = row
      runs[column][end].count += 1
    } else {
      runs[column].append(Run(first: row, last: row, count: 1, style: style))
    }
  }

  /// Gives each column the format most of its numbers have, and lists the cells that have another.
  func settle(_ scan: inout SheetScan, codes: [String]) {
    func code(_ style: Int) -> String { style < codes.count ? codes[style] : "General" }
    for i in scan.columns.indices where scan.columns[i].index < runs.count {
      let column = scan.columns[i].index
      var tally: [String: Int] = [:]
      for run in runs[column] { tally[code(run.style), default: 0] += run.count }
      guard var usual = tally.max(by: { ($0.value, $0.key) < ($1.value, $1.key) })?.key else { continue }
      // Among texts, numbers are the exception, whatever they look like.
      if case .text = scan.columns[i].column.lane { usual = "General" }
      if usual != "General" { scan.columns[i].column.format = usual }
      for run in runs[column] where code(run.style) != usual {
        let format = code(run.style)
        // Runs of several styles with one format are one.
        if let last = scan.formats.last, last.column == column, last.format == format,
          last.rows.upperBound + 1 == run.first
        {
          scan.formats[scan.formats.count - 1].rows = last.rows.lowerBound...run.last
        } else {
          scan.formats.append(CellFormat(column: column, rows: run.first...run.last, format: format))
        }
      }
    }
  }
}

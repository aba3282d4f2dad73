/// How a workbook is to be written.
package struct XLSXWriteOptions: Sendable {
  /// For somebody outside (privacy.md "The file itself"): no defined names, no comments, no sheet of choices.
  package var forPartner = false
  /// What the sheet that holds long lists of choices is called.
  package var listSheetName = "选项"
  /// The document's title, shown in the file's properties. No person is ever named there.
  package var title: String?
  /// Protects the file with this password (UTF-8); nil = open to all.
  package var password: [UInt8]?
  /// Threads that make the big parts; the bytes do not depend on it.
  package var threads = 2
  /// Rows of a sheet, header included; fewer than Excel's only in tests.
  var rowLimit = XLSXLimits.rows

  package init() {}
}

/// What writing came to.
package struct XLSXWriteSummary: Sendable {
  package struct Sheet: Sendable, Equatable {
    /// As it stands in the workbook: legal, at most 31 characters, unlike every other.
    package var name: String
    /// Which of the tables given.
    package var table: Int
    /// The rows of that table that stand here; a table past Excel's 1,048,576 rows goes on in a further sheet.
    package var rows: Range<Int>
  }
  package var sheets: [Sheet] = []
  /// Dates a spreadsheet cannot count (before 1900), written as text `1899-12-31`.
  package var datesAsText = 0
}

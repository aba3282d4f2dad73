package import CustomerRecords
import Tabular

extension Records {
  /// Records of a few sheets written as CSV: `Records.from(["客户": "客户编号,姓名\n1,王小明"])`.
  ///
  /// The sheets are those of one workbook `test.xlsx`, in the order of their names. `roles` (`visits=test.xlsx#S`)
  /// tell what a sheet is where its headers don't.
  package static func from(
    _ sheets: [String: String], options: ReadOptions = ReadOptions(), asOf: String? = nil, roles: [String] = []
  ) throws -> Records {
    var options = options
    if let asOf { options.asOf = Day(iso: asOf) }
    options.roles += try roles.map { try SheetRole(argument: $0) }
    let workbook = GridWorkbook(
      sheets.sorted { $0.key < $1.key }.map { GridWorkbook.Sheet($0.key, csv: $0.value) })
    return try RecordReader.read([InputWorkbook(file: "test.xlsx", reading: workbook)], options: options)
  }
}

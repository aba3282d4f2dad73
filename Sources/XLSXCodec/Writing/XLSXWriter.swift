package import ByteScanning
package import ReleaseGate
import Tabular
import ZipContainer

/// Writes workbooks (ECMA-376 part 1, transitional) of what passed the release gate, and of nothing else.
///
/// Text stays text: a cell that begins with `=` is a string, never a formula. The same tables give the same bytes,
/// unless a password is set.
package enum XLSXWriter {
  /// Writes one workbook, a sheet a table (more for tables past Excel's rows), to `sink` as it is made.
  ///
  /// - Throws: `Failure`: `E243` a text longer than a cell holds, `E244` too many texts, `E245` too many columns,
  ///   `E246` no sheet; what the sink throws.
  @discardableResult
  package static func write<S: Scope>(
    _ sheets: [Released<S>], to sink: any ByteSink, options: XLSXWriteOptions = XLSXWriteOptions()
  ) throws -> XLSXWriteSummary {
    guard let password = options.password else { return try writePackage(sheets, to: sink, options: options) }
    let memory = MemorySink(room: EncryptedPackage.room)
    let summary = try writePackage(sheets, to: memory, options: options)
    var file = memory.take()
    try EncryptedPackage.encrypt(inPlace: &file, password: password)
    try sink.write(file)
    return summary
  }

  /// Whether a number format can be written; cells with another look like General.
  package static func canWrite(format: String) -> Bool { WrittenFormat.checked(format) != nil }

  /// The workbook as bytes.
  package static func bytes<S: Scope>(
    _ sheets: [Released<S>], options: XLSXWriteOptions = XLSXWriteOptions()
  ) throws -> [UInt8] {
    let sink = MemorySink()
    try write(sheets, to: sink, options: options)
    return sink.bytes
  }

  private static func writePackage<S: Scope>(
    _ sheets: [Released<S>], to sink: any ByteSink, options: XLSXWriteOptions
  ) throws -> XLSXWriteSummary {
    let plan = try WorkbookPlan(sheets, options: options)
    let parts = plan.sheets.map { sheet in
      PackageParts.Sheet(
        name: sheet.name, hasComments: !sheet.part.comments.isEmpty, hasTable: sheet.part.plan.isExcelTable,
        printTitles: options.forPartner || sheet.part.plan.headerRow == 0 ? nil : "$1:$\(sheet.part.plan.headerRow)")
    }
    let zip = ZipWriter(to: sink, threads: options.threads)
    try zip.add("[Content_Types].xml", PackageParts.contentTypes(parts))
    try zip.add("_rels/.rels", PackageParts.packageRelationships())
    try zip.add("docProps/app.xml", PackageParts.extendedProperties())
    try zip.add("docProps/core.xml", PackageParts.coreProperties(title: options.title))
    try zip.add("xl/workbook.xml", PackageParts.workbook(parts))
    try zip.add("xl/_rels/workbook.xml.rels", PackageParts.workbookRelationships(parts))
    try zip.add("xl/theme/theme1.xml", ThemePart.make(isChinese: plan.isChinese))
    try zip.add("xl/styles.xml", StyleSheetPart.make(plan.styles, isChinese: plan.isChinese))
    var block = 1
    for (i, sheet) in plan.sheets.enumerated() {
      let number = i + 1
      try sheet.part.write("xl/worksheets/sheet\(number).xml", to: zip)
      if let relationships = PackageParts.sheetRelationships(parts[i], number: number) {
        try zip.add("xl/worksheets/_rels/sheet\(number).xml.rels", relationships)
      }
      if parts[i].hasTable { try zip.add("xl/tables/table\(number).xml", TablePart.make(sheet.part, number: number)) }
      if parts[i].hasComments {
        try zip.add("xl/comments\(number).xml", CommentsPart.texts(sheet.part.comments))
        try zip.add("xl/drawings/vmlDrawing\(number).vml", CommentsPart.boxes(sheet.part.comments, block: block))
        block += CommentsPart.blockCount(sheet.part.comments)
      }
    }
    try SharedStringsPart(plan.strings).write("xl/sharedStrings.xml", to: zip)
    try zip.finish()
    return plan.summary
  }
}

import XMLStreaming

/// `xl/tables/tableN.xml` (ECMA-376 §18.5): the header's filter buttons and the banded look.
enum TablePart {
  /// - Parameter number: unlike every other table's in the workbook, from 1.
  static func make(_ sheet: WorksheetPart, number: Int) -> [UInt8] {
    var xml = XMLWriter()
    let name = "Table\(number)"
    xml.element(
      "table",
      [
        "xmlns": OOXML.main, "id": "\(number)", "name": name, "displayName": name, "ref": sheet.tableRange,
        "totalsRowShown": "0",
      ]
    ) { xml in
      xml.element("autoFilter", ["ref": sheet.tableRange])
      xml.element("tableColumns", ["count": "\(sheet.plan.columns.count)"]) { xml in
        for (i, column) in sheet.plan.columns.enumerated() {
          xml.element("tableColumn", ["id": "\(i + 1)", "name": column.header])
        }
      }
      xml.element(
        "tableStyleInfo",
        [
          "name": "TableStyleMedium2", "showFirstColumn": "0", "showLastColumn": "0", "showRowStripes": "1",
          "showColumnStripes": "0",
        ])
    }
    return xml.bytes
  }
}

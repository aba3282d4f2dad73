import XMLStreaming

/// The parts that say what the other parts are: content types, relationships, the workbook, its properties
/// (ECMA-376 part 2 §6.2.3, §6.5; part 1 §18.2).
enum PackageParts {
  /// A sheet and the parts that hang on it.
  struct Sheet {
    var name: String
    var hasComments: Bool
    var hasTable: Bool
    /// Rows to repeat on every printed page, nil = none.
    var printTitles: String?
  }

  private static let packageType = "application/vnd.openxmlformats-package."
  private static let sheetType = "application/vnd.openxmlformats-officedocument.spreadsheetml."

  static func contentTypes(_ sheets: [Sheet]) -> [UInt8] {
    var xml = XMLWriter()
    xml.element("Types", ["xmlns": OOXML.contentTypes]) { xml in
      func put(_ part: String, _ type: String, to xml: inout XMLWriter) {
        xml.element("Override", ["PartName": part, "ContentType": type])
      }
      xml.element("Default", ["Extension": "rels", "ContentType": packageType + "relationships+xml"])
      xml.element("Default", ["Extension": "xml", "ContentType": "application/xml"])
      if sheets.contains(where: \.hasComments) {
        xml.element(
          "Default", ["Extension": "vml", "ContentType": "application/vnd.openxmlformats-officedocument.vmlDrawing"])
      }
      put("/xl/workbook.xml", sheetType + "sheet.main+xml", to: &xml)
      for (i, sheet) in sheets.enumerated() {
        put("/xl/worksheets/sheet\(i + 1).xml", sheetType + "worksheet+xml", to: &xml)
        if sheet.hasTable { put("/xl/tables/table\(i + 1).xml", sheetType + "table+xml", to: &xml) }
        if sheet.hasComments { put("/xl/comments\(i + 1).xml", sheetType + "comments+xml", to: &xml) }
      }
      put("/xl/theme/theme1.xml", "application/vnd.openxmlformats-officedocument.theme+xml", to: &xml)
      put("/xl/styles.xml", sheetType + "styles+xml", to: &xml)
      put("/xl/sharedStrings.xml", sheetType + "sharedStrings+xml", to: &xml)
      put("/docProps/core.xml", packageType + "core-properties+xml", to: &xml)
      put("/docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml", to: &xml)
    }
    return xml.bytes
  }

  static func packageRelationships() -> [UInt8] {
    relationships([
      ("rId1", OOXML.officeRelationships + "/officeDocument", "xl/workbook.xml"),
      ("rId2", OOXML.packageRelationships + "/metadata/core-properties", "docProps/core.xml"),
      ("rId3", OOXML.officeRelationships + "/extended-properties", "docProps/app.xml"),
    ])
  }

  static func workbookRelationships(_ sheets: [Sheet]) -> [UInt8] {
    var list = sheets.indices.map {
      ("rId\($0 + 1)", OOXML.officeRelationships + "/worksheet", "worksheets/sheet\($0 + 1).xml")
    }
    list.append(("rIdTheme", OOXML.officeRelationships + "/theme", "theme/theme1.xml"))
    list.append(("rIdStyles", OOXML.officeRelationships + "/styles", "styles.xml"))
    list.append(("rIdStrings", OOXML.officeRelationships + "/sharedStrings", "sharedStrings.xml"))
    return relationships(list)
  }

  /// - Parameter number: of the sheet, from 1.
  static func sheetRelationships(_ sheet: Sheet, number: Int) -> [UInt8]? {
    var list: [(String, String, String)] = []
    if sheet.hasTable {
      list.append(("rIdTable", OOXML.officeRelationships + "/table", "../tables/table\(number).xml"))
    }
    if sheet.hasComments {
      list.append(("rIdDrawing", OOXML.officeRelationships + "/vmlDrawing", "../drawings/vmlDrawing\(number).vml"))
      list.append(("rIdComments", OOXML.officeRelationships + "/comments", "../comments\(number).xml"))
    }
    return list.isEmpty ? nil : relationships(list)
  }

  private static func relationships(_ list: [(id: String, type: String, target: String)]) -> [UInt8] {
    var xml = XMLWriter()
    xml.element("Relationships", ["xmlns": OOXML.packageRelationships]) { xml in
      for entry in list { xml.element("Relationship", ["Id": entry.id, "Type": entry.type, "Target": entry.target]) }
    }
    return xml.bytes
  }

  static func workbook(_ sheets: [Sheet]) -> [UInt8] {
    var xml = XMLWriter()
    xml.element("workbook", ["xmlns": OOXML.main, "xmlns:r": OOXML.officeRelationships]) { xml in
      xml.element("workbookPr")
      xml.element("bookViews") { $0.element("workbookView", ["windowWidth": "28800", "windowHeight": "15000"]) }
      xml.element("sheets") { xml in
        for (i, sheet) in sheets.enumerated() {
          xml.element("sheet", ["name": sheet.name, "sheetId": "\(i + 1)", "r:id": "rId\(i + 1)"])
        }
      }
      if sheets.contains(where: { $0.printTitles != nil }) {
        xml.element("definedNames") { xml in
          for (i, sheet) in sheets.enumerated() {
            guard let rows = sheet.printTitles else { continue }
            xml.element(
              "definedName", ["name": "_xlnm.Print_Titles", "localSheetId": "\(i)"],
              text: "\(SheetNaming.quoted(sheet.name))!\(rows)")
          }
        }
      }
    }
    return xml.bytes
  }

  /// No author, no dates, no machine.
  static func coreProperties(title: String?) -> [UInt8] {
    var xml = XMLWriter()
    xml.element("cp:coreProperties", ["xmlns:cp": OOXML.coreProperties, "xmlns:dc": OOXML.dublinCore]) { xml in
      let title = (title ?? "").unicodeScalars.filter { $0.value >= 0x20 && $0.value & 0xFFFE != 0xFFFE }
      if !title.isEmpty { xml.element("dc:title", text: String(String.UnicodeScalarView(title))) }
    }
    return xml.bytes
  }

  static func extendedProperties() -> [UInt8] {
    var xml = XMLWriter()
    xml.element("Properties", ["xmlns": OOXML.extendedProperties]) { $0.element("Application", text: "Rollbook") }
    return xml.bytes
  }
}

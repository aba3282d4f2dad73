import XMLStreaming

/// `xl/theme/theme1.xml` (ECMA-376 §20.1.6): the colours that the banded table look is mixed from, and the fonts.
/// The schema wants three each of fills, lines, effects and backgrounds; the plainest do.
enum ThemePart {
  static func make(isChinese: Bool) -> [UInt8] {
    var xml = XMLWriter()
    xml.element("a:theme", ["xmlns:a": "http://schemas.openxmlformats.org/drawingml/2006/main", "name": "Rollbook"]) {
      xml in
      xml.element("a:themeElements") { xml in
        xml.element("a:clrScheme", ["name": "Rollbook"]) { colours(&$0) }
        xml.element("a:fontScheme", ["name": "Rollbook"]) { xml in
          xml.element("a:majorFont") { fonts(&$0, isChinese) }
          xml.element("a:minorFont") { fonts(&$0, isChinese) }
        }
        xml.element("a:fmtScheme", ["name": "Rollbook"]) { xml in
          xml.element("a:fillStyleLst") { xml in
            for _ in 0..<3 { solid(&xml) }
          }
          xml.element("a:lnStyleLst") { xml in
            for width in ["6350", "12700", "19050"] { xml.element("a:ln", ["w": width]) { solid(&$0) } }
          }
          xml.element("a:effectStyleLst") { xml in
            for _ in 0..<3 { xml.element("a:effectStyle") { $0.element("a:effectLst") } }
          }
          xml.element("a:bgFillStyleLst") { xml in
            for _ in 0..<3 { solid(&xml) }
          }
        }
      }
    }
    return xml.bytes
  }

  private static func colours(_ xml: inout XMLWriter) {
    let list: [(StaticString, String)] = [
      ("a:dk1", "000000"), ("a:lt1", "FFFFFF"), ("a:dk2", "1F3864"), ("a:lt2", "F2F2F2"), ("a:accent1", "2F5597"),
      ("a:accent2", "C55A11"), ("a:accent3", "7F7F7F"), ("a:accent4", "BF9000"), ("a:accent5", "2E75B6"),
      ("a:accent6", "548235"), ("a:hlink", "0563C1"), ("a:folHlink", "954F72"),
    ]
    for (name, colour) in list { xml.element(name) { $0.element("a:srgbClr", ["val": colour]) } }
  }

  private static func fonts(_ xml: inout XMLWriter, _ isChinese: Bool) {
    xml.element("a:latin", ["typeface": isChinese ? "等线" : "Calibri"])
    xml.element("a:ea", ["typeface": ""])
    xml.element("a:cs", ["typeface": ""])
    if isChinese { xml.element("a:font", ["script": "Hans", "typeface": "等线"]) }
  }

  private static func solid(_ xml: inout XMLWriter) {
    xml.element("a:solidFill") { $0.element("a:schemeClr", ["val": "phClr"]) }
  }
}

import XMLStreaming

/// `xl/styles.xml` (ECMA-376 §18.8).
enum StyleSheetPart {
  /// `dxfId` of the tint that conditional formats use.
  static let problemTint = 0

  /// - Parameter isChinese: the body font that reads best; programs without it take their own.
  static func make(_ styles: StyleRegistry, isChinese: Bool) -> [UInt8] {
    var xml = XMLWriter()
    xml.element("styleSheet", ["xmlns": OOXML.main]) { xml in
      if !styles.formats.isEmpty {
        xml.element("numFmts", ["count": "\(styles.formats.count)"]) { xml in
          for (i, format) in styles.formats.enumerated() {
            xml.element("numFmt", ["numFmtId": "\(WrittenFormat.firstCustomID + i)", "formatCode": format])
          }
        }
      }
      fonts(&xml, name: isChinese ? "等线" : "Calibri", isChinese: isChinese)
      fills(&xml)
      borders(&xml)
      xml.element("cellStyleXfs", ["count": "1"]) {
        $0.element("xf", ["numFmtId": "0", "fontId": "0", "fillId": "0", "borderId": "0"])
      }
      xml.element("cellXfs", ["count": "\(styles.looks.count)"]) { xml in
        for look in styles.looks { cellFormat(&xml, look, styles.formatID(look)) }
      }
      xml.element("cellStyles", ["count": "1"]) {
        $0.element("cellStyle", ["name": "Normal", "xfId": "0", "builtinId": "0"])
      }
      xml.element("dxfs", ["count": "1"]) { xml in
        xml.element("dxf") { xml in
          xml.element("font") { $0.element("color", ["rgb": "FF9C0006"]) }
          xml.element("fill") { $0.element("patternFill") { $0.element("bgColor", ["rgb": "FFFFC7CE"]) } }
        }
      }
      xml.element("tableStyles", ["count": "0", "defaultTableStyle": "TableStyleMedium2"])
    }
    return xml.bytes
  }

  private static func cellFormat(_ xml: inout XMLWriter, _ look: CellLook, _ format: Int) {
    let attributes: KeyValuePairs<StaticString, String?> = [
      "numFmtId": "\(format)", "fontId": "\(look.font.rawValue)", "fillId": "\(fill(look.fill))",
      "borderId": look.hasGrid ? "1" : "0", "xfId": "0", "applyNumberFormat": format != 0 ? "1" : nil,
      "applyFont": look.font != .body ? "1" : nil, "applyFill": look.fill != .none ? "1" : nil,
      "applyBorder": look.hasGrid ? "1" : nil, "applyAlignment": look.alignment != .automatic ? "1" : nil,
    ]
    switch look.alignment {
    case .automatic: xml.element("xf", attributes)
    case .left: xml.element("xf", attributes) { $0.element("alignment", ["horizontal": "left", "vertical": "center"]) }
    case .middle: xml.element("xf", attributes) { $0.element("alignment", ["vertical": "center"]) }
    case .center:
      xml.element("xf", attributes) { $0.element("alignment", ["horizontal": "center", "vertical": "center"]) }
    case .wrapped:
      xml.element("xf", attributes) { $0.element("alignment", ["vertical": "center", "wrapText": "1"]) }
    case .header:
      xml.element("xf", attributes) {
        $0.element("alignment", ["horizontal": "center", "vertical": "center", "wrapText": "1"])
      }
    }
  }

  /// In the order of `CellLook.Font`.
  private static func fonts(_ xml: inout XMLWriter, name: String, isChinese: Bool) {
    let fonts: [(size: String, bold: Bool, colour: String?)] = [
      ("11", false, nil), ("11", true, "FFFFFFFF"), ("14", true, "FF1F3864"), ("11", false, "FF9C0006"),
      ("11", false, "FF7F6000"), ("11", false, "FF006100"), ("11", true, "FF1F3864"),
    ]
    xml.element("fonts", ["count": "\(fonts.count)"]) { xml in
      for font in fonts {
        xml.element("font") { xml in
          if font.bold { xml.element("b") }
          xml.element("sz", ["val": font.size])
          if let colour = font.colour { xml.element("color", ["rgb": colour]) }
          xml.element("name", ["val": name])
          if isChinese { xml.element("charset", ["val": "134"]) }
        }
      }
    }
  }

  /// The first two fills are what every program expects there; the others in the order of `CellLook.Fill`.
  private static func fills(_ xml: inout XMLWriter) {
    let colours = ["FF2F5597", "FF548235", "FFFFC7CE", "FFFFEB9C", "FFDDEBF7", "FFC6EFCE", "FFFFF9E5"]
    xml.element("fills", ["count": "\(colours.count + 2)"]) { xml in
      for pattern in ["none", "gray125"] {
        xml.element("fill") { $0.element("patternFill", ["patternType": pattern]) }
      }
      for colour in colours {
        xml.element("fill") { xml in
          xml.element("patternFill", ["patternType": "solid"]) { xml in
            xml.element("fgColor", ["rgb": colour])
            xml.element("bgColor", ["indexed": "64"])
          }
        }
      }
    }
  }

  private static func fill(_ fill: CellLook.Fill) -> Int { fill == .none ? 0 : Int(fill.rawValue) + 1 }

  private static func borders(_ xml: inout XMLWriter) {
    let sides: [StaticString] = ["left", "right", "top", "bottom"]
    xml.element("borders", ["count": "2"]) { xml in
      xml.element("border") { xml in
        for side in sides { xml.element(side) }
        xml.element("diagonal")
      }
      xml.element("border") { xml in
        for side in sides {
          xml.element(side, ["style": "thin"]) { $0.element("color", ["rgb": "FFD9D9D9"]) }
        }
        xml.element("diagonal")
      }
    }
  }
}

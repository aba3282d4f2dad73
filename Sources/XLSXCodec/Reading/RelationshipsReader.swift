import ByteScanning
import XMLStreaming

/// A relationship of a part (ECMA-376 Part 2 §6.5).
struct Relationship {
  enum Kind { case officeDocument, worksheet, chartsheet, dialogsheet, macrosheet, sharedStrings, styles, other }
  var id: String
  var kind: Kind
  var target: String
  var isExternal: Bool
}

/// Reads a relationships part.
final class RelationshipsReader: XMLSink {
  private(set) var relationships: [Relationship] = []

  func startElement(_ element: borrowing XMLElement) {
    guard element.name.isLocal("Relationship"), let target = element.text("Target") else { return }
    let type = element.text("Type") ?? ""
    relationships.append(
      Relationship(
        id: element.text("Id") ?? "", kind: RelationshipsReader.kind(type), target: target,
        isExternal: element.text("TargetMode") == "External"))
  }

  func endElement(_ name: XMLName) {}
  func characters(_ text: UnsafeBufferPointer<UInt8>) {}

  /// The last step of the type's URI says it in the transitional and in the strict form.
  private static func kind(_ type: String) -> Relationship.Kind {
    switch type.split(separator: "/").last {
    case "officeDocument": return .officeDocument
    case "worksheet": return .worksheet
    case "chartsheet": return .chartsheet
    case "dialogsheet": return .dialogsheet
    case "xlMacrosheet", "xlIntlMacrosheet": return .macrosheet
    case "sharedStrings": return .sharedStrings
    case "styles": return .styles
    default: return .other
    }
  }
}

/// Reads `[Content_Types].xml`: what it says is not needed to find the sheets, but a file whose list of contents is no
/// XML, or worse, is no workbook.
final class ContentTypesReader: XMLSink {
  /// Content types of parts, by part name without the leading slash, in lower case.
  private(set) var overrides: [String: String] = [:]

  func startElement(_ element: borrowing XMLElement) {
    guard element.name.isLocal("Override"), let part = element.text("PartName"),
      let type = element.text("ContentType")
    else { return }
    overrides[part.drop { $0 == "/" }.lowercased()] = type
  }

  func endElement(_ name: XMLName) {}
  func characters(_ text: UnsafeBufferPointer<UInt8>) {}
}

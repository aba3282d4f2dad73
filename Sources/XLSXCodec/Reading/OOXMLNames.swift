import XMLStreaming

/// Namespaces of the parts, in both forms of the standard: transitional (ECMA-376 Part 4) and strict (Part 1).
enum OOXMLNames {
  static let main: [StaticString] = [
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main",
  ]
  static let relationships: [StaticString] = [
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
  ]
  static let packageRelationships: StaticString = "http://schemas.openxmlformats.org/package/2006/relationships"
  static let contentTypes: StaticString = "http://schemas.openxmlformats.org/package/2006/content-types"
}

extension XMLName {
  /// Whether this is an element of SpreadsheetML. Some writers leave the namespace out altogether; nothing else that
  /// stands in these parts does, so no namespace counts as this one.
  var isMain: Bool {
    if uri == nil { return !isUndeclared }
    return OOXMLNames.main.contains { isIn($0) }
  }

  func isMain(_ local: StaticString) -> Bool { isLocal(local) && isMain }
}

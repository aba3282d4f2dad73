import Tabular
import XMLStreaming

/// Reads `workbook.xml`: the sheets in their order, and the date system (ECMA-376 Part 1 §18.2).
final class WorkbookPartReader: XMLSink {
  struct Sheet {
    var name: String
    var visibility: SheetInfo.Visibility
    /// Nil where the writer left it out, or empty.
    var relationship: String?
  }

  private(set) var sheets: [Sheet] = []
  private(set) var is1904 = false
  private(set) var isWorkbook = false
  private var path: [Bool] = []

  func startElement(_ element: borrowing XMLElement) {
    let depth = path.count
    // Only what stands in its place counts: AlternateContent and extensions may repeat names.
    let inPlace = depth == 0 || path[depth - 1]
    var known = false
    if inPlace && element.name.isMain {
      switch depth {
      case 0:
        known = element.name.isLocal("workbook")
        isWorkbook = known
      case 1:
        known = element.name.isLocal("sheets")
        if element.name.isLocal("workbookPr") { is1904 = element.flag("date1904") ?? false }
      case 2 where element.name.isLocal("sheet"):
        let visibility: SheetInfo.Visibility
        switch element.text("state") {
        case "hidden": visibility = .hidden
        case "veryHidden": visibility = .veryHidden
        default: visibility = .visible
        }
        let id = element.text("id", in: OOXMLNames.relationships)
        sheets.append(
          Sheet(
            name: element.text("name") ?? "", visibility: visibility, relationship: id == "" ? nil : id))
      default: break
      }
    }
    path.append(known)
  }

  func endElement(_ name: XMLName) { path.removeLast() }
  func characters(_ text: UnsafeBufferPointer<UInt8>) {}
}

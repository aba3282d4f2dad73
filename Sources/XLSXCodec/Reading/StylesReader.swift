import XMLStreaming

/// Reads `styles.xml` as far as cells need it: which of the cell formats (`cellXfs`) makes a date of a number.
final class StylesReader: XMLSink {
  private var custom: [Int: FormatMeaning] = [:]
  private var formatIDs: [Int] = []
  private var path: [Level] = []
  private enum Level { case root, formats, cells, other }

  /// `FormatMeaning` raw values by style index.
  var kinds: [FormatMeaning] {
    formatIDs.map { custom[$0] ?? FormatMeaning.of(builtin: $0) }
  }

  func startElement(_ element: borrowing XMLElement) {
    var level = Level.other
    if element.name.isMain {
      switch path.last {
      case nil: level = .root
      case .root:
        if element.name.isLocal("numFmts") { level = .formats }
        if element.name.isLocal("cellXfs") { level = .cells }
      case .formats:
        if element.name.isLocal("numFmt"), let id = element.number("numFmtId"), let code = element.text("formatCode") {
          custom[id] = FormatMeaning.of(code: code)
        }
      case .cells: if element.name.isLocal("xf") { formatIDs.append(element.number("numFmtId") ?? 0) }
      case .other: break
      }
    }
    path.append(level)
  }

  func endElement(_ name: XMLName) { path.removeLast() }
  func characters(_ text: UnsafeBufferPointer<UInt8>) {}
}

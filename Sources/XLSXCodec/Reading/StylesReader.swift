import XMLStreaming

/// Reads `styles.xml` as far as cells need it: the number format of each of the cell
/// formats (`cellXfs`), and which of them make a date of a number.
final class StylesReader: XMLSink {
  private var custom: [Int: (meaning: FormatMeaning, code: String)] = [:]
  private var formatIDs: [Int] = []
  private var path: [Level] = []
  private enum Level { case root, formats, cells, other }

  /// `FormatMeaning` raw values by style index.
  var kinds: [FormatMeaning] {
    formatIDs.map { custom[$0]?.meaning ?? FormatMeaning.of(builtin: $0) }
  }

  /// Format codes by style index.
  var codes: [String] { formatIDs.map { custom[$0]?.code ?? BuiltinFormats.code($0) } }

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
          // Chinese programs write the word for General in their own language.
          let plain = code.split(separator: "G/通用格式", omittingEmptySubsequences: false).joined(separator: "General")
          custom[id] = (FormatMeaning.of(code: plain), plain)
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

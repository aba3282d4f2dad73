import Tabular
import XMLStreaming

/// Reads `sharedStrings.xml` from libxml2's events (ECMA-376 Part 1 §18.4): string n of the table is text n of the pool.
final class SharedStringsReader: XMLSink {
  private enum Level { case outside, table, item, run, text }

  var pool = TextPool()
  private var level = Level.outside
  private var skipped = 0
  private var inRun = false
  private var preserve = false
  private var text: [UInt8] = []
  private var item: [UInt8] = []
  private(set) var isOther = false

  var scanner = StringScanner()

  var isBetweenItems: Bool { level == .table && skipped == 0 }

  func startElement(_ element: borrowing XMLElement) {
    guard skipped == 0, element.name.isMain else {
      skipped += 1
      return
    }
    let name = element.name
    switch level {
    case .outside where name.isLocal("sst"): level = .table
    case .outside:
      isOther = true
      skipped += 1
    case .table where name.isLocal("si"):
      level = .item
      item.removeAll(keepingCapacity: true)
    case .item where name.isLocal("r"): level = .run
    // Phonetic runs (rPh) say how a text is read, not what it is: left out like everything else.
    case .item where name.isLocal("t"), .run where name.isLocal("t"):
      inRun = level == .run
      level = .text
      preserve = element.preservesSpace
      text.removeAll(keepingCapacity: true)
    default: skipped += 1
    }
  }

  func characters(_ characters: UnsafeBufferPointer<UInt8>) {
    if skipped == 0, level == .text { text.append(contentsOf: characters) }
  }

  func endElement(_ name: XMLName) {
    if skipped > 0 {
      skipped -= 1
      return
    }
    switch level {
    case .outside: break
    case .table: level = .outside
    case .item:
      // Escapes are decoded over the whole text: a surrogate pair may be split between runs.
      item.withUnsafeBufferPointer { bytes in
        if SheetText.mayHoldEscape(bytes) {
          var decoded: [UInt8] = []
          SheetText.appendDecoded(bytes, to: &decoded)
          _ = pool.append(decoded)
        } else {
          _ = pool.append(bytes)
        }
      }
      level = .table
    case .run: level = .item
    case .text:
      text.withUnsafeBufferPointer { item.append(contentsOf: preserve ? $0 : SheetText.trimmed($0)) }
      level = inRun ? .run : .item
    }
  }
}

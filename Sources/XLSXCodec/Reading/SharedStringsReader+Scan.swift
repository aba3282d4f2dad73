import ByteScanning
import Tabular

extension SharedStringsReader: ScannablePart {
  static var opening: StaticString { "<sst" }
  static var itemEnd: StaticString { "</si>" }
  static var closing: StaticString { "</sst" }
  var isFull: Bool { false }
  var failure: Failure? { nil }

  func scan(_ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> (UnsafePointer<UInt8>, ScanStop) {
    scanner.scan(start, end, into: &pool)
  }
}

/// Reads plain strings, `<si><t>…</t></si>`, straight from bytes; rich and phonetic ones are for libxml2.
struct StringScanner: ~Copyable {
  private var markup = MarkupScanner()
  private var decoded: [UInt8] = []

  mutating func scan(
    _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, into pool: inout TextPool
  ) -> (UnsafePointer<UInt8>, ScanStop) {
    var p = start
    while true {
      MarkupScanner.skipSpace(&p)
      let itemStart = p
      if ByteSearch.starts("<si>", p) {
        p += 4
        if item(&p, &pool) { continue }
        return (itemStart, ByteSearch.find("</si>", itemStart, end) == nil ? .needsMore : .unusual)
      }
      if ByteSearch.starts("</sst", p) { return (p, .end) }
      return (p, end - p < 16 ? .needsMore : .unusual)
    }
  }

  private mutating func item(_ p: inout UnsafePointer<UInt8>, _ pool: inout TextPool) -> Bool {
    guard let text = markup.onlyText(&p, closing: "</si>") else { return false }
    if text.raw {
      guard markup.decode(text.bytes) else { return false }
      markup.scratch.withUnsafeBufferPointer { StringScanner.append($0, text.preserve, to: &pool, &decoded) }
    } else {
      StringScanner.append(text.bytes, text.preserve, to: &pool, &decoded)
    }
    return true
  }

  @inline(__always)
  private static func append(
    _ text: UnsafeBufferPointer<UInt8>, _ preserve: Bool, to pool: inout TextPool, _ decoded: inout [UInt8]
  ) {
    let text = preserve ? text : SheetText.trimmed(text)
    if SheetText.mayHoldEscape(text) {
      decoded.removeAll(keepingCapacity: true)
      SheetText.appendDecoded(text, to: &decoded)
      decoded.withUnsafeBufferPointer { _ = pool.append($0) }
    } else {
      _ = pool.append(text)
    }
  }
}

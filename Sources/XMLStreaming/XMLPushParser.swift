package import ByteScanning
import CLibXML2

/// A SAX reader over libxml2's push parser: bytes go in as they come, events go to a sink.
///
/// Safe against hostile documents by construction: no network, no entities but the five of XML itself, no DTD — a
/// DOCTYPE stops the parser at once, because with a handler of one's own libxml2 expands internal entities even
/// when not asked to, and calls the document well-formed after it was stopped. Hence the flag of our own.
/// Only UTF-8 and UTF-16 are read (ECMA-376 Part 2 §6.1.4).
package final class XMLPushParser {
  /// Shared with libxml2's callbacks, which can hold no Swift context.
  struct State {
    unowned(unsafe) let sink: any XMLSink
    let limits: XMLLimits
    var context: xmlParserCtxtPtr?
    var depth = 0
    var run = 0
    var sawRoot = false
    var failure: Failure?

    mutating func stop(_ failure: Failure) {
      if self.failure == nil { self.failure = failure }
      xmlStopParser(context)
    }
  }

  /// libxml2 sets itself up once, before any thread can race for it.
  private static let library: Void = xmlInitParser()

  private let state: UnsafeMutablePointer<State>
  private let context: xmlParserCtxtPtr
  private let part: String
  /// Keeps the sink alive for the unowned reference in `state`.
  private let sink: any XMLSink
  private var head: [UInt8] = []
  private var started = false
  /// libxml2 holds more than it should when fed much at once.
  private static let chunk = 64 << 10

  /// How deep inside the document the parser stands: 1 = in the root element.
  package var depth: Int { state.pointee.depth }

  /// The document is in UTF-8, said so or by silence; known once the declaration has passed.
  package private(set) var isUTF8 = false

  /// A parser for one part; `part` is its name for messages. Throws `Failure` E215 when libxml2 gives none.
  package init(part: String, sink: any XMLSink, limits: XMLLimits = XMLLimits()) throws(Failure) {
    _ = XMLPushParser.library
    self.part = part
    self.sink = sink
    state = .allocate(capacity: 1)
    state.initialize(to: State(sink: sink, limits: limits))
    var handler = XMLPushParser.handler
    guard let context = xmlCreatePushParserCtxt(&handler, state, nil, 0, nil) else {
      state.deinitialize(count: 1)
      state.deallocate()
      throw Failure("E215", kind: .internalFault, [part])
    }
    self.context = context
    // XML_PARSE_NONET alone: never NOENT, DTDLOAD, HUGE or XINCLUDE.
    xmlCtxtUseOptions(context, Int32(XML_PARSE_NONET.rawValue))
    state.pointee.context = context
  }

  deinit {
    xmlFreeParserCtxt(context)
    state.deinitialize(count: 1)
    state.deallocate()
  }

  /// The next bytes of the document. Throws E215–E219.
  package func feed(_ bytes: UnsafeBufferPointer<UInt8>) throws(Failure) {
    var rest = bytes[...]
    if !started {
      // The declaration is looked at before libxml2 sees a byte of it, so that no exotic decoder is ever started.
      while head.count < 256, let byte = rest.popFirst() {
        head.append(byte)
        if byte == UInt8(ascii: ">") && head.first != 0xFE && head.first != 0xFF { break }
      }
      guard head.count >= 256 || head.last == UInt8(ascii: ">") else { return }
      try start()
    }
    while !rest.isEmpty {
      let piece = rest.prefix(XMLPushParser.chunk)
      try push(UnsafeBufferPointer(rebasing: piece))
      rest = rest.dropFirst(piece.count)
    }
  }

  /// The document has ended: throws where it should not have. Throws E215–E219.
  package func finish() throws(Failure) {
    if !started { try start() }
    let result = xmlParseChunk(context, nil, 0, 1)
    try check(result)
    guard state.pointee.sawRoot, state.pointee.depth == 0, context.pointee.wellFormed == 1 else {
      throw Failure("E215", [part])
    }
  }

  private func start() throws(Failure) {
    started = true
    guard let encoding = XMLPushParser.encoding(head) else { throw Failure("E219", [part]) }
    isUTF8 = encoding == .utf8
    try head.withUnsafeBufferPointer { bytes throws(Failure) in try push(bytes) }
    head = []
  }

  private func push(_ bytes: UnsafeBufferPointer<UInt8>) throws(Failure) {
    guard let start = bytes.baseAddress, !bytes.isEmpty else { return }
    let result = start.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
      xmlParseChunk(context, $0, Int32(bytes.count), 0)
    }
    try check(result)
  }

  private func check(_ result: Int32) throws(Failure) {
    if let failure = state.pointee.failure {
      throw Failure(failure.code, [part] + failure.arguments)
    }
    // An undeclared prefix is the one error that leaves a document well-formed.
    if result != 0, context.pointee.wellFormed == 0 { throw Failure("E215", [part]) }
  }

  private enum Encoding { case utf8, utf16 }

  /// UTF-8 or UTF-16, by byte order mark, by first bytes, and by what the declaration says; nil for all others.
  private static func encoding(_ head: [UInt8]) -> Encoding? {
    if head.starts(with: [0xFE, 0xFF]) || head.starts(with: [0xFF, 0xFE]) {
      // FF FE 00 00 is UTF-32.
      return head.starts(with: [0xFF, 0xFE, 0, 0]) ? nil : .utf16
    }
    if head.starts(with: [0, 0x3C]) || head.starts(with: [0x3C, 0]) {
      return head.starts(with: [0x3C, 0, 0, 0]) ? nil : .utf16
    }
    if head.starts(with: [0, 0]) { return nil }
    let text = String(decoding: head, as: UTF8.self)
    guard text.contains("<?xml"), let at = text.range(of: "encoding") else { return .utf8 }
    let rest = text[at.upperBound...].drop { $0 == " " || $0 == "=" || $0 == "\t" || $0 == "\n" || $0 == "\r\n" }
    guard let quote = rest.first, quote == "\"" || quote == "'" else { return .utf8 }
    switch rest.dropFirst().prefix(while: { $0 != quote }).uppercased() {
    case "UTF-8", "UTF8": return .utf8
    // A declaration in single bytes that claims UTF-16 is wrong about itself: libxml2 judges it.
    case "UTF-16", "UTF16": return .utf16
    default: return nil
    }
  }
}

extension String {
  /// Where a short text stands, without Foundation.
  fileprivate func range(of needle: String) -> Range<Index>? {
    var at = startIndex
    while at < endIndex {
      if self[at...].hasPrefix(needle) { return at..<index(at, offsetBy: needle.count) }
      at = index(after: at)
    }
    return nil
  }
}

import ByteScanning
import Testing

@testable import XMLStreaming

@Suite("Reading XML") struct PushParserTests {
  /// Writes events down in one line.
  private final class Tape: XMLSink {
    var text = ""
    func startElement(_ element: borrowing XMLElement) {
      text += "<" + element.name.localText
      if element.name.isIn("urn:main") { text += "!" }
      if element.name.isUndeclared { text += "?" }
      if let value = element.text("a") { text += " a=\(value)" }
      if let value = element.text("a", in: ["urn:other"]) { text += " o:a=\(value)" }
      text += ">"
    }
    func endElement(_ name: XMLName) { text += "</>" }
    func characters(_ run: UnsafeBufferPointer<UInt8>) { text += String(decoding: run, as: UTF8.self) }
  }

  private func events(
    _ bytes: [UInt8], piece: Int = .max, limits: XMLLimits = XMLLimits()
  ) -> (text: String, code: String?) {
    let tape = Tape()
    do {
      let parser = try XMLPushParser(part: "p", sink: tape, limits: limits)
      var rest = bytes[...]
      while !rest.isEmpty {
        let next = rest.prefix(piece)
        try Array(next).withUnsafeBufferPointer { try parser.feed($0) }
        rest = rest.dropFirst(next.count)
      }
      try parser.finish()
      return (tape.text, nil)
    } catch {
      return (tape.text, (error as? Failure)?.code.rawValue ?? "?")
    }
  }

  private func code(_ text: String) -> String? { events(Array(text.utf8)).code }

  private static let document = """
    <?xml version="1.0" encoding="UTF-8"?><!-- c --><m:r xmlns:m="urn:main" xmlns:o="urn:other" a="1 &amp; &#38;lt; 2">
    <m:x o:a="é" a="">中文&lt;&#x41;<![CDATA[<&>]]></m:x><y xmlns="urn:main"/><z/></m:r>
    """

  @Test("names come by namespace, entities resolved, whatever the pieces", arguments: [1, 2, 5, 64, Int.max])
  func document(piece: Int) {
    let (text, code) = events(Array(PushParserTests.document.utf8), piece: piece)
    #expect(code == nil)
    #expect(text == "<r! a=1 & &lt; 2>\n<x! a= o:a=é>中文<A<&></><y!></><z></></>")
  }

  @Test(
    "a document type is refused, whatever is in it",
    arguments: [
      "<!DOCTYPE a><a/>", "<!DOCTYPE a [<!ENTITY e \"x\">]><a>&e;</a>",
      "<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>",
      "<!DOCTYPE a [<!ENTITY % p SYSTEM \"http://localhost:1/\"> %p;]><a/>",
      "<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><a>&e;</a>",
    ])
  func documentType(text: String) {
    let (seen, code) = events(Array(text.utf8))
    #expect(code == "E216")
    #expect(seen.isEmpty)
  }

  @Test(
    "what is not well-formed is refused",
    arguments: [
      "", " ", "text", "<a>", "<a></b>", "<a/><b/>", "<a b=1/>", "<a b=\"1\" b=\"2\"/>", "<a>&nosuch;</a>",
      "<a>&#1;</a>",
      "<a>\u{1}</a>", "<a>]]></a>", "<a b=\"<\"/>", "<a/>x", "<a><!-- -- --></a>",
    ])
  func malformed(text: String) { #expect(code(text) == "E215") }

  @Test("broken UTF-8 is refused")
  func brokenUTF8() {
    for bytes in [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xE4, 0xB8], [0xF5, 0x80, 0x80, 0x80]] as [[UInt8]] {
      #expect(events(Array("<a>".utf8) + bytes + Array("</a>".utf8)).code == "E215", "\(bytes)")
    }
  }

  @Test("UTF-16 is read with its mark, other encodings are refused")
  func encodings() {
    func utf16(_ text: String, big: Bool) -> [UInt8] {
      (big ? [0xFE, 0xFF] : [0xFF, 0xFE])
        + text.utf16.flatMap { big ? [UInt8($0 >> 8), UInt8($0 & 255)] : [UInt8($0 & 255), UInt8($0 >> 8)] }
    }
    for big in [true, false] {
      for piece in [1, 3, Int.max] {
        let (text, code) = events(utf16("<a>中\u{1F600}</a>", big: big), piece: piece)
        #expect(code == nil && text == "<a>中\u{1F600}</>")
      }
    }
    for name in ["ISO-8859-1", "GB18030", "UTF-7", "UTF-32", "EBCDIC-CP-US", "windows-1252"] {
      #expect(code("<?xml version=\"1.0\" encoding=\"\(name)\"?><a/>") == "E219")
    }
    #expect(events([0xFF, 0xFE, 0, 0, 0x3C, 0, 0, 0]).code == "E219")
    #expect(events([0, 0, 0, 0x3C]).code == "E219")
  }

  @Test("depth, attributes and texts have their limits")
  func limits() {
    var limits = XMLLimits()
    limits.depth = 5
    limits.attributeBytes = 10
    limits.textBytes = 10
    func code(_ text: String) -> String? { events(Array(text.utf8), limits: limits).code }
    #expect(code("<a><a><a><a><a></a></a></a></a></a>") == nil)
    #expect(code("<a><a><a><a><a><a></a></a></a></a></a></a>") == "E217")
    #expect(code("<a b=\"0123456789\"/>") == nil)
    #expect(code("<a b=\"0123456789x\"/>") == "E218")
    #expect(code("<a>0123456789</a>") == nil)
    #expect(code("<a>01234<![CDATA[56789x]]></a>") == "E218")
  }

  @Test("a prefix nobody declared leaves the document readable and the name unknown")
  func undeclared() {
    let (text, code) = events(Array("<a><x:b a=\"1\"/></a>".utf8))
    #expect(code == nil)
    #expect(text == "<a><b? a=1></></>")
  }
}

/// Takes the events of a document as `XMLPushParser` finds them. Everything handed over is valid during the call only.
package protocol XMLSink: AnyObject {
  func startElement(_ element: borrowing XMLElement)
  func endElement(_ name: XMLName)
  /// Character data, entities resolved, line ends normalised; one run may come in several pieces.
  func characters(_ text: UnsafeBufferPointer<UInt8>)
}

/// The name of an element: local part, and the namespace it is in. Prefixes mean nothing (Namespaces in XML 1.0 §3).
package struct XMLName {
  package let local: UnsafePointer<UInt8>
  package let uri: UnsafePointer<UInt8>?
  /// A prefix that nobody declared puts a name in no namespace that anyone knows.
  package let isUndeclared: Bool

  package func isLocal(_ name: StaticString) -> Bool { XMLName.equal(local, name) }

  package func isIn(_ namespace: StaticString) -> Bool {
    guard let uri else { return false }
    return XMLName.equal(uri, namespace)
  }

  /// The local name as text, for messages and for names that are data.
  package var localText: String { String(cString: local) }

  static func equal(_ text: UnsafePointer<UInt8>, _ other: StaticString) -> Bool {
    let count = other.utf8CodeUnitCount
    let bytes = other.utf8Start
    for i in 0..<count where text[i] != bytes[i] { return false }
    return text[count] == 0
  }
}

/// A start tag.
package struct XMLElement: ~Copyable {
  package let name: XMLName
  /// libxml2's quintuples: local name, prefix, URI, value start, value end.
  let attributes: UnsafeMutablePointer<UnsafePointer<UInt8>?>?
  package let attributeCount: Int

  /// The raw bytes of an attribute without a namespace, or in the one given. An `&` still stands as `&#38;` in them.
  package func attribute(
    _ name: StaticString, in namespaces: [StaticString] = []
  ) -> UnsafeBufferPointer<UInt8>? {
    guard let attributes else { return nil }
    for i in 0..<attributeCount {
      let at = attributes + i * 5
      guard let local = at[0], XMLName.equal(local, name) else { continue }
      if namespaces.isEmpty {
        if at[1] != nil { continue }
      } else {
        guard let uri = at[2], namespaces.contains(where: { XMLName.equal(uri, $0) }) else { continue }
      }
      guard let start = at[3], let end = at[4] else { return UnsafeBufferPointer(start: nil, count: 0) }
      return UnsafeBufferPointer(start: start, count: end - start)
    }
    return nil
  }

  /// An attribute as text.
  package func text(_ name: StaticString, in namespaces: [StaticString] = []) -> String? {
    attribute(name, in: namespaces).map { XMLElement.text($0) }
  }

  /// A whole number from 0 on; nil where the attribute is absent or no such number.
  package func number(_ name: StaticString) -> Int? {
    guard let text = attribute(name), !text.isEmpty, text.count <= 18, text.allSatisfy({ $0 &- 48 < 10 }) else {
      return nil
    }
    return text.reduce(0) { $0 * 10 + Int($1 - 48) }
  }

  /// `1` and `true` (ST_Boolean of XML Schema).
  package func flag(_ name: StaticString) -> Bool? {
    switch text(name) {
    case "1", "true", "on": return true
    case "0", "false", "off": return false
    default: return nil
    }
  }

  /// libxml2 leaves `&` as `&#38;` in attribute values unless it replaces entities, which it never may here.
  private static func text(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    guard bytes.contains(UInt8(ascii: "&")) else { return String(decoding: bytes, as: UTF8.self) }
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count)
    let escape = Array("&#38;".utf8)
    var i = 0
    while i < bytes.count {
      out.append(bytes[i])
      i += bytes[i...].starts(with: escape) ? escape.count : 1
    }
    return String(decoding: out, as: UTF8.self)
  }
}

import ByteScanning
import CLibXML2

extension XMLPushParser {
  /// The handler table given to libxml2. Everything not named here is left out, external subsets and entities with it.
  static var handler: xmlSAXHandler {
    var table = xmlSAXHandler()
    table.initialized = UInt32(XML_SAX2_MAGIC)
    table.internalSubset = { raw, _, _, _ in
      guard let state = XMLPushParser.state(raw) else { return }
      state.pointee.stop(Failure("E216"))
    }
    table.startElementNs = { raw, local, prefix, uri, _, _, count, _, attributes in
      guard let state = XMLPushParser.state(raw), let local, state.pointee.failure == nil else { return }
      state.pointee.depth += 1
      state.pointee.run = 0
      state.pointee.sawRoot = true
      let limits = state.pointee.limits
      if state.pointee.depth > limits.depth {
        state.pointee.stop(Failure("E217", [String(limits.depth)]))
        return
      }
      if let attributes {
        for i in 0..<Int(count) {
          guard let start = attributes[i * 5 + 3], let end = attributes[i * 5 + 4] else { continue }
          if end - start > limits.attributeBytes {
            state.pointee.stop(Failure("E218", [String(limits.attributeBytes)]))
            return
          }
        }
      }
      let sink = state.pointee.sink
      sink.startElement(
        XMLElement(
          name: XMLName(local: local, uri: uri, isUndeclared: prefix != nil && uri == nil), attributes: attributes,
          attributeCount: Int(count)))
    }
    table.endElementNs = { raw, local, prefix, uri in
      guard let state = XMLPushParser.state(raw), let local, state.pointee.failure == nil else { return }
      state.pointee.run = 0
      let sink = state.pointee.sink
      sink.endElement(XMLName(local: local, uri: uri, isUndeclared: prefix != nil && uri == nil))
      state.pointee.depth -= 1
    }
    let text: charactersSAXFunc = { raw, bytes, count in
      guard let state = XMLPushParser.state(raw), let bytes, state.pointee.failure == nil else { return }
      state.pointee.run += Int(count)
      let limit = state.pointee.limits.textBytes
      if state.pointee.run > limit {
        state.pointee.stop(Failure("E218", [String(limit)]))
        return
      }
      let sink = state.pointee.sink
      sink.characters(UnsafeBufferPointer(start: bytes, count: Int(count)))
    }
    table.characters = text
    table.cdataBlock = text
    // The same function for both: libxml2 then never judges what white space matters.
    table.ignorableWhitespace = text
    table.serror = { raw, error in
      guard let state = XMLPushParser.state(raw), let error else { return }
      // Errors of namespaces (an undeclared prefix) are not fatal: the name is then one that nobody knows.
      if error.pointee.level == XML_ERR_FATAL { state.pointee.stop(Failure("E215")) }
    }
    return table
  }

  private static func state(_ raw: UnsafeMutableRawPointer?) -> UnsafeMutablePointer<State>? {
    raw?.assumingMemoryBound(to: State.self)
  }
}

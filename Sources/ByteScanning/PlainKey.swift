/// A word as the key of a table, compared and hashed byte by byte: for words that were made comparable before, where
/// Unicode's canonical equivalence costs more than all the rest of a look-up.
package struct PlainKey: Hashable, Sendable {
  package let text: String

  package init(_ text: String) { self.text = text }

  package static func == (a: PlainKey, b: PlainKey) -> Bool {
    a.text.utf8.count == b.text.utf8.count && a.text.utf8.elementsEqual(b.text.utf8)
  }

  package func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}

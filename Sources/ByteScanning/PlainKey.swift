#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A word as the key of a table, compared and hashed byte by byte: for words that were made comparable before, where
/// Unicode's canonical equivalence costs more than all the rest of a look-up.
package struct PlainKey: Hashable, Sendable {
  package let text: String

  package init(_ text: String) { self.text = text }

  package static func == (a: PlainKey, b: PlainKey) -> Bool {
    guard a.text.utf8.count == b.text.utf8.count else { return false }
    var (a, b) = (a.text, b.text)
    return a.withUTF8 { a in
      b.withUTF8 { b in a.isEmpty || memcmp(a.baseAddress!, b.baseAddress!, a.count) == 0 }
    }
  }

  package func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}

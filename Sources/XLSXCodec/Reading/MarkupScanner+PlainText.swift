extension MarkupScanner {
  /// The content of one `t` element, where it stands in the buffer.
  struct PlainText {
    var bytes: UnsafeBufferPointer<UInt8>
    /// References and line ends are still to be decoded.
    var raw = false
    /// White space at the ends counts (`xml:space="preserve"`).
    var preserve = false
  }

  /// `<t>…</t>` as the only child of the element whose start tag ends before `p`; moves `p` behind `closing`, its end
  /// tag. Runs and phonetics are for libxml2 (nil).
  @inline(__always)
  func onlyText(_ p: inout Pointer, closing: StaticString) -> PlainText? {
    MarkupScanner.skipSpace(&p)
    var preserve = false
    if ByteSearch.starts("<t>", p) {
      p += 3
    } else if ByteSearch.starts("<t xml:space=\"preserve\">", p) {
      p += 24
      preserve = true
    } else {
      return nil
    }
    let first = p
    var raw = false
    guard text(&p, &raw), ByteSearch.starts("</t>", p) else { return nil }
    let bytes = UnsafeBufferPointer(start: first, count: p - first)
    p += 4
    MarkupScanner.skipSpace(&p)
    guard ByteSearch.starts(closing, p) else { return nil }
    p += closing.utf8CodeUnitCount
    return PlainText(bytes: bytes, raw: raw, preserve: preserve)
  }
}

extension TextEncoding {
  /// A text file's content, in whatever encoding it is, without its byte order mark.
  package static func text(of bytes: [UInt8]) -> String {
    let guess = detect(bytes.span.extracting(0..<min(bytes.count, 65_536)))
    let text = guess.encoding.decoded(bytes)
    return text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
  }
}

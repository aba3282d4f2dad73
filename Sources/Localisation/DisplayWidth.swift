import ByteScanning

/// How many terminal columns a text takes: Chinese characters and full-width forms take two, marks none.
package enum DisplayWidth {
  package static func of(_ text: String) -> Int { text.reduce(0) { $0 + of($1) } }

  package static func of(_ character: Character) -> Int {
    guard let scalar = character.unicodeScalars.first else { return 0 }
    // Control characters are not drawn.
    if scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value) { return 0 }
    switch CharacterWidth(scalar) {
    case .none: return 0
    case .narrow, .ambiguous: return 1
    case .wide: return 2
    }
  }

  /// `text` cut to `width` columns (with … where something was cut) and filled up with spaces.
  package static func fit(_ text: String, _ width: Int) -> String {
    let own = of(text)
    if own <= width { return text + String(repeating: " ", count: width - own) }
    var out = ""
    var used = 0
    for character in text {
      let w = of(character)
      if used + w > width - 1 { break }
      out.append(character)
      used += w
    }
    return out + "…" + String(repeating: " ", count: max(0, width - used - 1))
  }
}

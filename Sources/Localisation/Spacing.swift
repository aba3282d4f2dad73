/// Spaces in sentences put together from parts: Chinese has none between its own characters.
package enum Spacing {
  /// The sentence without single spaces between two ideographs, or between an ideograph and a full-width mark.
  package static func settled(_ sentence: String, _ language: Language) -> String {
    guard language == .zh else { return sentence }
    let all = Array(sentence.unicodeScalars)
    var out = String.UnicodeScalarView()
    for (i, scalar) in all.enumerated() {
      if scalar == " ", i > 0, i + 1 < all.count, isFullWidth(all[i - 1]), isFullWidth(all[i + 1]) { continue }
      out.append(scalar)
    }
    return String(out)
  }

  private static func isFullWidth(_ scalar: Unicode.Scalar) -> Bool {
    (0x3000...0x9FFF).contains(scalar.value) || (0xFF00...0xFFEF).contains(scalar.value)
  }
}

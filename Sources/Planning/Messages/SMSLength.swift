/// How long a text is as a short message (3GPP TS 23.038): 160 characters of the default alphabet in one message, 153 in
/// each part of a longer one; with any other character, as Chinese, 70 and 67 UTF-16 units.
package struct SMSLength: Sendable, Hashable {
  /// Characters as the operator counts them.
  package let units: Int
  package let parts: Int
  /// Whether the default alphabet was enough.
  package let isBasic: Bool

  package init(_ text: String) {
    var basic = 0
    var fits = true
    for scalar in text.unicodeScalars {
      if SMSLength.alphabet.contains(scalar) {
        basic += 1
      } else if SMSLength.extended.contains(scalar) {
        basic += 2
      } else {
        fits = false
        break
      }
    }
    isBasic = fits
    units = fits ? basic : text.utf16.count
    let (single, part) = fits ? (160, 153) : (70, 67)
    parts = units == 0 ? 0 : units <= single ? 1 : (units + part - 1) / part
  }

  private static let alphabet = Set(
    ("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
      + "abcdefghijklmnopqrstuvwxyzäöñüà").unicodeScalars)
  private static let extended = Set("^{}\\[~]|€".unicodeScalars)
}

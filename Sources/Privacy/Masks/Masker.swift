/// Masks values by one rule, byte for byte; it keeps its scratch space, so a column costs no allocation a value.
///
/// Every rule normalises first (`Canonical`), hides a value that already carries masks, and hides all of what it
/// does not understand: one `*` a grapheme.
package struct Masker {
  package let rule: MaskRule
  var digits: [UInt8] = []

  package init(_ rule: MaskRule) { self.rule = rule }

  /// Appends the masked form of `raw` (UTF-8) to `out`.
  package mutating func mask(_ raw: UnsafeBufferPointer<UInt8>, into out: inout [UInt8]) -> MaskOutcome.Kind {
    if rule == .freeText { return FreeTextPatterns.mask(raw, into: &out) }
    if Canonical.isPlain(raw) { return rewrite(Canonical.trimmed(raw), into: &out) }
    var value = Canonical.text(raw)
    return value.withUTF8 { rewrite($0, into: &out) }
  }

  private mutating func rewrite(_ s: UnsafeBufferPointer<UInt8>, into out: inout [UInt8]) -> MaskOutcome.Kind {
    if s.isEmpty { return .empty }
    let start = out.count
    var kind: MaskOutcome.Kind = .hidden
    if rule != .all, !Masker.carriesMasks(s) {
      switch rule {
      case .name: kind = name(s, into: &out)
      case .phone: kind = phones(s, into: &out)
      case .idCard: kind = idCard(s, into: &out)
      case .permit: kind = permit(s, into: &out)
      case .email: kind = emails(s, into: &out)
      case .address: kind = address(s, into: &out)
      case .bankCard: kind = bankCard(s, into: &out)
      case .wechat, .qq: kind = account(s, into: &out)
      case .birthday: kind = birthday(s, into: &out)
      case .plate: kind = plate(s, into: &out)
      case .freeText, .all: break
      }
    } else if rule == .all {
      kind = .masked
      out.stars(Masker.graphemes(s))
      return kind
    }
    if kind != .masked {
      out.removeSubrange(start...)
      out.stars(rule == .address ? 4 : Masker.graphemes(s))
    }
    return kind
  }

  /// How many graphemes canonical bytes hold.
  static func graphemes(_ s: UnsafeBufferPointer<UInt8>) -> Int {
    if !Canonical.isPlain(s) { return String(decoding: s, as: UTF8.self).count }
    var n = 0
    for byte in s where byte & 0xC0 != 0x80 { n += 1 }
    return n
  }

  /// True where a value came masked already: `*`, and the blots people use instead of it.
  static func carriesMasks(_ s: UnsafeBufferPointer<UInt8>) -> Bool {
    var plain = true
    for byte in s {
      if byte == star { return true }
      if byte == 0xC3 || byte == 0xE2 { plain = false }
    }
    if plain { return false }
    return String(decoding: s, as: UTF8.self).unicodeScalars.contains { blots.contains($0.value) }
  }

  /// × ∗ ⁎ ● ○ ◯ ■ □ █ ▇ • ✱ ※ are none but the last of them in names or numbers of people.
  private static let blots: Set<UInt32> = [
    0xD7, 0x2217, 0x204E, 0x25CF, 0x25CB, 0x25EF, 0x25A0, 0x25A1, 0x2588, 0x2587, 0x2022, 0x2731,
  ]
}

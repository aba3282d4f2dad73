/// What a mask made of one value.
package struct MaskOutcome: Sendable, Equatable {
  package enum Kind: String, Sendable {
    /// The value was understood and partly hidden.
    case masked
    /// The value was not understood, or already carried masks: hidden whole.
    case hidden
    /// A value that a spreadsheet had damaged (`1.10105E+17`): hidden whole.
    case damaged
    /// There was nothing to mask.
    case empty
  }
  package let text: String
  package let kind: Kind
}

/// The masks of privacy.md on single values: what `rollbook mask RULE VALUE…` shows.
package enum Masks {
  /// Masks `value` by the rule called `rule` (`name`, `phone`, `mobile`, `id_card` …, zh or en).
  ///
  /// Throws `Failure` E501 with the nearest rule where nobody knows the word.
  package static func apply(rule: String, value: String) throws -> MaskOutcome {
    apply(try MaskRule.named(rule), to: value)
  }

  package static func apply(_ rule: MaskRule, to value: String) -> MaskOutcome {
    var masker = Masker(rule)
    var out: [UInt8] = []
    var value = value
    let kind = value.withUTF8 { masker.mask($0, into: &out) }
    return MaskOutcome(text: String(decoding: out, as: UTF8.self), kind: kind)
  }
}

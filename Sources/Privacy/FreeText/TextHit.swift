/// Something personal found in a text.
struct TextHit: Equatable {
  enum Kind: UInt8 { case phone, idCard, bankCard, email, account, permit, name }
  var kind: Kind
  /// Scalars of the normalised text.
  var scalars: Range<Int>
  /// The digits as they count, for numbers; empty for others.
  var digits: [UInt8] = []
  /// For dictionary hits: which entry.
  var entry = -1
}

/// Which kinds of personal data a scanner takes out.
struct TextTargets: OptionSet, Sendable, Hashable {
  let rawValue: UInt8
  static let names = TextTargets(rawValue: 1)
  static let phones = TextTargets(rawValue: 2)
  /// Identity cards, permits, bank cards.
  static let cards = TextTargets(rawValue: 4)
  /// E-mails, WeChat, QQ.
  static let accounts = TextTargets(rawValue: 8)
  static let all: TextTargets = [.names, .phones, .cards, .accounts]

  func wants(_ kind: TextHit.Kind) -> Bool {
    switch kind {
    case .name: return contains(.names)
    case .phone: return contains(.phones)
    case .idCard, .bankCard, .permit: return contains(.cards)
    case .email, .account: return contains(.accounts)
    }
  }
}

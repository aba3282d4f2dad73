/// What one cell of the views sheet says a role sees of a field.
package enum ViewWord: Hashable, Sendable {
  case full
  /// Age band, month, district, income band.
  case band
  /// The field's own mask.
  case mask
  case rule(MaskRule)
  case token
  case hide

  /// How much it takes away: the larger is the stricter.
  package var strictness: Int {
    switch self {
    case .full: return 0
    case .band: return 1
    case .mask, .rule: return 2
    case .token: return 3
    case .hide: return 4
    }
  }

  private static let words: [(ViewWord, [String])] = [
    (.full, ["full", "全部", "完整", "显示", "明文"]), (.band, ["band", "分段", "区间", "分档"]),
    (.mask, ["mask", "掩码", "脱敏", "打码"]), (.token, ["token", "代号", "令牌", "假名"]),
    (.hide, ["hide", "hidden", "隐藏", "不显示", "-", "×"]),
  ]

  private static let plain = Dictionary(
    words.flatMap { word, spellings in spellings.map { ($0, word) } }, uniquingKeysWith: { first, _ in first })

  /// Every spelling, for suggestions.
  package static let spellings: [String] = words.flatMap(\.1) + MaskRule.words.map { "mask:" + $0 }

  /// Reads a cell: `full`, `mask`, `mask:phone`, `掩码：姓名` …; nil where the word is unknown.
  package init?(cell: String) {
    // As nearly every cell of nearly every sheet has it.
    if let plain = Self.plain[cell] {
      self = plain
      return
    }
    let text = String(cell.lowercased().map { $0 == "：" ? ":" : $0 }.filter { !$0.isWhitespace })
    if let found = Self.words.first(where: { $0.1.contains(text) }) {
      self = found.0
      return
    }
    let parts = text.split(separator: ":", maxSplits: 1)
    guard parts.count == 2, ["mask", "掩码", "脱敏", "打码"].contains(String(parts[0])),
      let rule = MaskRule(word: String(parts[1]))
    else { return nil }
    self = .rule(rule)
  }

  /// As the sheet spells it.
  package var name: String {
    switch self {
    case .full: return "full"
    case .band: return "band"
    case .mask: return "mask"
    case .rule(let rule): return "mask:" + rule.rawValue
    case .token: return "token"
    case .hide: return "hide"
    }
  }

  /// The stricter of two; two different masks are hidden whole. `own` is what `mask` means for the field.
  package func stricter(_ other: ViewWord, own: MaskRule) -> ViewWord {
    if strictness != other.strictness { return strictness > other.strictness ? self : other }
    let rules = [self, other].map { word -> MaskRule? in
      switch word {
      case .rule(let rule): return rule
      case .mask: return own
      default: return nil
      }
    }
    guard let a = rules[0], let b = rules[1], a != b else { return self }
    return .rule(.all)
  }
}

/// Which rows a role may see.
package enum RowScope: String, Sendable, CaseIterable {
  case own, team, `class`, campus, all

  private static let zh: [String: RowScope] = [
    "自己": .own, "本人": .own, "团队": .team, "本团队": .team, "班级": .class, "本班": .class, "校区": .campus, "本校区": .campus,
    "全部": .all,
  ]

  package init?(cell: String) {
    let text = cell.lowercased()
    guard let scope = RowScope(rawValue: text) ?? Self.zh[text] else { return nil }
    self = scope
  }

  package static let words: [String] = allCases.map(\.rawValue) + zh.keys.sorted()

  /// How many rows it takes away: the larger is the stricter.
  package var strictness: Int {
    switch self {
    case .all: return 0
    case .campus: return 1
    case .team: return 2
    case .class: return 3
    case .own: return 4
    }
  }
}

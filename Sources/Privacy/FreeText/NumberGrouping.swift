/// How the digits of one candidate are grouped: 138 0013 8000, 6222-0212-3456-7890.
struct NumberGrouping {
  /// How many groups.
  private var count = 0
  /// Their sizes from the first on, four bits each; 15 stands for more.
  private var sizes: UInt64 = 0
  private var separators: Separators = []
  private var hasChinese = false
  /// All but the last have four digits.
  private var areFours = true
  private var last = 0

  /// Which separators stand between the groups: one bit each.
  private struct Separators: OptionSet {
    let rawValue: UInt8
    static let none = Separators(rawValue: 1 << DigitRun.Separator.none.rawValue)
    static let dot = Separators(rawValue: 1 << DigitRun.Separator.dot.rawValue)
    static let list = Separators(rawValue: 1 << DigitRun.Separator.list.rawValue)
    /// How many kinds.
    var count: Int { rawValue.nonzeroBitCount }
  }

  init(_ groups: ArraySlice<DigitRun.Group>) {
    for group in groups {
      if count > 0 {
        separators.insert(Separators(rawValue: 1 << group.separator.rawValue))
        areFours = areFours && last == 4
      }
      last = group.digits.count
      if count < 16 { sizes |= UInt64(min(last, 15)) << UInt64(4 * count) }
      hasChinese = hasChinese || group.isChinese
      count += 1
    }
  }

  private var first: Int { Int(sizes & 15) }

  /// True where the groups have exactly these sizes.
  func isGrouped(_ wanted: Int...) -> Bool {
    wanted.count == count && wanted.indices.allSatisfy { Int(sizes >> UInt64(4 * $0) & 15) == wanted[$0] }
  }

  /// One group, or digits of two scripts side by side.
  var isUnbroken: Bool { count == 1 || separators == .none }
  /// Dots and commas part amounts and lists as well.
  private var isLoose: Bool { !separators.isDisjoint(with: [.dot, .list]) }
  var joinsPhone: Bool { isUnbroken || (count <= 6 && !isLoose) }

  /// 138-0013-8000, 138 00138000, 1380013 8000, 1-3-8-0-…; dots, commas and slashes only where they group as phones do.
  var looksLikeMobile: Bool {
    if hasChinese, !isLoose { return true }
    if count >= 10, !separators.contains(.list) { return true }
    if isLoose { return isGrouped(3, 4, 4) || isGrouped(3, 3, 5) }
    return count <= 4 && first >= 3 && separators.subtracting(.none).count == 1 || isGrouped(3, 4, 4)
  }
  var looksLikeLandline: Bool { (3...4).contains(first) && count <= 3 && !isLoose }
  var looksLikeService: Bool { first == 3 && count <= 3 && !isLoose }
  var looksLikeID: Bool {
    (isGrouped(6, 8, 4) || isGrouped(6, 8, 3) || isGrouped(6, 4, 4, 4)) && !isLoose
  }
  var looksLikeCard: Bool { !isLoose && count >= 4 && areFours && last <= 4 }
}

import ReleaseGate
import Tabular

extension ColumnPlan {
  /// The number format of cells of one kind in a column for which `wanted` was asked, if it fits the kind: a date
  /// under a money format would come back as a number.
  static func format(_ variant: Variant, wanted: String?, column: Column) -> String? {
    let wanted = WrittenFormat.checked(wanted)
    switch variant {
    case .text: return wanted
    case .number:
      guard let wanted, wanted != WrittenFormat.text, !WrittenFormat.showsDate(wanted) else { return nil }
      return wanted
    case .boolean, .error: return nil
    case .day:
      if let wanted, WrittenFormat.showsDate(wanted), !WrittenFormat.showsElapsed(wanted),
        !WrittenFormat.showsOnlyTime(wanted)
      {
        return wanted
      }
      return WrittenFormat.day
    case .dateTime:
      if let wanted, WrittenFormat.showsDate(wanted), !WrittenFormat.showsElapsed(wanted),
        !WrittenFormat.showsOnlyTime(wanted)
      {
        return wanted
      }
      return hasSeconds(column) ? "yyyy-mm-dd hh:mm:ss" : "yyyy-mm-dd hh:mm"
    case .time:
      if let wanted, WrittenFormat.showsOnlyTime(wanted), !WrittenFormat.showsElapsed(wanted) { return wanted }
      return hasSeconds(column) ? "hh:mm:ss" : "hh:mm"
    case .duration:
      if let wanted, WrittenFormat.showsElapsed(wanted) { return wanted }
      return hasSeconds(column) ? "[h]:mm:ss" : "[h]:mm"
    }
  }

  /// Whether any time of the column has seconds to show.
  private static func hasSeconds(_ column: Column) -> Bool {
    func odd(_ days: Double) -> Bool {
      let minutes = days * 1440
      return days.isFinite && (minutes - minutes.rounded()).magnitude > 1e-4
    }
    if case .number(let values, let kind) = column.lane, kind != .plain, kind != .boolean {
      return values.contains { odd($0) }
    }
    return column.strays.contains { stray in
      switch stray.cell {
      case .dateTime(let days), .time(let days), .duration(let days): return odd(days)
      default: return false
      }
    }
  }

  /// Settles the styles: of the lane, and where there are strays or tints, of every kind with every tint.
  ///
  /// - Parameter besideWrapping: some column breaks its lines, so rows are high and cells stand in their middle.
  mutating func settle(
    _ styles: inout StyleRegistry, wanted: String?, isInput: Bool, wraps: Bool, besideWrapping: Bool,
    formats: [SheetPresentation.RowFormat] = []
  ) {
    let text = isNumberLikeText ? WrittenFormat.text : nil
    func look(_ variant: Variant, _ wanted: String?) -> CellLook {
      let asked = variant == .text ? wanted ?? text : wanted
      var look = CellLook(format: ColumnPlan.format(variant, wanted: asked, column: column))
      switch variant {
      case .text: look.alignment = wraps ? .wrapped : besideWrapping ? .middle : .automatic
      case .day, .dateTime, .time, .duration: look.alignment = .center
      default: look.alignment = besideWrapping ? .middle : .automatic
      }
      return isInput ? look.tinted(.input) : look
    }
    self.wraps = wraps
    style = styles.number(of: look(laneVariant, wanted))
    var known: [String: [Int]] = [:]
    for entry in formats {
      let numbers = known[entry.format] ?? Variant.allCases.map { styles.number(of: look($0, entry.format)) }
      known[entry.format] = numbers
      formatted.append((entry.rows, numbers))
    }
    paintsBlanks = isInput
    guard !column.strays.isEmpty || !tints.isEmpty else { return }
    for variant in Variant.allCases {
      variants.append(styles.number(of: look(variant, wanted)))
      for tint in [SheetPresentation.Tint.error, .warning, .note, .good, .input] {
        variants.append(styles.number(of: look(variant, wanted).tinted(tint)))
      }
    }
  }
}

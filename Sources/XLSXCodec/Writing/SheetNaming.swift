/// Gives sheets names that Excel takes: 1 to 31 characters, none of `[ ] : * ? / \`, no control, no apostrophe at
/// either end, not `History`, and no two alike but for case.
struct SheetNaming {
  private var taken: Set<String> = []

  /// Full-width forms stand in for what is not allowed: they read the same.
  private static let standIns: [Character: Character] = [
    "[": "［", "]": "］", ":": "：", "*": "＊", "?": "？", "/": "／", "\\": "＼",
  ]

  mutating func name(for wanted: String) -> String {
    var clean = String(
      wanted.compactMap { character -> Character? in
        if let standIn = SheetNaming.standIns[character] { return standIn }
        return character.unicodeScalars.contains { $0.value < 0x20 || $0.value & 0xFFFE == 0xFFFE } ? nil : character
      }
    ).trimmingSpaces()
    while clean.hasPrefix("'") { clean.removeFirst() }
    while clean.hasSuffix("'") { clean.removeLast() }
    if clean.isEmpty || clean.lowercased() == "history" { clean = "Sheet" + (clean.isEmpty ? "" : "_" + clean) }
    var candidate = SheetNaming.cut(clean, to: XLSXLimits.sheetNameUnits)
    var number = 2
    while !taken.insert(candidate.lowercased()).inserted {
      let suffix = " (\(number))"
      candidate = SheetNaming.cut(clean, to: XLSXLimits.sheetNameUnits - suffix.utf16.count) + suffix
      number += 1
    }
    return candidate
  }

  private static func cut(_ text: String, to units: Int) -> String {
    var text = text
    while text.utf16.count > units { text.removeLast() }
    while text.hasSuffix("'") || text.hasSuffix(" ") { text.removeLast() }
    return text
  }

  /// The name in a reference: `'登记表'`.
  static func quoted(_ name: String) -> String {
    "'" + name.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
  }
}

extension String {
  fileprivate func trimmingSpaces() -> String {
    var view = self[...]
    while view.first?.isWhitespace == true { view.removeFirst() }
    while view.last?.isWhitespace == true { view.removeLast() }
    return String(view)
  }
}

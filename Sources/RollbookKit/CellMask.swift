import CustomerRecords
import Localisation
import Privacy
import Tabular

/// A cell as a message may show it.
///
/// The problem is often that something stands in the wrong column: a value is shown only where it looks like what its
/// field holds; a name or a number in a date column is masked whole.
enum CellMask {
  static func shown(_ value: String, field: FieldID?, catalogue: FieldCatalogue) -> String {
    guard let field, let definition = catalogue.owner(of: field) else { return hidden(value) }
    // The field's own header says nothing about anybody.
    if catalogue.match(HeaderFolding.key(value), in: definition.table)?.field.id == definition.id { return value }
    switch definition.fieldClass {
    case .normal, .link: return looksRight(value, definition) ? value : hidden(value)
    case .quasi where definition.type == .date || definition.type == .integer || definition.type == .choice:
      return looksRight(value, definition) ? value : hidden(value)
    case .free: return hidden(value)
    default: return Masks.apply(definition.ownMask, to: value).text
    }
  }

  private static func hidden(_ value: String) -> String { Masks.apply(.all, to: value).text }

  private static func looksRight(_ value: String, _ definition: FieldDefinition) -> Bool {
    if value.contains("@") { return false }
    let runs = value.split { !isDigit($0) }.map(\.count)
    let digits = runs.reduce(0, +)
    switch definition.type {
    case .date: return isDateLike(value, runs)
    case .number, .integer, .money, .percent, .csat, .nps:
      return digits <= 9 && rest(of: value).allSatisfy { numberWords.contains($0) }
    case .choice, .yesNo:
      return ChoiceBook.standard.canonical(value, of: definition) != nil || value.count == 1
    default:
      // A code, such as A-0123; a telephone or identity number is longer.
      guard digits > 0 && digits <= 10 else { return false }
      let letters = rest(of: value)
      return letters.count <= 1 || letters.count <= 6 && letters.allSatisfy(\.isASCII)
    }
  }

  /// 2026-03-05, 2026年3月5日, 5 Mar 2026, 20260305, a serial; no 138-1234-5678.
  private static func isDateLike(_ value: String, _ runs: [Int]) -> Bool {
    let digits = runs.reduce(0, +)
    guard digits > 0, digits <= 14, (runs.max() ?? 0) <= 4 || digits <= 8,
      runs.count(where: { $0 > 2 }) <= 1 || digits <= 6
    else { return false }
    let rest = rest(of: value)
    let words = rest.split { !$0.isASCII }.map { $0.lowercased() }
    return rest.allSatisfy { $0.isASCII || dateWords.contains($0) }
      && words.allSatisfy { word in dateNames.contains { word.hasPrefix($0) } }
  }

  /// 0–9, also full width; 一 and 五 stand in names too.
  private static func isDigit(_ character: Character) -> Bool {
    ("0"..."9").contains(character) || ("０"..."９").contains(character)
  }

  /// What is neither digit, space nor punctuation.
  private static func rest(of value: String) -> String {
    value.filter { !isDigit($0) && !$0.isWhitespace && !$0.isPunctuation && !$0.isSymbol }
  }

  private static let numberWords: Set<Character> = Set("元万千百块分课时节次个岁天年级月小角整")
  private static let dateWords: Set<Character> = Set("年月日号时分秒上下午")
  private static let dateNames = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "am", "pm", "st", "nd", "rd",
    "th", "t", "z",
  ]
}

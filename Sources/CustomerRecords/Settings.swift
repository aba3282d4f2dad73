package import Tabular

/// The thresholds of the settings sheet (`rules/settings.csv`): a key, its value, and what it means.
///
/// A rules workbook may name only the keys it changes; the others keep the value that ships with the program.
package struct Settings: Sendable {
  private var values: [String: String]
  /// Where each key was read, for handbook and reasons.
  package private(set) var places: [String: (source: SourceSheet, address: String)] = [:]

  /// Header row first; columns key, value, then remarks.
  package init(defaults: Grid) {
    values = [:]
    overlay(defaults)
  }

  /// Lays a user's sheet over what is there; returns the keys nobody knows, with their addresses.
  @discardableResult
  package mutating func overlay(_ grid: Grid) -> [(key: String, address: String)] {
    let first = values.isEmpty
    var unknown: [(key: String, address: String)] = []
    for row in grid.rows.indices.dropFirst() {
      let key = grid.text(row, 0)
      if key.isEmpty { continue }
      if !first, values[key] == nil, !key.hasPrefix("target.") {
        unknown.append((key, grid.address(row, 0)))
        continue
      }
      values[key] = grid.text(row, 1)
      places[key] = (grid.source, grid.address(row, 1))
    }
    return unknown
  }

  package var keys: [String] { values.keys.sorted() }

  package subscript(key: String) -> String? { values[key] }

  package func number(_ key: String) -> Double? { values[key].flatMap(Double.init) }

  /// A whole number; `fallback` only where the sheet's cell is no number (the settings check reports that cell). What is
  /// beyond a thousand million either way stands for "without end", so that days can be added to a date.
  package func integer(_ key: String, or fallback: Int) -> Int {
    guard let value = number(key), !value.isNaN else { return fallback }
    return Int(min(max(value, -1e9), 1e9))
  }

  /// The words of a cell separated by `|`, `、`, `;` or commas.
  package func words(_ key: String) -> [String] {
    (values[key] ?? "").split(whereSeparator: { "|、;；,，".contains($0) }).map { String($0).trimmed }
  }
}

package import Tabular

/// What to read and how: the paths of a command and everything that says what they mean.
package struct InputOptions: Sendable {
  package var paths: [String]
  /// A `--map` file; nil = the one that is remembered beside the sheets, `MapMemory.none` = none at all.
  package var map: String?
  /// Keeps `map` for next time, once the sheets could be read with it.
  package var remembersMap = false
  /// `visits=FILE` or `visits=FILE#SHEET`.
  package var roles: [String] = []
  package var encoding: String?
  package var delimiter: String?
  package var passwordFile: String?
  /// A rules workbook over the defaults.
  package var rules: String?
  package var asOf: Day?
  package var dateOrder: String?

  package init(paths: [String]) { self.paths = paths }
}

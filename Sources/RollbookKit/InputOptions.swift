package import Tabular

/// What to read and how: the paths of a command and everything that says what they mean.
package struct InputOptions: Sendable {
  package var paths: [String]
  /// A `--map` file.
  package var map: String?
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

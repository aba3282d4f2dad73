/// What Excel can hold (Microsoft, "Excel specifications and limits").
enum XLSXLimits {
  static let rows = 1_048_576
  static let columns = 16_384
  /// Characters in a cell, counted as UTF-16 units.
  static let textUnits = 32_767
  /// Characters in the name of a sheet, as UTF-16 units.
  static let sheetNameUnits = 31
  /// Characters of a list of choices written into its rule.
  static let inlineListUnits = 255
  /// Characters of a number format.
  static let formatUnits = 255
}

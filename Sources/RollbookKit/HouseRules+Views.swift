package import Privacy

extension HouseRules {
  /// The views sheet of these rules. Throws `E457` where it has no header.
  package func views() throws -> ViewSheet { try ViewSheet(try sheet("views"), catalogue: catalogue) }
}

/// The annotated copy of the sheets that were read, to be corrected by hand and read again.
package enum FixReport {
  static let reasonsHeaders = ["问题说明（Rollbook）", "Problems (Rollbook)"]

  static func isReasonsHeader(_ text: String) -> Bool { reasonsHeaders.contains(text) }
}

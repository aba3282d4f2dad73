package import Tabular

/// A role's column of the views sheet.
package struct RoleView: Sendable {
  package enum Audience: String, Sendable { case inside, outside }

  /// The column's header, as `partner`.
  package var role: String
  /// Other names, as 合作方.
  package var aliases: [String] = []
  package var scope: RowScope = .own
  package var audience: Audience = .outside
  /// Purposes it may be used for; empty = not limited.
  package var purposes: [String] = []
  package var validUntil: Day?
  /// The smallest group of people with equal quasi-identifiers; nil inside the institution.
  package var minimumK: Int?
  package var needsConsent = false
  package var needsEncryption = false
  /// What the sheet says, by field; a field that is missing is hidden.
  package var words: [FieldID: ViewWord] = [:]
  /// The column `ROLE:child`; nil where there is none.
  package var childWords: [FieldID: ViewWord]?
  /// What derived columns show, by the strictest class of what they were made from.
  package var lineage: [FieldClass: ViewWord] = [:]
  package var childLineage: [FieldClass: ViewWord]?

  package init(role: String) { self.role = role }

  package func word(_ field: FieldID) -> ViewWord { words[field] ?? .hide }

  /// For rows of children: the child column, else the stricter of the role's cell and the field's own mask.
  package func childWord(_ field: FieldID, own: MaskRule) -> ViewWord {
    if let childWords { return childWords[field] ?? .hide }
    return word(field).stricter(.mask, own: own)
  }
}

import ByteScanning
package import CustomerRecords
package import Tabular

/// The views sheet (`rules/views.csv`): fields × roles.
///
/// The first row names the roles, `ROLE:child` a role's column for children. Rows above the fields say what holds for
/// the whole view: `role` (other names), `scope`, `audience`, `purpose`, `valid_until`, `min_k`, `consent`,
/// `encryption`. Rows `lineage.CLASS` rule derived columns. An empty cell, an unknown word, an unknown field: hidden.
package struct ViewSheet: Sendable {
  package private(set) var roles: [RoleView] = []
  /// Places have source 0, which is `source`.
  package private(set) var findings: [Finding] = []
  package let source: SourceSheet
  let catalogue: FieldCatalogue

  /// Reads a sheet. Throws `Failure` E457 where there is no header row with a field column and a role.
  package init(_ grid: Grid, catalogue: FieldCatalogue = .standard) throws {
    source = grid.source
    self.catalogue = catalogue
    var reader = ViewSheetReader(grid: grid, catalogue: catalogue)
    try reader.read()
    roles = reader.roles
    findings = reader.findings
  }

  /// The role called `name` (header or other name, any case). Throws `Failure` E455 with the nearest one.
  package func role(_ name: String) throws -> RoleView {
    let wanted = name.lowercased().trimmed
    if let found = roles.first(where: {
      $0.role.lowercased() == wanted || $0.aliases.contains { $0.lowercased() == wanted }
    }) {
      return found
    }
    let names = roles.flatMap { [$0.role] + $0.aliases }
    let nearest = NearestWord.of(name, among: names) ?? roles.map(\.role).joined(separator: ", ")
    throw Failure("E455", kind: .usage, [name, nearest, roles.map(\.role).joined(separator: ", ")])
  }

  /// One view for somebody in several roles: the stricter of their cells everywhere.
  package func merged(_ names: [String]) throws -> RoleView {
    let views = try names.map(role)
    guard var one = views.first else { throw Failure("E455", kind: .usage, ["", "", ""]) }
    for other in views.dropFirst() { one = strictest(one, other) }
    return one
  }

  private func own(_ field: FieldID) -> MaskRule { catalogue.owner(of: field)?.ownMask ?? .all }

  private func strictest(_ a: RoleView, _ b: RoleView) -> RoleView {
    var one = a
    one.role = a.role + "+" + b.role
    one.aliases = []
    if b.scope.strictness > a.scope.strictness { one.scope = b.scope }
    one.audience = a.audience == .outside || b.audience == .outside ? .outside : .inside
    if a.purposes.isEmpty {
      one.purposes = b.purposes
    } else if !b.purposes.isEmpty {
      // Nothing in common: no purpose is allowed, which an impossible word says.
      let both = a.purposes.filter(b.purposes.contains)
      one.purposes = both.isEmpty ? ["\u{0}"] : both
    }
    one.validUntil = [a.validUntil, b.validUntil].compactMap(\.self).min()
    one.minimumK = [a.minimumK, b.minimumK].compactMap(\.self).max()
    one.needsConsent = a.needsConsent || b.needsConsent
    one.needsEncryption = a.needsEncryption || b.needsEncryption
    let fields = Set(a.words.keys).union(b.words.keys)
    var child: [FieldID: ViewWord] = [:]
    for field in fields {
      one.words[field] = a.word(field).stricter(b.word(field), own: own(field))
      child[field] = a.childWord(field, own: own(field)).stricter(b.childWord(field, own: own(field)), own: own(field))
    }
    one.childWords = child
    for kind in FieldClass.allCases {
      one.lineage[kind] = (a.lineage[kind] ?? .hide).stricter(b.lineage[kind] ?? .hide, own: .all)
    }
    if let x = a.childLineage ?? b.childLineage {
      let y = b.childLineage ?? x
      one.childLineage = Dictionary(
        uniqueKeysWithValues: FieldClass.allCases.map {
          ($0, (x[$0] ?? .hide).stricter(y[$0] ?? .hide, own: .all))
        })
    }
    return one
  }
}

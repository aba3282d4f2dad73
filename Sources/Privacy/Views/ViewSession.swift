import ByteScanning
package import CustomerRecords
package import Localisation
package import Tabular

/// Who wants to see what, and for what.
package struct ViewRequest: Sendable {
  package var roles: [String]
  /// The member of staff who asks (`--staff`), for scopes other than all.
  package var staff: String?
  package var purpose: String?
  package var language: Language
  /// True for pages of figures: without a member of staff no single row passes, but nothing is refused.
  package var figuresOnly: Bool
  /// The house's words for choices, for readers of another language.
  package var choices: ChoiceBook

  package init(
    roles: [String], staff: String? = nil, purpose: String? = nil, language: Language = .zh, figuresOnly: Bool = false,
    choices: ChoiceBook = .standard
  ) {
    self.roles = roles
    self.staff = staff
    self.purpose = purpose
    self.language = language
    self.figuresOnly = figuresOnly
    self.choices = choices
  }
}

/// A view at work on the records of a run: turns tables into compiled views, all with the same rows, masks and keys.
package struct ViewSession: Sendable {
  package let view: RoleView
  package let request: ViewRequest
  package let records: Records
  package let settings: Settings
  /// For each customer row: treated as a child.
  package let isChild: [Bool]
  package let dictionary: PersonDictionary
  /// What of it this view hides: an inside role that sees names in full reads them in notes as well.
  let hidden: PersonDictionary
  package var tokenizer: Tokenizer?
  let catalogue: FieldCatalogue
  let asker: Asker?
  let scope: ScopeFilter

  /// Throws `Failure` E455 (no such role), E503 (the view has expired), E504 (its scope needs a member of staff), E505
  /// (nobody of that name in the staff sheet), E507 (a purpose the view does not allow).
  package init(
    sheet: ViewSheet, request: ViewRequest, records: Records, settings: Settings, tokenizer: Tokenizer? = nil,
    dictionary: PersonDictionary? = nil
  ) throws {
    view = try sheet.merged(request.roles)
    self.request = request
    self.records = records
    self.settings = settings
    self.tokenizer = tokenizer
    catalogue = sheet.catalogue
    if let until = view.validUntil, until < records.asOf {
      let date = until.rawValue == Day.missing + 1 ? "?" : until.description
      throw Failure("E503", kind: .refused, [view.role, date])
    }
    if !view.purposes.isEmpty, let purpose = request.purpose, !view.purposes.contains(purpose) {
      throw Failure("E507", kind: .refused, [view.role, view.purposes.filter { $0 != "\u{0}" }.joined(separator: "、")])
    }
    asker = try request.staff.map { try Asker($0, in: records) }
    if view.scope != .all, asker == nil, !request.figuresOnly {
      throw Failure("E504", kind: .usage, [view.role, view.scope.rawValue])
    }
    scope = ScopeFilter(scope: view.scope, asker: asker, records: records)
    isChild = Minors.flags(records, settings: settings)
    let everybody = dictionary ?? PersonDictionary(records: records, catalogue: sheet.catalogue)
    self.dictionary = everybody
    // On pages of figures customers' own words stand without any name, whoever reads them.
    hidden =
      view.audience == .outside || request.figuresOnly
      ? everybody
      : everybody.without(
        PersonDictionary.sources(records, sheet.catalogue) { [view] in ViewSession.isFull(view, $0) })
  }

  private static func isFull(_ view: RoleView, _ field: FieldDefinition) -> Bool {
    view.word(field.id) == .full && view.childWord(field.id, own: field.ownMask) == .full
  }

  /// The rule for small numbers under this view.
  package var smallNumbers: SmallNumberPolicy { SmallNumberPolicy(settings: settings, minimumK: view.minimumK) }

  /// What the view says of a field, for grown people and for children; derived columns by their lineage.
  package func words(for named: Table.Named) -> (grown: ViewWord, child: ViewWord) {
    if named.field.isUnknown { return (.hide, .hide) }
    let made = named.column.lineage.strictest
    let lineage = view.lineage[made] ?? .hide
    let childLineage = view.childLineage.map { $0[made] ?? .hide } ?? lineage.stricter(.mask, own: .all)
    guard let field = catalogue.owner(of: named.field) else {
      return named.column.lineage.isEmpty ? (.hide, .hide) : (lineage, childLineage)
    }
    let own = field.ownMask
    var words = (grown: view.word(field.id), child: view.childWord(field.id, own: own))
    if made > field.fieldClass {
      words.grown = words.grown.stricter(lineage, own: own)
      words.child = words.child.stricter(childLineage, own: own)
    }
    return words
  }

  /// What the role must not see of some customer, and so must not find in running text either.
  var hiddenTargets: TextTargets {
    if view.audience == .outside { return .all }
    var targets: TextTargets = []
    for field in catalogue.fields where field.table == .customers && field.fieldClass == .direct {
      if ViewSession.isFull(view, field) { continue }
      switch field.ownMask {
      case .name: targets.insert(.names)
      case .phone: targets.insert(.phones)
      case .idCard, .bankCard, .permit: targets.insert(.cards)
      case .email, .wechat, .qq: targets.insert(.accounts)
      default: break
      }
    }
    return targets
  }
}

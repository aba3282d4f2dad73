import ByteScanning
package import CustomerRecords
import Localisation
package import ReleaseGate
package import Tabular

extension ViewSession {
  /// The view made ready for one table.
  ///
  /// - Parameters:
  ///   - kind: the records the table's rows are of; decides row scope.
  ///   - customerRows: for each row the customer it belongs to, -1 where unknown; nil = as the records link them.
  ///   - rows: rows to release, in output order (consent, suppression, watermark); nil = all. The scope still counts.
  ///   - stricter: words that go beyond the view, by field.
  ///   - wraps: what is done to a column after the view's own action (generalisation, masking again).
  /// Throws `Failure` E508 where a field is to be shown as token and there is no key.
  package func compiled(
    _ table: Table, kind: TableKind, customerRows: [Int32]? = nil, rows: [UInt32]? = nil,
    stricter: [FieldID: ViewWord] = [:], over wraps: [FieldID: ColumnWrap] = [:]
  ) throws -> CompiledView<Outside> {
    let owners = customerRows ?? self.owners(kind, count: table.rowCount)
    let inScope = scope.rows(kind, customerRows: owners)
    let candidates = rows ?? (0..<UInt32(table.rowCount)).map { $0 }
    let passing = view.scope == .all ? candidates : candidates.filter { inScope[Int($0)] }
    var actions: [FieldID: ColumnAction] = [:]
    var childActions: [FieldID: ColumnAction] = [:]
    var headers: [FieldID: String] = [:]
    let own = OwnWords(
      all: ownWordNames(owners, dictionary),
      hidden: view.audience == .outside ? nil : ownWordNames(owners, hidden))
    for named in table.columns {
      var words = words(for: named)
      let field = catalogue.owner(of: named.field)
      if let more = stricter[named.field] {
        words.grown = words.grown.stricter(more, own: field?.ownMask ?? .all)
        words.child = words.child.stricter(more, own: field?.ownMask ?? .all)
      }
      let wrap = wraps[named.field]
      actions[named.field] = wrap.over(try action(words.grown, field, named, own))
      if words.child != words.grown {
        childActions[named.field] = wrap.over(try action(words.child, field, named, own))
      }
      headers[named.field] = title(of: named)
    }
    return .naming(
      role: view.role, actions: actions, childActions: childActions, isChild: childRows(kind, owners),
      rows: rows == nil && view.scope == .all ? nil : passing, headers: headers)
  }

  /// The compiled view of one of the records' own tables.
  package func compiled(_ kind: TableKind) throws -> CompiledView<Outside> {
    try compiled(records[kind].table, kind: kind)
  }

  /// One of the records' own tables as the role sees it.
  package func released(_ kind: TableKind, presentation: SheetPresentation = SheetPresentation()) throws -> Released<
    Outside
  > {
    Released(records[kind].table, through: try compiled(kind), presentation: presentation)
  }

  /// For each row of a table of `kind`: the row in customers.
  func owners(_ kind: TableKind, count: Int) -> [Int32] {
    if kind == .customers { return (0..<Int32(count)).map { $0 } }
    let rows = records.customerRow(of: kind)
    return rows.count == count ? rows : Array(repeating: -1, count: count)
  }

  /// A row of nobody known counts as a child's, except where rows are no customers.
  func childRows(_ kind: TableKind, _ owners: [Int32]) -> [Bool] {
    if [.staff, .recipients, .campaigns].contains(kind) { return [] }
    return owners.map { $0 < 0 || Int($0) >= isChild.count ? true : isChild[Int($0)] }
  }

  /// The catalogue's name of a field.
  package func title(of field: FieldID) -> String { catalogue.title(field, request.language) }

  /// The catalogue's name of a column: a sheet's own header may carry remarks that are personal.
  func title(of named: Table.Named) -> String {
    guard let field = catalogue.owner(of: named.field) else {
      return named.field.isUnknown ? String(named.field.table) : named.header
    }
    let title = catalogue.title(field.id, request.language)
    if field.id == named.field { return title }
    let suffix = named.field.rawValue.dropFirst(field.id.rawValue.count)
    return suffix == "_time" ? title + (request.language == .zh ? "（时间）" : " (time)") : title + " 2"
  }

  func action(
    _ word: ViewWord, _ field: FieldDefinition?, _ named: Table.Named, _ own: OwnWords
  ) throws -> ColumnAction {
    let rule = field?.ownMask ?? .all
    switch word {
    case .hide: return .hide
    case .full: return inFull(field, named, own)
    case .mask where rule == .freeText:
      return .transform(FreeTextKernel(name: "mask", dictionary: dictionary, targets: .all, own: own.all))
    case .rule(.freeText):
      return .transform(FreeTextKernel(name: word.name, dictionary: dictionary, targets: .all, own: own.all))
    case .mask: return .transform(MaskKernel(rule, name: "mask"))
    case .rule(let rule): return .transform(MaskKernel(rule))
    case .band:
      guard let field else { return .transform(BandKernel(.none)) }
      if field.type == .choice { return .transform(ChoiceKernel(name: "band", field, request, base: nil)) }
      return .transform(BandKernel(field, asOf: records.asOf))
    case .token:
      guard let tokenizer else { throw Failure("E508", kind: .refused, [view.role, named.field.rawValue]) }
      return .transform(
        TokenKernel(
          tokenizer: tokenizer, field: field?.name ?? String(named.field.name), isPhone: field?.type == .phone))
    }
  }

  /// A column as it stands, less what the role must not find in it; choices in the reader's language.
  private func inFull(
    _ field: FieldDefinition?, _ named: Table.Named, _ own: OwnWords
  ) -> ColumnAction {
    let made = max(field?.fieldClass ?? .normal, named.column.lineage.strictest)
    var scan: FreeTextKernel?
    // Direct fields and ids are what the sheet says they are; everything else may quote them.
    if made != .direct, field?.fieldClass != .link, !hiddenTargets.isEmpty {
      var mayQuote = !named.column.strays.isEmpty
      switch named.column.lane {
      case .text: mayQuote = true
      case .number(_, let kind): mayQuote = mayQuote || kind == .plain && hiddenTargets.contains(.phones)
      case .day: break
      }
      if mayQuote {
        scan = FreeTextKernel(name: "full", dictionary: hidden, targets: hiddenTargets, own: own.hidden ?? own.all)
      }
    }
    if let field, field.type == .choice, request.language != .zh, case .text = named.column.lane {
      return .transform(ChoiceKernel(name: "full", field, request, base: scan))
    }
    return scan.map { .transform($0) } ?? .full
  }

  /// `ownWordNames` of the whole dictionary, and of what the view hides of it (nil where that is all).
  struct OwnWords {
    var all: [UInt32: Set<Int>]
    var hidden: [UInt32: Set<Int>]?
  }

  /// For each table row whose own customer bears a name that is also a word: the dictionary's entries for it.
  func ownWordNames(_ owners: [Int32], _ dictionary: PersonDictionary) -> [UInt32: Set<Int>] {
    var entries: [[UInt32]: Int] = [:]
    for (i, entry) in dictionary.entries.enumerated() where entry.isDoubtful && !entry.isShort && dictionary.isHidden(i)
    {
      entries[entry.scalars] = i
    }
    if entries.isEmpty { return [:] }
    // A short list asks for few customers of many.
    var asked = [Bool](repeating: false, count: records.customers.count)
    for owner in owners where asked.indices.contains(Int(owner)) { asked[Int(owner)] = true }
    var byCustomer: [Int32: Set<Int>] = [:]
    for name in ["name", "guardian_name", "father_name", "mother_name"] {
      guard case .text(let codes, let pool)? = records.customers.column(name)?.lane else { continue }
      var known: [UInt32: [Int]] = [:]
      for (row, code) in codes.enumerated() where code != TextPool.none && asked[row] {
        if known[code] == nil {
          known[code] = pool.withBytes(code) { PersonDictionary.names($0) }.compactMap {
            entries[$0.unicodeScalars.map(\.value)]
          }
        }
        if let found = known[code], !found.isEmpty { byCustomer[Int32(row), default: []].formUnion(found) }
      }
    }
    if byCustomer.isEmpty { return [:] }
    var own: [UInt32: Set<Int>] = [:]
    for (row, owner) in owners.enumerated() {
      if let found = byCustomer[owner] { own[UInt32(row)] = found }
    }
    return own
  }
}

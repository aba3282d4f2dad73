package import CustomerRecords
package import Localisation

/// What somebody asks to export.
package struct ExportOptions: Sendable {
  package var table: TableKind
  package var roles: [String]
  package var recipient: String?
  package var purpose: String?
  /// `--staff`: who asks.
  package var staff: String?
  /// Who runs the program, for the log.
  package var operatorName: String
  package var legalBasis: String
  package var language: Language
  /// Tokens change with it; the month of as-of where nil.
  package var epoch: String?
  /// True where a password is at hand.
  package var encrypts: Bool
  package var shiftsDates: Bool
  /// Rows of the table somebody selected; nil = all.
  package var selection: [UInt32]?
  /// Rows by what the recipient will see of them: `gender=女`. All must hold.
  package var only: [String]
  /// How many rows of nobody to put in, so that a leaked file names its recipient whatever becomes of its order.
  package var markers: Int
  /// The house's words for choices.
  package var choices: ChoiceBook

  package init(
    table: TableKind = .customers, roles: [String], recipient: String? = nil, purpose: String? = nil,
    staff: String? = nil, operatorName: String = "", legalBasis: String = "", language: Language = .zh,
    epoch: String? = nil, encrypts: Bool = false, shiftsDates: Bool = false, selection: [UInt32]? = nil,
    only: [String] = [], markers: Int = 0, choices: ChoiceBook = .standard
  ) {
    self.table = table
    self.roles = roles
    self.recipient = recipient
    self.purpose = purpose
    self.staff = staff
    self.operatorName = operatorName
    self.legalBasis = legalBasis
    self.language = language
    self.epoch = epoch
    self.encrypts = encrypts
    self.shiftsDates = shiftsDates
    self.selection = selection
    self.only = only
    self.markers = markers
    self.choices = choices
  }
}

/// Why rows of an export stay at home.
package enum ExportDrop: Hashable, Sendable, Comparable {
  /// Outside the role's rows.
  case scope
  case consent(ConsentGap)
  case selection
  /// Too few look-alikes even after generalisation.
  case smallGroup
  /// Too few people beyond an earlier export to the same recipient: the difference would be about them.
  case difference

  /// Key of the sentence that explains it.
  package var key: String {
    switch self {
    case .scope: return "export.drop.scope"
    case .consent(let gap): return "export.drop." + gap.rawValue
    case .selection: return "export.drop.selection"
    case .smallGroup: return "export.drop.smallGroup"
    case .difference: return "export.drop.difference"
    }
  }

  package static func < (a: ExportDrop, b: ExportDrop) -> Bool { a.key < b.key }
}

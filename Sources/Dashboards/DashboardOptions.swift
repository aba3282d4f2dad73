package import Privacy
package import ReleaseGate

/// What a page needs besides the numbers.
package struct DashboardOptions: Sendable {
  /// The institution's name, for the title; empty = none.
  package var institution: String
  package var version: String
  /// Digest of the rules the run used, hexadecimal; empty = the rules that ship.
  package var rulesDigest: String
  /// The user's templates by path below `templates/`.
  package var templates: [String: String]
  /// The small-number rule of the audience's view; nil = the default limits, hiding counts outside the house only.
  package var smallNumbers: SmallNumberPolicy?
  /// How this audience's view shows a staff name.
  package var staffNames: StaffNames
  /// Words of the data for readers of another language: the canonical value of a choice, and what they call it.
  package var words: [String: String] = [:]
  /// Lists this audience's view allows, already released.
  package var lists: [PageList]
  /// SHA-256, for the content security policy.
  package var sha256: @Sendable ([UInt8]) -> [UInt8]

  package init(
    institution: String = "", version: String = "", rulesDigest: String = "", templates: [String: String] = [:],
    smallNumbers: SmallNumberPolicy? = nil, staffNames: StaffNames = .masked, lists: [PageList] = [],
    sha256: @escaping @Sendable ([UInt8]) -> [UInt8]
  ) {
    self.institution = institution
    self.version = version
    self.rulesDigest = rulesDigest
    self.templates = templates
    self.smallNumbers = smallNumbers
    self.staffNames = staffNames
    self.lists = lists
    self.sha256 = sha256
  }

  /// What leaves the house hides small counts whatever the caller says.
  func policy(_ audience: Audience) -> SmallNumberPolicy {
    let given = smallNumbers ?? SmallNumberPolicy(minimumK: audience.isOutside ? 0 : nil)
    guard audience.isOutside, !given.hidesCounts else { return given }
    return SmallNumberPolicy(small: given.small, rate: given.rate, firm: given.firm, minimumK: given.small)
  }
}

/// How members of staff are named on a page.
package enum StaffNames: Sendable, Hashable {
  case full
  /// The first character, the rest hidden: what a name becomes where nobody says otherwise.
  case masked

  func callAsFunction(_ name: String) -> String {
    guard self == .masked, !name.isEmpty else { return name }
    return String(name.prefix(1)) + String(repeating: "*", count: max(1, name.count - 1))
  }
}

/// A list of people a view allows on a page: released rows, most urgent first.
package struct PageList: Sendable {
  package enum Kind: String, Sendable { case atRisk, verbatims, disagreements, referrers, openComplaints }
  package var kind: Kind
  package var table: Released<Outside>
  /// Rows on the page; the rest is counted.
  package var most: Int

  package init(_ kind: Kind, _ table: Released<Outside>, most: Int = 100) {
    self.kind = kind
    self.table = table
    self.most = most
  }

  var section: SectionKind {
    switch kind {
    case .atRisk: .churn
    case .verbatims: .satisfaction
    case .disagreements: .grading
    case .referrers: .membership
    case .openComplaints: .complaints
    }
  }
}

/// What the figures of a section hang on, besides the numbers. Which of them a page shows is its audience's.
struct Look: Hashable {
  var kind: SectionKind
  /// nil where no amount of money is shown to anybody.
  var money: Bool?
  var manner: Int

  init(_ kind: SectionKind, of author: Author) {
    self.kind = kind
    money = kind.showsMoney ? author.composer.audience.seesMoney : nil
    manner = author.manner
  }
}

/// A drawing, or what else is made of a figure at a height.
struct Drawn: Hashable {
  var look: Look
  var figure: String
  /// The height it was grown to; 0 = its natural one.
  var height: Double
}

extension SectionKind {
  /// Sections that show amounts of money to those who may see them, and say other things to the others.
  fileprivate var showsMoney: Bool {
    switch self {
    case .overview, .repurchase, .grading, .visits, .statistics: true
    case .retention, .churn, .satisfaction, .membership, .complaints, .data: false
    }
  }
}

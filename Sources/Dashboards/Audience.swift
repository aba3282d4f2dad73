/// Who a page is for: which sections it holds, and how small a number it may show.
package enum Audience: String, Sendable, CaseIterable, Hashable {
  case head, sales, teaching, service
  /// May leave the house: the small-number rule with complements, no staff, no money, no lists.
  case partner

  package var sections: [SectionKind] {
    switch self {
    case .head: SectionKind.allCases
    case .sales: [.overview, .grading, .churn, .repurchase, .membership, .visits, .data]
    case .teaching: [.overview, .retention, .churn, .satisfaction, .statistics, .data]
    case .service: [.overview, .satisfaction, .churn, .visits, .complaints, .data]
    case .partner: [.overview, .retention, .satisfaction, .repurchase, .data]
    }
  }

  /// Inside the house counts below the limit are shown (rates are not).
  package var isOutside: Bool { self == .partner }
  /// Whether amounts of money are on the page.
  package var seesMoney: Bool { self == .head || self == .sales }
  /// Whether staff are named.
  package var seesStaff: Bool { !isOutside }
}

/// The sections of a page, in their order; the raw value is the anchor (`#retention`).
package enum SectionKind: String, Sendable, CaseIterable, Hashable {
  case overview, retention, churn, satisfaction, repurchase, grading, membership, visits, complaints, statistics, data
}

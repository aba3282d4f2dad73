import Localisation

/// A page that is wanted, and who puts it together.
struct Author: Sendable {
  /// Among the pages asked for.
  let place: Int
  let composer: Composer
  /// Pages with the same number name staff, treat small numbers and speak alike.
  private(set) var manner = 0

  init(_ place: Int, _ held: HeldReport, _ request: Dashboard.Request, _ language: Language) throws {
    self.place = place
    composer = Composer(held, request.audience, try request.options(), language)
  }

  /// Whether its page offers a filter: a part must not give away a smaller rest.
  var offersChoices: Bool { !composer.teller.outside }

  /// Authors that know which of them have the same manner.
  static func acquainted(_ authors: [Author]) -> [Author] {
    authors.map { author in
      var author = author
      author.manner = authors.firstIndex { $0.hasManner(of: author) } ?? 0
      return author
    }
  }

  /// What the sections of their pages hang on is the same, the rights of the audiences aside.
  private func hasManner(of other: Author) -> Bool {
    let (own, others) = (composer.options, other.composer.options)
    return composer.teller.policy == other.composer.teller.policy && own.staffNames == others.staffNames
      && own.words == others.words
  }
}

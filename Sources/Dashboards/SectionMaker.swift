/// Puts a section together and lays it out for all pages that hold it. They share most of its figures, so each is made
/// once for all of them.
enum SectionMaker {
  /// - Parameter choices: what the filter of the pages offers.
  /// - Returns: the section by page.
  static func laid(
    _ kind: SectionKind, for authors: [Author], _ choices: [SliceChoice], _ layout: PageLayout
  ) throws -> [Int: LaidSection] {
    var made: [Look: [String: Figure]] = [:]
    var known = PageLayout.Known()
    var out: [Int: LaidSection] = [:]
    for author in authors where author.composer.audience.sections.contains(kind) {
      let look = Look(kind, of: author)
      var composer = author.composer
      composer.made = made[look] ?? [:]
      var section = composer.section(kind)
      composer.made = [:]
      for figure in section.figures where !figure.isOwn { made[look, default: [:]][figure.id] = figure }
      if kind == .overview, author.offersChoices { section.tools = composer.filterTool(choices) }
      out[author.place] = try layout.laid(section, as: look, &known)
    }
    return out
  }
}

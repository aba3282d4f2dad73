import ByteScanning
import Localisation
import Tabular
import Templating

/// The pieces of work that pages share: a section of all of them is put together in one piece, and what the filter swaps
/// in there in another.
struct Workbench {
  typealias Writing = Parallel.Slot<Result<Author, Failure>>
  private typealias Sections = Result<[Int: LaidSection], Failure>
  private typealias Shown = Result<[Int: SliceMaker.Shown], Failure>

  private let packing: SlicePacking?
  private var sections: [SectionKind: Parallel.Slot<Sections>] = [:]
  private var frame: Parallel.Slot<Result<SliceData.Frame?, Failure>>
  private var cards: Parallel.Slot<Shown>
  private var figures: [Parallel.Slot<Shown>] = []

  /// - Parameters:
  ///   - kinds: the sections of the pages.
  ///   - packing: of what the filter swaps in.
  init(_ authors: [Writing], _ kinds: Set<SectionKind>, _ packing: SlicePacking?, to work: inout Parallel) {
    self.packing = packing
    @Sendable func all() throws(Failure) -> [Author] {
      var out: [Author] = []
      for author in authors { out.append(try author.value.get()) }
      return out
    }
    // What the pages offer to choose is the same wherever they offer anything.
    let choices = work.add(after: authors) { () -> [SliceChoice] in
      (try? all())?.first { $0.offersChoices }?.composer.choices() ?? []
    }
    // Where most follows the filter there is most to do.
    let following = { (kind: SectionKind) in Composer.following.count { $0.hasPrefix(kind.rawValue + "-") } }
    let order = SectionKind.allCases.filter { $0 != .data && kinds.contains($0) }.sorted {
      following($0) > following($1)
    }
    for kind in order {
      sections[kind] = work.add(after: kind == .overview ? [choices] : authors) { () -> Sections in
        Result { () throws(Failure) in
          try SectionMaker.laid(kind, for: try all(), kind == .overview ? choices.value : [])
        }
      }
    }
    for kind in order where following(kind) > 0 {
      guard let laid = sections[kind] else { continue }
      figures.append(
        work.add(after: [choices, laid]) { () -> Shown in
          Result { () throws(Failure) in
            try SliceMaker.shown(kind, for: try all(), try laid.value.get(), choices.value, packing)
          }
        })
    }
    cards = work.add(after: [choices]) { () -> Shown in
      Result { () throws(Failure) in try SliceMaker.cards(for: try all(), choices.value, packing) }
    }
    frame = work.add(after: [choices]) {
      Result { () throws(Failure) in choices.value.isEmpty ? nil : try SliceData.Frame(choices.value, packing) }
    }
  }

  /// Adds a page.
  ///
  /// - Parameter deliver: takes it as soon as it is there.
  func add(
    _ author: Writing, _ deliver: @escaping @Sendable (Int, [UInt8]) -> Void, to work: inout Parallel
  ) -> Parallel.Slot<Result<[UInt8], Failure>> {
    let laid = work.add(after: Array(sections.values)) { [sections] in
      Result { () throws(Failure) -> (page: Page, laid: Page.Laid) in
        let author = try author.value.get()
        var own: [LaidSection] = []
        for kind in author.composer.audience.sections where kind != .data {
          if let section = try sections[kind]?.value.get()[author.place] { own.append(section) }
        }
        return try author.page(own)
      }
    }
    return work.add(after: [laid, frame, cards] + figures) { [packing, frame, cards, figures] in
      Result { () throws(Failure) -> [UInt8] in
        let (author, draft) = (try author.value.get(), try laid.value.get())
        var slices: Markup?
        if author.offersChoices, let frame = try frame.value.get() {
          var shown: SliceMaker.Shown = [:]
          for one in figures { shown.merge(try one.value.get()[author.place] ?? [:]) { first, _ in first } }
          slices = SliceData.script(
            frame, cards: try cards.value.get()[author.place] ?? [:], figures: shown, budget: draft.laid.room, packing)
        }
        let page = try author.finished(draft.page, draft.laid, slices)
        deliver(author.place, page)
        return page
      }
    }
  }
}

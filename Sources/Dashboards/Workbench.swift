import Localisation
import Tabular

/// The pieces of work that pages share: a section of all of them is put together in one piece, and what the filter swaps
/// in there in another.
struct Workbench {
  typealias Writing = Parallel.Slot<Result<Author, any Error>>
  private typealias Sections = Parallel.Slot<Result<[Int: LaidSection], any Error>>
  private typealias Shown = Parallel.Slot<Result<[Int: SliceMaker.Shown], any Error>>

  private let layout: PageLayout
  private let packing: SlicePacking?
  private var sections: [SectionKind: Sections] = [:]
  private let frame: Parallel.Slot<Result<SliceData.Frame?, any Error>>
  private let cards: Shown
  private var figures: [Shown] = []

  /// - Parameters:
  ///   - kinds: the sections of the pages.
  ///   - packing: of what the filter swaps in.
  init(
    _ layout: PageLayout, _ authors: [Writing], _ kinds: Set<SectionKind>, _ packing: SlicePacking?,
    to work: inout Parallel
  ) {
    self.layout = layout
    self.packing = packing
    let all = work.add(after: authors) { Result { Author.acquainted(try authors.map { try $0.value.get() }) } }
    // What the pages offer to choose is the same wherever they offer anything.
    let choices = work.add(after: [all]) { () -> [SliceChoice] in
      (try? all.value.get())?.first { $0.offersChoices }?.composer.choices() ?? []
    }
    // Where most follows the filter there is most to do.
    let following = { (kind: SectionKind) in Composer.following.count { $0.hasPrefix(kind.rawValue + "-") } }
    let order = SectionKind.allCases.filter { $0 != .data && kinds.contains($0) }.sorted {
      following($0) > following($1)
    }
    for kind in order {
      sections[kind] = work.add(after: kind == .overview ? [choices] : [all]) {
        Result { try SectionMaker.laid(kind, for: all.value.get(), kind == .overview ? choices.value : [], layout) }
      }
    }
    for kind in order where following(kind) > 0 {
      guard let laid = sections[kind] else { continue }
      let shown = work.add(after: [choices, laid]) {
        Result { try SliceMaker.shown(kind, for: all.value.get(), laid.value.get(), choices.value, packing) }
      }
      figures.append(shown)
    }
    cards = work.add(after: [choices]) {
      Result { try SliceMaker.cards(for: all.value.get(), choices.value, packing) }
    }
    frame = work.add(after: [choices]) {
      Result { choices.value.isEmpty ? nil : try SliceData.Frame(choices.value, packing) }
    }
  }

  /// Adds a page.
  ///
  /// - Parameter deliver: takes it as soon as it is there.
  func add(
    _ author: Writing, _ deliver: @escaping @Sendable (Int, [UInt8]) -> Void, to work: inout Parallel
  ) -> Parallel.Slot<Result<Void, any Error>> {
    let laid = work.add(after: Array(sections.values)) { [layout, sections] in
      Result { () throws -> (page: Page, laid: Page.Laid) in
        let author = try author.value.get()
        var own: [LaidSection] = []
        for kind in author.composer.audience.sections {
          if kind == .data {
            // It stands on the others.
            var known = PageLayout.Known()
            own.append(try layout.laid(author.composer.data(after: own.map(\.section)), &known))
          } else if let section = try sections[kind]?.value.get()[author.place] {
            own.append(section)
          }
        }
        let page = author.composer.page(own.map(\.section))
        return (page, try page.laidOut(own, layout))
      }
    }
    return work.add(after: [laid, frame, cards] + figures) { [layout, packing, frame, cards, figures] in
      Result { () throws -> Void in
        let (author, draft) = (try author.value.get(), try laid.value.get())
        var slices: Markup?
        if author.offersChoices, let frame = try frame.value.get() {
          var shown: SliceMaker.Shown = [:]
          for one in figures { shown.merge(try one.value.get()[author.place] ?? [:]) { first, _ in first } }
          slices = SliceData.script(
            frame, cards: try cards.value.get()[author.place] ?? [:], figures: shown, budget: draft.laid.room, packing)
        }
        deliver(
          author.place, try draft.page.finished(draft.laid, slices, layout, author.composer.options.sha256))
      }
    }
  }
}

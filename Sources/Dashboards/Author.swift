import ByteScanning
import Localisation
import Templating

/// A page that is wanted, and who puts it together.
struct Author: Sendable {
  /// Among the pages asked for.
  var place: Int
  var composer: Composer
  var layout: PageLayout
  /// Pages with the same number name staff, treat small numbers, speak and are laid out alike.
  var manner: Int

  /// - Parameter known: the layout of the templates that are ready.
  init(
    _ place: Int, _ request: Dashboard.Request, manner: Int, _ held: HeldReport, _ language: Language,
    _ known: Dashboard.Layout
  ) throws(Failure) {
    let templates = request.options.templates
    self.place = place
    self.manner = manner
    composer = Composer(held, request, language)
    layout = PageLayout(try templates == known.templates ? known.library : Dashboard.library(templates), language)
  }

  /// Whether its page offers a filter: a part must not give away a smaller rest.
  var offersChoices: Bool { !composer.teller.outside }

  /// The page of the sections that are laid out; the data section stands on them.
  func page(_ sections: [LaidSection]) throws(Failure) -> (page: Page, laid: Page.Laid) {
    var sections = sections
    do {
      if composer.audience.sections.contains(.data) {
        var known = PageLayout.Known()
        sections.append(try layout.laid(composer.data(after: sections.map(\.section)), &known))
      }
      let page = composer.page(sections.map(\.section))
      return (page, try page.laidOut(sections, layout))
    } catch {
      throw Failure(template: error)
    }
  }

  /// - Parameter slices: what the filter swaps in.
  func finished(_ page: Page, _ laid: Page.Laid, _ slices: Markup?) throws(Failure) -> [UInt8] {
    do {
      return try page.finished(laid, slices, layout, composer.options.sha256)
    } catch {
      throw Failure(template: error)
    }
  }
}

extension Dashboard.Request {
  /// What the sections of the pages hang on is the same, the rights of their audiences aside.
  func hasManner(of other: Dashboard.Request) -> Bool {
    options.policy(audience) == other.options.policy(other.audience) && options.staffNames == other.options.staffNames
      && options.words == other.options.words && options.templates == other.options.templates
  }
}

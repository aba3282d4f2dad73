/// The figures of a section in their order. Each is put together only where somebody looks at it: what the filter swaps
/// in holds a few of a section.
struct FigureList {
  private let wanted: Set<String>?
  private let made: [String: Figure]
  private(set) var all: [Figure] = []

  /// - Parameters:
  ///   - wanted: the figures that are looked at; nil = all.
  ///   - made: those that are put together already, by id.
  init(_ wanted: Set<String>?, made: [String: Figure]) {
    self.wanted = wanted
    self.made = made
  }

  /// - Parameters:
  ///   - id: of the figure, unique on the page.
  ///   - make: the figure of that id; nil where there is nothing to show.
  mutating func add(_ id: String, _ make: (String) -> Figure?) {
    if wanted?.contains(id) ?? true, let figure = made[id] ?? make(id) { all.append(figure) }
  }

  /// Lists of people.
  mutating func add(_ lists: [Figure]) { all += lists }
}

extension Composer {
  func figures() -> FigureList { FigureList(wanted, made: made) }
}

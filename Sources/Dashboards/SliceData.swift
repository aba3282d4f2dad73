import Localisation

/// The filter's choices as JSON for the script: texts and finished markup, no number that is computed there.
///
///     {"campus-0": {"c": {"kpi-active": [value, delta, tone, note, chips, sparkline]},
///                   "f": {"overview-trend": [finding, note, chips, drawing, table, download]}}}
struct SliceData {
  /// - Parameters:
  ///   - heights: the height each drawing has on the page, by figure.
  ///   - budget: the bytes the page has left; figures that do not fit stay out, the same ones for every choice.
  static func json(_ slices: [PageSlice], heights: [String: Double], budget: Int) -> Markup? {
    guard !slices.isEmpty else { return nil }
    let cards = slices.map { slice in
      SliceData.object(slice.cards.map { ("kpi-" + $0.key, SliceData.card($0)) })
    }
    var left = budget - cards.reduce(0) { $0 + $1.count + 40 } - 64
    var figures: [[(String, [UInt8])]] = slices.map { _ in [] }
    for id in Composer.following {
      let parts = slices.map { slice in
        slice.figures.first { $0.id == id }.map { SliceData.figure($0, height: heights[id] ?? 0) }
      }
      let size = parts.reduce(0) { $0 + ($1.map { $0.count + id.utf8.count + 4 } ?? 0) }
      if size == 0 || size > left { continue }
      left -= size
      for (i, part) in parts.enumerated() { if let part { figures[i].append((id, part)) } }
    }
    var out = Array("{".utf8)
    for (i, slice) in slices.enumerated() {
      if i > 0 { out.append(UInt8(ascii: ",")) }
      out += Escaper.json(slice.id).utf8
      out += ":{\"c\":".utf8
      out += cards[i]
      out += ",\"f\":".utf8
      out += object(figures[i])
      out.append(UInt8(ascii: "}"))
    }
    out.append(UInt8(ascii: "}"))
    return .rendered(String(decoding: out, as: UTF8.self))
  }

  private static func object(_ members: [(String, [UInt8])]) -> [UInt8] {
    var out = Array("{".utf8)
    for (i, member) in members.enumerated() {
      if i > 0 { out.append(UInt8(ascii: ",")) }
      out += Escaper.json(member.0).utf8
      out.append(UInt8(ascii: ":"))
      out += member.1
    }
    out.append(UInt8(ascii: "}"))
    return out
  }

  private static func card(_ card: KeyCard) -> [UInt8] {
    list([
      Array(Escaper.json(card.value).utf8), Array(Escaper.json(card.delta).utf8),
      Array(Escaper.json(card.tone.rawValue).utf8), Array(Escaper.json(card.note).utf8), string(chips(card.chips)),
      string(card.spark),
    ])
  }

  private static func figure(_ figure: Figure, height: Double) -> [UInt8] {
    var table = figure.table
    if let rows = table?.rows, rows.count > 40 { table?.rows = Array(rows.prefix(40)) }
    return list([
      Array(Escaper.json(figure.finding).utf8),
      Array(Escaper.json(figure.empty.map { $0.what } ?? figure.note).utf8), string(chips(figure.chips)),
      string(figure.chart?.drawn(height: height) ?? Markup()), string(table?.html() ?? Markup()),
      string(table?.download() ?? Markup()),
    ])
  }

  private static func chips(_ chips: [String]) -> Markup {
    var out = Markup()
    for chip in chips {
      out.append("<span class=\"chip\">")
      out.append(text: chip)
      out.append("</span> ")
    }
    return out
  }

  private static func list(_ items: [[UInt8]]) -> [UInt8] {
    var out = Array("[".utf8)
    for (i, item) in items.enumerated() {
      if i > 0 { out.append(UInt8(ascii: ",")) }
      out += item
    }
    out.append(UInt8(ascii: "]"))
    return out
  }

  /// Markup as a JSON string that may stand inside `<script>`: its texts are escaped already, so only its own quotes,
  /// `<` and controls are left.
  static func string(_ markup: Markup) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(markup.bytes.count * 5 / 4 + 2)
    out.append(0x22)
    for byte in markup.bytes {
      switch byte {
      case 0x22, 0x5C:
        out.append(0x5C)
        out.append(byte)
      case UInt8(ascii: "<"): out += "\\u003c".utf8
      case 0x0A: out += "\\n".utf8
      case 0x09: out += "\\t".utf8
      case 0..<0x20: out += "\\u0020".utf8
      default: out.append(byte)
      }
    }
    out.append(0x22)
    return out
  }
}

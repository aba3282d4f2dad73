import ByteScanning
import Localisation
import Metrics

/// The filter's choices as JSON for the script: texts and finished markup, no number that is computed there.
///
///     {"campus-0": {"c": {"kpi-active": [value, delta, tone, note, chips, sparkline]},
///                   "f": {"overview-trend": [finding, note, chips, drawing, table]}}}
///
/// Packed, it is a JSON string: the same, compressed (RFC 1952) and in base64.
enum SliceData {
  /// - Parameters:
  ///   - budget: the bytes the page has left; figures that do not fit stay out, the same ones for every choice.
  static func script(
    _ choices: [SliceChoice], _ shown: [SliceMaker.Shown], budget: Int, gzip: (@Sendable ([UInt8]) -> [UInt8]?)?
  ) -> Markup? {
    guard !choices.isEmpty else { return nil }
    if let gzip {
      var wanted = Composer.following[...]
      while true {
        if let packed = gzip(json(choices, shown, Array(wanted))) {
          let length = Base64.length(packed.count) + 2
          if length <= budget || wanted.isEmpty {
            var out = OutputBuffer(capacity: length)
            out.append(UInt8(ascii: "\""))
            Base64.append(packed, to: &out)
            out.append(UInt8(ascii: "\""))
            return .rendered(out)
          }
        } else if wanted.isEmpty {
          break
        }
        wanted = wanted.prefix(wanted.count * 3 / 4)
      }
    }
    var out = OutputBuffer()
    // `<` stands only inside texts, where JSON may write it so that no tag can end the script.
    for byte in json(choices, shown, fitting(choices, shown, budget)) {
      if byte == UInt8(ascii: "<") { out.append("\\u003c") } else { out.append(byte) }
    }
    return .rendered(out)
  }

  /// The figures that fit a budget unpacked.
  private static func fitting(_ choices: [SliceChoice], _ shown: [SliceMaker.Shown], _ budget: Int) -> [String] {
    func size(_ json: [UInt8]) -> Int { json.reduce(0) { $0 + ($1 == UInt8(ascii: "<") ? 6 : 1) } }
    var left = budget - 64
    for one in shown { left -= one.cards.reduce(40) { $0 + size($1.json) + $1.id.utf8.count + 4 } }
    return Composer.following.filter { id in
      let wanted = shown.reduce(0) { sum, one in sum + (one.figures[id].map { size($0) + id.utf8.count + 4 } ?? 0) }
      guard wanted > 0, wanted <= left else { return false }
      left -= wanted
      return true
    }
  }

  private static func json(_ choices: [SliceChoice], _ shown: [SliceMaker.Shown], _ figures: [String]) -> [UInt8] {
    var out = OutputBuffer(
      capacity: shown.reduce(64) { sum, one in
        sum + one.cards.reduce(64) { $0 + $1.json.count + 40 } + one.figures.values.reduce(0) { $0 + $1.count + 40 }
      })
    out.append("{")
    for i in choices.indices {
      if i > 0 { out.append(",") }
      Escaper.json(choices[i].id, into: &out)
      out.append(":{\"c\":")
      object(shown[i].cards, into: &out)
      out.append(",\"f\":")
      object(figures.compactMap { id in shown[i].figures[id].map { (id, $0) } }, into: &out)
      out.append("}")
    }
    out.append("}")
    return out.take()
  }

  private static func object(_ members: [(id: String, json: [UInt8])], into out: inout OutputBuffer) {
    out.append("{")
    for (i, member) in members.enumerated() {
      if i > 0 { out.append(",") }
      Escaper.json(member.id, into: &out)
      out.append(":")
      out.append(member.json)
    }
    out.append("}")
  }

  static func card(_ card: KeyCard) -> [UInt8] {
    var out = OutputBuffer(capacity: card.spark.count * 9 / 8 + 512)
    out.append("[")
    for text in [card.value, card.delta, card.tone.rawValue, card.note] {
      Escaper.json(text, into: &out)
      out.append(",")
    }
    Escaper.json(chips(card.chips), into: &out)
    out.append(",")
    Escaper.json(card.spark, into: &out)
    out.append("]")
    return out.bytes
  }

  static func figure(_ figure: Figure, height: Double) -> [UInt8] {
    var table = figure.table
    if let rows = table?.rows, rows.count > 40 { table?.rows = Array(rows.prefix(40)) }
    let drawing = figure.chart?.drawn(height: height) ?? Markup()
    let numbers = table?.html() ?? Markup()
    var out = OutputBuffer(capacity: (drawing.count + numbers.count) * 9 / 8 + 512)
    out.append("[")
    Escaper.json(figure.finding, into: &out)
    out.append(",")
    Escaper.json(figure.empty.map { $0.what } ?? figure.note, into: &out)
    for markup in [chips(figure.chips), drawing, numbers] {
      out.append(",")
      Escaper.json(markup, into: &out)
    }
    out.append("]")
    return out.bytes
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
}

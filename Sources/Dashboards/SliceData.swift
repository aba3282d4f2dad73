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
          let text = DataTable.base64(packed)
          if text.utf8.count + 2 <= budget || wanted.isEmpty { return .rendered("\"" + text + "\"") }
        } else if wanted.isEmpty {
          break
        }
        wanted = wanted.prefix(wanted.count * 3 / 4)
      }
    }
    var out: [UInt8] = []
    // `<` stands only inside texts, where JSON may write it so that no tag can end the script.
    for byte in json(choices, shown, fitting(choices, shown, budget)) {
      if byte == UInt8(ascii: "<") { out += "\\u003c".utf8 } else { out.append(byte) }
    }
    return .rendered(String(decoding: out, as: UTF8.self))
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
    var out: [UInt8] = []
    out.reserveCapacity(
      shown.reduce(64) { $0 + $1.figures.values.reduce(2048) { $0 + $1.count + 40 } })
    out.append(UInt8(ascii: "{"))
    for (i, choice) in choices.enumerated() {
      if i > 0 { out.append(UInt8(ascii: ",")) }
      out += Escaper.json(choice.id).utf8
      out += ":{\"c\":".utf8
      object(shown[i].cards, into: &out)
      out += ",\"f\":".utf8
      object(figures.compactMap { id in shown[i].figures[id].map { (id, $0) } }, into: &out)
      out.append(UInt8(ascii: "}"))
    }
    out.append(UInt8(ascii: "}"))
    return out
  }

  private static func object(_ members: [(id: String, json: [UInt8])], into out: inout [UInt8]) {
    out.append(UInt8(ascii: "{"))
    for (i, member) in members.enumerated() {
      if i > 0 { out.append(UInt8(ascii: ",")) }
      out += Escaper.json(member.id).utf8
      out.append(UInt8(ascii: ":"))
      out += member.json
    }
    out.append(UInt8(ascii: "}"))
  }

  static func card(_ card: KeyCard) -> [UInt8] {
    var out = [UInt8(ascii: "[")]
    for text in [card.value, card.delta, card.tone.rawValue, card.note] {
      out += Escaper.json(text).utf8
      out.append(UInt8(ascii: ","))
    }
    string(chips(card.chips), into: &out)
    out.append(UInt8(ascii: ","))
    string(card.spark, into: &out)
    out.append(UInt8(ascii: "]"))
    return out
  }

  static func figure(_ figure: Figure, height: Double) -> [UInt8] {
    var table = figure.table
    if let rows = table?.rows, rows.count > 40 { table?.rows = Array(rows.prefix(40)) }
    let drawing = figure.chart?.drawn(height: height) ?? Markup()
    let numbers = table?.html() ?? Markup()
    var out: [UInt8] = []
    out.reserveCapacity((drawing.bytes.count + numbers.bytes.count) * 9 / 8 + 512)
    out.append(UInt8(ascii: "["))
    out += Escaper.json(figure.finding).utf8
    out.append(UInt8(ascii: ","))
    out += Escaper.json(figure.empty.map { $0.what } ?? figure.note).utf8
    for markup in [chips(figure.chips), drawing, numbers] {
      out.append(UInt8(ascii: ","))
      string(markup, into: &out)
    }
    out.append(UInt8(ascii: "]"))
    return out
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

  /// Markup as a JSON string: its texts are escaped already, so only its own quotes and controls are left.
  static func string(_ markup: Markup, into out: inout [UInt8]) {
    out.append(0x22)
    markup.bytes.withUnsafeBufferPointer { bytes in
      var start = 0
      for (i, byte) in bytes.enumerated() where byte == 0x22 || byte == 0x5C || byte < 0x20 {
        out.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start..<i]))
        start = i + 1
        switch byte {
        case 0x22, 0x5C:
          out.append(0x5C)
          out.append(byte)
        case 0x0A: out += "\\n".utf8
        case 0x09: out += "\\t".utf8
        default: out += "\\u0020".utf8
        }
      }
      out.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start...]))
    }
    out.append(0x22)
  }
}

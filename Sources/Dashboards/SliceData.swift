import ByteScanning
import Localisation

/// What the filter swaps in, as JSON for the script: texts and finished markup, no number that is computed there.
///
///     {"choices": ["campus-0", "2026-03"],
///      "kpi-active": {"campus-0": [value, delta, tone, note, chips, sparkline]},
///      "overview-trend": {"campus-0": [finding, note, chips, drawing, table]}}
///
/// Packed, it is a JSON string: the same, compressed (RFC 1952) and in base64. What one figure shows under all choices
/// lies together because that is much alike, and pages hold the same figures.
enum SliceData {
  /// What stands before and behind the cards and figures.
  struct Frame: Sendable {
    var head: SlicePacking.Part
    var tail: SlicePacking.Part

    init(_ choices: [SliceChoice], _ packing: SlicePacking?) throws(Failure) {
      var head = OutputBuffer(capacity: 1024)
      head.append("{\"choices\":[")
      for (i, choice) in choices.enumerated() {
        if i > 0 { head.append(",") }
        Escaper.json(choice.id, into: &head)
      }
      head.append("]")
      var tail = OutputBuffer()
      tail.append("}")
      let parts = try SliceData.parts([head, tail], packing)
      (self.head, self.tail) = (parts[0], parts[1])
    }
  }

  /// - Parameter budget: the bytes the page has left; figures that do not fit stay out, the same ones for every choice.
  static func script(
    _ frame: Frame, cards: SliceMaker.Shown, figures: SliceMaker.Shown, budget: Int, _ packing: SlicePacking?
  ) -> Markup {
    var parts = [frame.head] + cards.sorted { $0.key < $1.key }.map(\.value)
    var size = parts.reduce(frame.tail.bytes.count) { $0 + $1.bytes.count }
    func length(_ size: Int) -> Int { packing.map { Base64.length($0.length(size)) + 2 } ?? size }
    for id in Composer.following {
      guard let part = figures[id], length(size + part.bytes.count) <= budget else { continue }
      parts.append(part)
      size += part.bytes.count
    }
    parts.append(frame.tail)
    var out = OutputBuffer(capacity: length(size))
    if let packing {
      out.append(UInt8(ascii: "\""))
      Base64.append(packing.joined(parts), to: &out)
      out.append(UInt8(ascii: "\""))
    } else {
      for part in parts { out.append(part.bytes) }
    }
    return .rendered(out)
  }

  /// Each run of JSON by itself, as the page will hold it.
  static func parts(_ texts: [OutputBuffer], _ packing: SlicePacking?) throws(Failure) -> [SlicePacking.Part] {
    if let packing { return try packing.parts(texts) }
    return texts.map { text in
      var out = OutputBuffer(capacity: text.count)
      // `<` stands only inside texts, where JSON may write it so that no tag can end the script.
      text.withBytes { bytes in
        for byte in bytes { if byte == UInt8(ascii: "<") { out.append("\\u003c") } else { out.append(byte) } }
      }
      return (out.take(), 0, text.count)
    }
  }

  static func card(_ card: KeyCard, into out: inout OutputBuffer) {
    out.append("[")
    for text in [card.value, card.delta, card.tone.rawValue, card.note] {
      Escaper.json(text, into: &out)
      out.append(",")
    }
    Escaper.json(chips(card.chips), into: &out)
    out.append(",")
    Escaper.json(card.spark, into: &out)
    out.append("]")
  }

  static func figure(_ figure: Figure, height: Double, into out: inout OutputBuffer) {
    var table = figure.table
    if let rows = table?.rows, rows.count > 40 { table?.rows = Array(rows.prefix(40)) }
    out.append("[")
    Escaper.json(figure.finding, into: &out)
    out.append(",")
    Escaper.json(figure.empty.map { $0.what } ?? figure.note, into: &out)
    for markup in [chips(figure.chips), figure.chart?.drawn(height: height) ?? Markup(), table?.html() ?? Markup()] {
      out.append(",")
      Escaper.json(markup, into: &out)
    }
    out.append("]")
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

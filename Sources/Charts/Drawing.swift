package import Localisation

/// What every chart needs to become one SVG element on a page.
package struct ChartFrame: Sendable {
  /// Unique on the page; prefixes the ids of title and description.
  package var id: String
  /// The accessible name: type and subject.
  package var title: String
  /// Range and main finding, for people who cannot see the drawing.
  package var description: String
  /// Pixels at scale 1. 560 fits half of a page of 1240, 1160 a whole row.
  package var width: Double
  /// How tall the drawing should become where it can, so that the cards of a row end level; 0 = its natural height.
  package var fill = 0.0
  package var language: Language

  package init(id: String, title: String, description: String, width: Double = 560, language: Language) {
    self.id = id
    self.title = title
    self.description = description
    self.width = width
    self.language = language
  }

  var format: NumberFormatting { NumberFormatting(language) }

  /// The height for a drawing that can grow to `most` times its natural one.
  func height(_ natural: Double, most: Double = 1.75) -> Double { max(natural, min(fill, natural * most)) }

  /// The pitch of `count` rows beside `other` pixels, between the natural one and `most`.
  func pitch(_ natural: Double, rows count: Int, besides other: Double, most: Double = 44) -> Double {
    count == 0 ? natural : max(natural, min(most, (fill - other) / Double(count)))
  }
}

/// Anything that can be drawn into a frame.
package protocol Chart: Sendable {
  func draw(_ frame: ChartFrame) -> Markup
}

/// An SVG under construction: shapes by CSS class (the page's palette colours them), and texts whose boxes are kept
/// so that an optional label is left out where it would collide or be cut off.
struct Drawing {
  let frame: ChartFrame
  var height: Double
  private var body = Markup(capacity: 8192)
  private var boxes: [Box] = []

  struct Box {
    var x0, y0, x1, y1: Double
    func overlaps(_ other: Box) -> Bool {
      min(x1, other.x1) - max(x0, other.x0) > 0 && min(y1, other.y1) - max(y0, other.y0) > 0
    }
  }

  enum Anchor { case start, middle, end }

  static let size = 12.0
  static let small = 11.0

  init(_ frame: ChartFrame, height: Double) {
    self.frame = frame
    self.height = height
  }

  var width: Double { frame.width }

  // MARK: Shapes

  mutating func rect(
    _ x: Double, _ y: Double, _ w: Double, _ h: Double, _ style: String, radius: Double = 0, tip: String? = nil
  ) {
    body.append(upTo: 48 + 5 * Markup.mostOfNumber) { pen in
      pen.put("<rect x=\"")
      pen.put(number: x)
      pen.put("\" y=\"")
      pen.put(number: y)
      pen.put("\" width=\"")
      pen.put(number: max(0, w))
      pen.put("\" height=\"")
      pen.put(number: max(0, h))
      if radius > 0 {
        pen.put("\" rx=\"")
        pen.put(number: radius)
      }
    }
    close(style, tip)
  }

  mutating func circle(_ x: Double, _ y: Double, _ r: Double, _ style: String, tip: String? = nil) {
    body.append(upTo: 32 + 3 * Markup.mostOfNumber) { pen in
      pen.put("<circle cx=\"")
      pen.put(number: x)
      pen.put("\" cy=\"")
      pen.put(number: y)
      pen.put("\" r=\"")
      pen.put(number: r)
    }
    close(style, tip)
  }

  mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ style: String) {
    body.append(upTo: 16 + 4 * Markup.mostOfNumber) { pen in
      pen.put("<path d=\"M")
      pen.put(number: x1)
      pen.put(" ")
      pen.put(number: y1)
      pen.put("L")
      pen.put(number: x2)
      pen.put(" ")
      pen.put(number: y2)
    }
    close(style, nil)
  }

  mutating func path(_ path: Path, _ style: String, tip: String? = nil) {
    body.append("<path d=\"")
    body.append(path.data)
    close(style, tip)
  }

  /// Ends the last attribute and the shape.
  private mutating func close(_ style: String, _ tip: String?) {
    body.append("\" class=\"")
    body.append(text: style)
    if let tip, !tip.isEmpty {
      body.append("\" data-t=\"")
      body.append(text: tip)
    }
    body.append("\"/>")
  }

  // MARK: Text

  /// Writes a text whose place was reserved by the layout.
  mutating func text(
    _ x: Double, _ y: Double, _ string: String, _ style: String = "", anchor: Anchor = .start,
    size: Double = Drawing.size, bold: Bool = false
  ) {
    guard !string.isEmpty else { return }
    write(x, y, string, style, box(x, y, string, anchor, size, bold), anchor, size, bold)
  }

  private mutating func write(
    _ x: Double, _ y: Double, _ string: String, _ style: String, _ box: Box, _ anchor: Anchor, _ size: Double,
    _ bold: Bool
  ) {
    boxes.append(box)
    body.append(upTo: 32 + 2 * Markup.mostOfNumber) { pen in
      pen.put("<text x=\"")
      pen.put(number: x)
      pen.put("\" y=\"")
      pen.put(number: y)
    }
    if !style.isEmpty {
      body.append("\" class=\"")
      body.append(text: style)
    }
    body.append(upTo: 64) { pen in
      let separator: StaticString = style.isEmpty ? "\" class=\"" : " "
      let isSmall = size < Drawing.size
      if anchor != .start {
        pen.put(separator)
        pen.put(anchor == .middle ? "mid" : "end")
      }
      if isSmall {
        pen.put(anchor == .start ? separator : " ")
        pen.put("sm")
      }
      if bold {
        pen.put(anchor == .start && !isSmall ? separator : " ")
        pen.put("b")
      }
      pen.put("\">")
    }
    body.append(text: string)
    body.append("</text>")
  }

  /// Writes a text only where it neither leaves the drawing nor touches another; tells whether it did.
  @discardableResult
  mutating func optionalText(
    _ x: Double, _ y: Double, _ string: String, _ style: String = "", anchor: Anchor = .start,
    size: Double = Drawing.size, bold: Bool = false
  ) -> Bool {
    let wanted = box(x, y, string, anchor, size, bold)
    guard wanted.x0 >= 0, wanted.x1 <= width, wanted.y0 >= 0, wanted.y1 <= height,
      !boxes.contains(where: { $0.overlaps(wanted) })
    else { return false }
    if !string.isEmpty { write(x, y, string, style, wanted, anchor, size, bold) }
    return true
  }

  private func box(_ x: Double, _ y: Double, _ string: String, _ anchor: Anchor, _ size: Double, _ bold: Bool) -> Box {
    let w = TextWidth.of(string, size: size, bold: bold)
    let x0 = anchor == .start ? x : anchor == .middle ? x - w / 2 : x - w
    return Box(x0: x0, y0: y - size * 0.95, x1: x0 + w, y1: y + size * 0.3)
  }

  // MARK: Finish

  /// The element, with title and description for `role=img`.
  func finished() -> Markup {
    var out = Markup(capacity: body.count + 600)
    out.append(upTo: 128) { pen in
      pen.put("<svg viewBox=\"0 0 ")
      pen.put(number: width.rounded(.up))
      pen.put(" ")
      pen.put(number: height.rounded(.up))
      pen.put("\" class=\"")
      pen.put(width > 700 ? "wide" : width < 300 ? "spark" : width > 570 ? "ample" : "half")
      pen.put("\" role=\"img\" aria-labelledby=\"")
    }
    out.append(text: frame.id)
    out.append("-t")
    if !frame.description.isEmpty {
      out.append(" ")
      out.append(text: frame.id)
      out.append("-d")
    }
    out.append("\"><title id=\"")
    out.append(text: frame.id)
    out.append("-t\">")
    out.append(text: frame.title)
    out.append("</title>")
    if !frame.description.isEmpty {
      out.append("<desc id=\"")
      out.append(text: frame.id)
      out.append("-d\">")
      out.append(text: frame.description)
      out.append("</desc>")
    }
    out.append(body)
    out.append("</svg>")
    return out
  }
}

/// The `d` of a path, absolute coordinates.
struct Path {
  private(set) var data = Markup(capacity: 128)
  var isEmpty: Bool { data.isEmpty }

  mutating func move(_ x: Double, _ y: Double) { add("M", x, y) }
  mutating func line(_ x: Double, _ y: Double) { add("L", x, y) }
  mutating func close() { data.append("Z") }

  private mutating func add(_ command: StaticString, _ x: Double, _ y: Double) {
    data.append(upTo: 4 + 2 * Markup.mostOfNumber) { pen in
      pen.put(command)
      pen.put(number: x)
      pen.put(" ")
      pen.put(number: y)
    }
  }
}

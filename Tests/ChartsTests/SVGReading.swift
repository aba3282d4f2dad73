import Foundation

@testable import Charts

/// Reads a drawing back: elements with their attributes, texts with the boxes the width model gives them.
struct SVGReading {
  struct Element {
    var name: String
    var attributes: [String: String]
    var text: String

    func number(_ key: String) -> Double { Double(attributes[key] ?? "") ?? .nan }
    var classes: Set<String> { Set((attributes["class"] ?? "").split(separator: " ").map(String.init)) }
  }

  let elements: [Element]
  let width: Double
  let height: Double
  let source: String

  init(_ svg: String) {
    source = svg
    var elements: [Element] = []
    let tag = /<([a-z]+)((?:\s+[a-z-]+="[^"]*")*)\s*\/?>([^<]*)/
    for match in svg.matches(of: tag) {
      var attributes: [String: String] = [:]
      for pair in match.output.2.matches(of: /([a-z-]+)="([^"]*)"/) {
        attributes[String(pair.output.1)] = SVGReading.plain(String(pair.output.2))
      }
      elements.append(
        Element(name: String(match.output.1), attributes: attributes, text: SVGReading.plain(String(match.output.3))))
    }
    if let box = svg.firstMatch(of: /viewBox="0 0 (\d+) (\d+)"/) {
      width = Double(box.output.1)!
      height = Double(box.output.2)!
    } else {
      width = 0
      height = 0
    }
    self.elements = elements
  }

  static func plain(_ text: String) -> String {
    text.replacingOccurrences(of: "&lt;", with: "<").replacingOccurrences(of: "&gt;", with: ">")
      .replacingOccurrences(of: "&quot;", with: "\"").replacingOccurrences(of: "&#39;", with: "'")
      .replacingOccurrences(of: "&amp;", with: "&")
  }

  func all(_ name: String, _ style: String? = nil) -> [Element] {
    elements.filter { element in element.name == name && (style.map { element.classes.contains($0) } ?? true) }
  }

  /// Points of a path of straight lines.
  static func points(_ data: String) -> [(x: Double, y: Double)] {
    data.matches(of: /[ML](-?[\d.]+) (-?[\d.]+)/).map { (Double($0.output.1)!, Double($0.output.2)!) }
  }

  struct Box {
    var text: String
    var x0, x1, y0, y1: Double
  }

  var boxes: [Box] {
    all("text").map { element in
      let size = element.classes.contains("sm") ? 11.0 : 12
      let w = TextWidth.of(element.text, size: size, bold: element.classes.contains("b"))
      let x = element.number("x")
      let y = element.number("y")
      let x0 = element.classes.contains("mid") ? x - w / 2 : element.classes.contains("end") ? x - w : x
      return Box(text: element.text, x0: x0, x1: x0 + w, y0: y - size * 0.9, y1: y + size * 0.25)
    }
  }

  /// Texts that leave the drawing or touch another.
  var faults: [String] {
    let boxes = boxes
    var out: [String] = []
    for (i, a) in boxes.enumerated() {
      if a.x0 < -1 || a.x1 > width + 1 || a.y0 < -1 || a.y1 > height + 1 { out.append("outside: \(a.text)") }
      for b in boxes[(i + 1)...] {
        let w = min(a.x1, b.x1) - max(a.x0, b.x0)
        let h = min(a.y1, b.y1) - max(a.y0, b.y0)
        if w > 1.5, h > 3 { out.append("touching: \(a.text) × \(b.text)") }
      }
    }
    return out
  }
}

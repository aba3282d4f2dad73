import Foundation

/// A page as its bytes: half a megabyte is searched a thousand times faster than as characters.
struct PageText: Equatable {
  let data: Data

  init(_ bytes: [UInt8]) { data = Data(bytes) }

  func contains(_ text: String) -> Bool { data.range(of: Data(text.utf8)) != nil }

  /// Everywhere a text stands.
  func places(of text: String) -> [Range<Int>] {
    var out: [Range<Int>] = []
    let wanted = Data(text.utf8)
    while let next = data.range(of: wanted, in: (out.last?.upperBound ?? 0)..<data.count) { out.append(next) }
    return out
  }

  /// What stands between two texts, the first time.
  func between(_ start: String, _ end: String) -> String? {
    guard let from = data.range(of: Data(start.utf8))?.upperBound,
      let to = data.range(of: Data(end.utf8), in: from..<data.count)?.lowerBound
    else { return nil }
    return String(decoding: data[from..<to], as: UTF8.self)
  }

  /// The slices of the filter as the script reads them.
  var slices: String? { between("<script type=\"application/json\" id=\"slices\">", "</script>") }

  /// True where `text` follows one of `signs`, white space between them aside.
  func has(_ text: String, behind signs: String) -> Bool {
    places(of: text).contains { place in
      let before = data[..<place.lowerBound].last { $0 > 0x20 }
      return before.map { signs.utf8.contains($0) } ?? false
    }
  }
}

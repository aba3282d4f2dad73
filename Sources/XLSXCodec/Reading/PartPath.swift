import ByteScanning

/// Names of parts, and what a relationship's target makes of them (ECMA-376 Part 2 §6.2, RFC 3986 §5.2.4).
enum PartPath {
  /// The part a target names, seen from the part that holds the relationship. Throws E221 where it leads outside.
  static func resolve(_ target: String, from part: String) throws(Failure) -> String {
    // Some writers on Windows name parts as they name files.
    let path = String(target.prefix { $0 != "#" && $0 != "?" }.map { $0 == "\\" ? "/" : $0 })
    var steps: [Substring] = []
    if !path.hasPrefix("/") { steps = part.split(separator: "/").dropLast() }
    for step in path.split(separator: "/") {
      switch step {
      case ".": break
      case "..":
        if steps.isEmpty { throw Failure("E221", [part]) }
        steps.removeLast()
      default: steps.append(step)
      }
    }
    if steps.isEmpty || path.contains(":") { throw Failure("E221", [part]) }
    return decoded(steps.joined(separator: "/"))
  }

  /// Where a part's relationships stand: `xl/_rels/workbook.xml.rels` for `xl/workbook.xml`.
  static func relationships(of part: String) -> String {
    var steps = part.split(separator: "/").map(String.init)
    let last = steps.popLast() ?? ""
    return (steps + ["_rels", last + ".rels"]).joined(separator: "/")
  }

  /// `%20` and its like.
  private static func decoded(_ text: String) -> String {
    guard text.contains("%") else { return text }
    let bytes = Array(text.utf8)
    var out: [UInt8] = []
    var i = 0
    while i < bytes.count {
      if bytes[i] == UInt8(ascii: "%"), i + 2 < bytes.count,
        let byte = UInt8(String(decoding: bytes[i + 1...i + 2], as: UTF8.self), radix: 16)
      {
        out.append(byte)
        i += 3
      } else {
        out.append(bytes[i])
        i += 1
      }
    }
    return String(decoding: out, as: UTF8.self)
  }
}

/// File names for sheets: a sheet's name is data and may hold anything, `../` included.
enum FileNaming {
  /// One safe name a sheet, without an ending, no two equal when case is ignored.
  static func names(for sheets: [String]) -> [String] {
    var used: Set<String> = []
    return sheets.map { sheet in
      let base = safe(sheet)
      var name = base
      var n = 2
      while !used.insert(name.lowercased()).inserted {
        name = "\(base) (\(n))"
        n += 1
      }
      return name
    }
  }

  /// Characters that file systems or people would trip over become `_`; at most 120 bytes.
  private static func safe(_ sheet: String) -> String {
    var out = ""
    for scalar in sheet.unicodeScalars {
      let isBad =
        "/\\:*?\"<>|".unicodeScalars.contains(scalar) || scalar.value < 0x20 || scalar.value == 0x7F
        || scalar.properties.generalCategory == .format || scalar.properties.generalCategory == .control
        || scalar.properties.generalCategory == .lineSeparator || scalar.value == 0xFFFD
      out.unicodeScalars.append(isBad ? "_" : scalar)
    }
    while out.utf8.count > 120 { out.removeLast() }
    while let last = out.last, last == "." || last == " " { out.removeLast() }
    while let first = out.first, first == "." || first == " " || first == "~" { out.removeFirst() }
    let reserved = ["con", "prn", "aux", "nul"]
    if out.isEmpty || reserved.contains(out.lowercased()) { return "_" + out }
    return out
  }
}

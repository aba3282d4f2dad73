/// The files that ship inside the program: blank sheets, default rules, page and message templates, strings.
///
/// Paths are relative to `templates/`, as in `rules/intent.csv`. What a user passes with `--templates DIR` is laid
/// over these by the callers; this room only holds what was there at build time.
package enum Templates {
  /// Every embedded path, sorted.
  package static let paths: [String] = EmbeddedFiles.all.map(\.path).sorted()

  /// The text of one embedded file as UTF-8 bytes, or nil where there is none of that path.
  package static func bytes(_ path: String) -> [UInt8]? {
    guard let file = EmbeddedFiles.all.first(where: { $0.path == path }) else { return nil }
    return file.text.withUTF8Buffer { Array($0) }
  }

  /// The text of one embedded file, or nil where there is none of that path.
  package static func text(_ path: String) -> String? {
    bytes(path).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Every embedded path inside `folder` (as `rules`), sorted.
  package static func paths(in folder: String) -> [String] {
    paths.filter { $0.hasPrefix(folder + "/") }
  }
}

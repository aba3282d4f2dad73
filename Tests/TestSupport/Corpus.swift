package import Foundation

/// Where the shared corpus of real files lies, if it lies anywhere on this machine.
package enum Corpus {
  /// `ROLLBOOK_CORPUS`, else `../shared/corpus` beside the package; nil where neither exists.
  package static let root: URL? = {
    let environment = ProcessInfo.processInfo.environment["ROLLBOOK_CORPUS"]
    let beside = packageRoot.deletingLastPathComponent().appending(path: "shared/corpus")
    let url = environment.map { URL(fileURLWithPath: $0) } ?? beside
    return FileManager.default.fileExists(atPath: url.path) ? url : nil
  }()

  package static let packageRoot = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Says once, aloud, that a suite was skipped for want of the corpus; use in `.enabled(if:)`.
  package static func available(for suite: String) -> Bool {
    if root != nil { return true }
    print("skipped: \(suite) — no corpus (set ROLLBOOK_CORPUS, or put it at ../shared/corpus)")
    return false
  }
}

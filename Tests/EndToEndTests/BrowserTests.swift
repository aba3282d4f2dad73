import Foundation
import TestSupport
import Testing

/// The pages in a real browser: every gate of the shared check at zero. Skipped aloud where the check, Chromium or the
/// Python of the tests is missing.
@Suite(.serialized) struct BrowserTests {
  static let check = Corpus.packageRoot.deletingLastPathComponent().appending(path: "shared/tools/browser_check.py")

  static var isAvailable: Bool {
    guard Peer.available(for: "browser gates") else { return false }
    let chromium = ["/usr/bin/chromium", "/usr/bin/chromium-browser"].contains {
      FileManager.default.isExecutableFile(atPath: $0)
    }
    if chromium, FileManager.default.fileExists(atPath: check.path) { return true }
    print("skipped: browser gates — no Chromium, or no ../shared/tools/browser_check.py")
    return false
  }

  @Test(.enabled(if: isAvailable), arguments: [(0, "zh"), (0, "en"), (2, "en")])
  func everyGateIsAtZero(index: Int, language: String) throws {
    let example = Example.all[index]
    try Program.withFolder { folder in
      try Program.succeed(["report", example.input, "-o", folder.path, "--lang", language, "-q"])
      let pages = ["head", "partner"].map { folder.appending(path: $0 + ".html").path }
      // No test asserts a time: other suites run beside this one.
      let patient = ["fcp_ms", "load_ms", "long_task_ms"].flatMap { ["--limit", "\($0)=600000"] }
      let out = folder.appending(path: "out").path
      let said = try Peer.run(#require(Peer.interpreter), [Self.check.path, "--out", out] + patient + pages)
      #expect(said.contains("\(pages.count) passed, 0 failed"), "\(said.suffix(3000))")
    }
  }
}

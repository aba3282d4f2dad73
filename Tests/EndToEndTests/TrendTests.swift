import Foundation
import TestSupport
import Testing

/// `--since`: a run beside what former runs saved.
@Suite struct TrendTests {
  private static let input = Example.all[0].input

  @Test func aSavedRunIsComparedOnThePageAndInTheNumbers() throws {
    try Program.withFolder { folder in
      let old = folder.appending(path: "old.json").path
      try Program.succeed(["metrics", Self.input, "--as-of", "2025-12-31", "-o", old, "-q"])
      try Program.succeed(
        ["report", Self.input, "-o", folder.path, "--since", old, "--audience", "head", "--lang", "en", "-q"])
      let page = try String(contentsOf: folder.appending(path: "head.html"), encoding: .utf8)
      #expect(page.contains("id=\"overview-since\"") && page.contains("2025-12-31"))
      let run = try Program.run(["metrics", Self.input, "--since", old, "-q"])
      let root = try #require(try JSONSerialization.jsonObject(with: run.output) as? [String: Any])
      let since = try #require((root["since"] as? [[String: Any]])?.first)
      let figures = try #require(since["figures"] as? [String: [String: Any]])
      let saved = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: old))) as? [String: Any]
      let before = (saved?["counts"] as? [String: Any])?["customers"] as? Double
      let now = (root["counts"] as? [String: Any])?["customers"] as? Double
      #expect(figures["customers"]?["before"] as? Double == before)
      #expect(figures["customers"]?["change"] as? Double == (now ?? 0) - (before ?? 0))
      #expect(figures["nps"]?["low"] is Double)
    }
  }

  @Test func whatIsNoFormerRunIsRefused() throws {
    try Program.withFolder { folder in
      let text = folder.appending(path: "text.json").path
      try Data("{}".utf8).write(to: URL(fileURLWithPath: text))
      let none = try Program.run(["metrics", Self.input, "--since", text, "--lang", "en"])
      #expect(none.status == 3 && none.errors.contains("E860"))
      let now = folder.appending(path: "now.json").path
      try Program.succeed(["metrics", Self.input, "-o", now, "-q"])
      let same = try Program.run(["metrics", Self.input, "--since", now, "--lang", "en"])
      #expect(same.status == 2 && same.errors.contains("E862"))
    }
  }

  @Test func aTargetForAnUnknownNumberIsToldWithTheNearestWord() throws {
    try Program.withFolder { folder in
      let rules = folder.appending(path: "rules")
      try FileManager.default.createDirectory(at: rules, withIntermediateDirectories: true)
      try Data("key,value\ntarget.csatt,0.8\n".utf8).write(to: rules.appending(path: "settings.csv"))
      let run = try Program.run([
        "report", Self.input, "-o", folder.appending(path: "o").path, "--rules", rules.path, "--lang", "en",
        "--audience", "head",
      ])
      #expect(run.status == 0)
      #expect(run.errors.contains("E803") && run.errors.contains("target.csat") && run.errors.contains("B2"))
    }
  }
}

import Foundation
import TestSupport
import Testing

@Suite struct ExampleTests {
  @Test(arguments: Example.all)
  func checkFindsWhatIsWrongAndTheCountsAddUp(example: Example) throws {
    let run = try Program.run(["check", "input", "--lang", example.language], in: example.folder)
    #expect(run.status == 1)
    try example.expect(run.text, equals: "check.txt")
    let json = try Program.run(["check", "input", "--json"], in: example.folder)
    let object = try #require(try JSONSerialization.jsonObject(with: json.output) as? [String: Any])
    let sheets = try #require(object["sheets"] as? [[String: Any]])
    for sheet in sheets {
      #expect(sheet["rows"] as? Int == (sheet["used"] as? Int ?? 0) + (sheet["setAside"] as? Int ?? 0))
    }
  }

  @Test(arguments: Example.all)
  func theNumbersAreThoseRecorded(example: Example) throws {
    let run = try Program.run(["metrics", example.input, "-q", "--lang", example.language])
    #expect(run.status == 0)
    let object = try #require(try JSONSerialization.jsonObject(with: run.output) as? [String: Any])
    func pick(_ section: String, _ keys: [String]) -> String {
      let values = object[section] as? [String: Any] ?? [:]
      return keys.map { "\(section).\($0) = \(values[$0] ?? "null")" }.joined(separator: "\n")
    }
    let lines = [
      "asOf = \(object["asOf"] ?? "null")", pick("counts", ["customers", "enrolled", "active", "lost"]),
      pick("churn", ["numerator", "denominator"]), pick("nps", ["n", "promoters", "passives", "detractors"]),
      pick("csat", ["numerator", "denominator"]), pick("repurchase", ["numerator", "denominator"]),
    ]
    try example.expect(lines.joined(separator: "\n") + "\n", equals: "numbers.txt")
  }

  @Test(arguments: Example.all)
  func pagesAreWrittenForEveryAudienceTwiceTheSame(example: Example) throws {
    try Program.withFolder { folder in
      for language in ["zh", "en"] {
        let (first, second) = (folder.appending(path: language), folder.appending(path: language + "2"))
        for target in [first, second] {
          let run = try Program.run(["report", example.input, "-o", target.path, "--lang", language, "-q"])
          #expect(run.status == 0, "\(run.errors)")
        }
        for page in ["head", "sales", "teaching", "service", "partner"] {
          let bytes = try Data(contentsOf: first.appending(path: page + ".html"))
          let again = try Data(contentsOf: second.appending(path: page + ".html"))
          #expect(bytes == again)
          #expect(bytes.count < 1_500_000)
          #expect(!String(decoding: bytes, as: UTF8.self).contains("⟦"))
        }
      }
    }
  }

  /// The commands that stand beside an example, line by line, as somebody types them.
  @Test(arguments: Example.all)
  func everyCommandOfTheExampleDoesWhatIsRecorded(example: Example) throws {
    try Program.withFolder { folder in
      let copy = folder.appending(path: example.name)
      try FileManager.default.createDirectory(at: copy, withIntermediateDirectories: true)
      try FileManager.default.copyItem(at: example.folder.appending(path: "input"), to: copy.appending(path: "input"))
      let lines = try String(contentsOf: example.folder.appending(path: "command"), encoding: .utf8)
        .split(separator: "\n").map(String.init)
      #expect(lines.count >= 3)
      var told = ""
      for line in lines {
        var words: [String] = []
        for (i, part) in line.split(separator: "\"", omittingEmptySubsequences: false).enumerated() {
          words += i % 2 == 1 ? [String(part)] : part.split(separator: " ").map(String.init)
        }
        let home = ["XDG_CONFIG_HOME": folder.appending(path: "config").path, "LANG": "zh_CN.UTF-8"]
        let run = try Program.run(Array(words.dropFirst()), in: copy, environment: home)
        #expect(run.status == (words[1] == "check" ? 1 : 0), "\(line): \(run.errors)")
        told += "$ \(line)\n"
      }
      let written = try FileManager.default.subpathsOfDirectory(atPath: copy.path).filter {
        !$0.hasPrefix("input") && !$0.split(separator: "/").contains { $0.hasPrefix(".") }
      }
      let files = written.filter { $0.split(separator: "/").last?.contains(".") == true }.sorted()
      try example.expect(told + files.joined(separator: "\n") + "\n", equals: "files.txt")
    }
  }

  @Test(arguments: ["xlsx", "csv", "gbk"])
  func aSampleJustMadeIsRead(format: String) throws {
    try Program.withFolder { folder in
      let target = folder.appending(path: "school").path
      try Program.succeed(["sample", target, "--customers", "30", "--seed", "3", "--format", format, "-q"])
      let run = try Program.run(["check", target, "--json"])
      let object = try #require(try JSONSerialization.jsonObject(with: run.output) as? [String: Any])
      let (rows, used) = (object["rows"] as? Int ?? 0, object["used"] as? Int ?? 0)
      #expect(rows > 150 && rows - used == 1)
    }
  }

  @Test(arguments: Example.all)
  func everyValueSurvivesConversionThereAndBack(example: Example) throws {
    try Program.withFolder { folder in
      let (middle, back) = (folder.appending(path: "csv").path, folder.appending(path: "back.xlsx").path)
      try Program.succeed(["convert", example.workbook, middle, "-q"])
      try Program.succeed(["convert", middle, back, "-q"])
      let before = try Program.run(["check", example.input, "--json"])
      let after = try Program.run(["check", back, "--json"])
      func counts(_ run: Program.Run) throws -> [String: Int] {
        let object = try #require(try JSONSerialization.jsonObject(with: run.output) as? [String: Any])
        return [
          "rows": object["rows"] as? Int ?? -1, "used": object["used"] as? Int ?? -1,
          "setAside": object["setAside"] as? Int ?? -1,
        ]
      }
      let (old, new) = (try counts(before), try counts(after))
      #expect(old == new)
    }
  }
}

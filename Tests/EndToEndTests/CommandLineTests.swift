import Foundation
import TestSupport
import Testing

/// Manners: help, near words, exit codes, and outputs that never cost anybody a file.
@Suite struct CommandLineTests {
  private static let sheet = "学员编号,学员姓名,联系电话,登记日期\nS1,王小明,13912345678,2026-03-01\n"

  private static func withSheet(_ body: (URL) throws -> Void) throws {
    try Program.withFolder { folder in
      try Data(sheet.utf8).write(to: folder.appending(path: "in.csv"))
      try body(folder)
    }
  }

  private static func names(_ folder: URL) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  @Test func helpAndVersionGoToStandardOutput() throws {
    let version = try Program.run(["--version"])
    #expect(version.status == 0 && version.errors.isEmpty)
    #expect(version.text.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
    let help = try Program.run(["--help"])
    #expect(help.status == 0 && help.errors.isEmpty)
    for command in [
      "init", "check", "report", "convert", "metrics", "grade", "explain", "export", "plan", "views", "audit", "cells",
      "rules", "mask", "sample",
    ] {
      #expect(help.text.contains("\n  \(command) "), "\(command)")
    }
    #expect(try Program.run(["check", "--help"]).status == 0)
  }

  @Test(
    arguments: [
      (["chek"], "rollbook check"), (["reprot", "x.xlsx"], "rollbook report"),
      (["check", "--encodin", "x"], "--encoding"),
      (["views", "show", "partnr"], "partner"), (["views", "show", "techer"], "teacher"),
      (["report", "in.csv", "-o", "out", "--audience", "haed"], "[E930]"),
      (["metrics", "in.csv", "--split", "chanel"], "[E931]"),
      (["export", "in.csv", "--view", "head", "--sheet", "vists", "-o", "out.csv"], "[E931]"),
      (["check", "in.csv", "--map", "map.csv"], "customers.name"),
      (["check", "in.csv", "--as", "visit=in.csv"], "visits"),
    ], ["zh", "en"])
  func whatNobodyKnowsGetsANearWord(_ misspelt: ([String], String), language: String) throws {
    try Self.withSheet { folder in
      try Data("sheet,header,table,field\n*,学员姓名,customers,nmae\n".utf8).write(to: folder.appending(path: "map.csv"))
      let run = try Program.run(misspelt.0 + ["--lang", language], in: folder)
      #expect(run.status == 2)
      #expect(run.errors.contains(misspelt.1), "\(run.errors)")
      #expect(run.output.isEmpty && !run.errors.contains("⟦"))
      #expect(try Self.names(folder) == ["in.csv", "map.csv"])
    }
  }

  @Test(arguments: [
    [], ["check"], ["check", "--lang", "fr", "in.csv"], ["metrics", "in.csv", "--as-of", "2026-13-01"],
  ])
  func usageErrorsExitWith2(_ arguments: [String]) throws {
    try Self.withSheet { folder in
      let run = try Program.run(arguments, in: folder)
      #expect(run.status == (arguments.isEmpty ? 0 : 2))
      #expect(arguments.isEmpty || run.output.isEmpty && !run.errors.isEmpty)
    }
  }

  @Test func aFileOfSomebodyElseIsReplacedOnlyWithForce() throws {
    try Self.withSheet { folder in
      let foreign = folder.appending(path: "foreign.csv")
      try Data("mine".utf8).write(to: foreign)
      let refused = try Program.run(["convert", "in.csv", "foreign.csv"], in: folder)
      #expect(refused.status == 3 && refused.errors.contains("error[E611]: "))
      #expect(try Data(contentsOf: foreign) == Data("mine".utf8))
      #expect(try Program.run(["convert", "in.csv", "foreign.csv", "--force", "-q"], in: folder).status == 0)
      #expect(try Data(contentsOf: foreign) != Data("mine".utf8))
      // Ours and unchanged: again without asking. Changed since: no.
      #expect(try Program.run(["convert", "in.csv", "foreign.csv", "-q"], in: folder).status == 0)
      try Data("edited".utf8).write(to: foreign)
      #expect(try Program.run(["convert", "in.csv", "foreign.csv", "-q"], in: folder).status == 3)
      #expect(try Data(contentsOf: foreign) == Data("edited".utf8))
    }
  }

  @Test(
    arguments: [
      ["convert", "in.csv", "in.csv"], ["convert", "in.csv", "../{}/in.csv"], ["metrics", "in.csv", "-o", "in.csv"],
      ["grade", "in.csv", "-o", "in.csv"], ["check", "in.csv", "--fix-report", "in.csv"],
      ["convert", "in.csv", "link.csv"],
      ["metrics", "in.csv", "-o", "link.csv"], ["metrics", "in.csv", "-o", "folder"],
    ])
  func inputsLinksAndFoldersAreNeverWrittenOver(_ arguments: [String]) throws {
    try Self.withSheet { folder in
      try FileManager.default.createSymbolicLink(
        atPath: folder.appending(path: "link.csv").path, withDestinationPath: "other.csv")
      try Data("other".utf8).write(to: folder.appending(path: "other.csv"))
      try FileManager.default.createDirectory(at: folder.appending(path: "folder"), withIntermediateDirectories: true)
      let said = arguments.map { $0.replacing("{}", with: folder.lastPathComponent) }
      let run = try Program.run(said + ["--force", "--lang", "en"], in: folder)
      #expect(run.status == 2 || run.status == 3)
      #expect(run.errors.contains("error[E6"), "\(run.errors)")
      #expect(try Data(contentsOf: folder.appending(path: "in.csv")) == Data(Self.sheet.utf8))
      #expect(try Data(contentsOf: folder.appending(path: "other.csv")) == Data("other".utf8))
      let link = try FileManager.default.destinationOfSymbolicLink(atPath: folder.appending(path: "link.csv").path)
      #expect(link == "other.csv")
      #expect(try Self.names(folder) == ["folder", "in.csv", "link.csv", "other.csv"])
      let inside = try Self.names(folder.appending(path: "folder"))
      #expect(inside.isEmpty)
    }
  }

  @Test(
    arguments: [
      ["convert", "in.csv", "out.xlsx"], ["report", "in.csv", "-o", "out"], ["metrics", "in.csv", "-o", "out.json"],
      ["grade", "in.csv", "-o", "out.xlsx"], ["check", "in.csv", "--fix-report", "out.xlsx"],
      ["check", "in.csv", "--clean", "out"], ["check", "in.csv", "--write-map", "out.csv"], ["sample", "out"],
      ["init", "out"],
    ])
  func aDryRunWritesNothing(_ arguments: [String]) throws {
    try Self.withSheet { folder in
      let run = try Program.run(arguments + ["--dry-run", "--lang", "en"], in: folder)
      #expect(run.status == 0 || run.status == 1)
      #expect(run.errors.contains("Would write out"), "\(run.errors)")
      #expect(try Self.names(folder) == ["in.csv"])
    }
  }

  @Test func aMissingFolderIsMade() throws {
    try Self.withSheet { folder in
      for arguments in [
        ["convert", "in.csv", "a/b/out.xlsx"], ["metrics", "in.csv", "-o", "c/d/out.json"],
        ["report", "in.csv", "-o", "e/f"],
      ] {
        let run = try Program.run(arguments + ["-q"], in: folder)
        #expect(run.status == 0, "\(run.errors)")
      }
      for made in ["a/b/out.xlsx", "c/d/out.json", "e/f/head.html"] {
        #expect(FileManager.default.fileExists(atPath: folder.appending(path: made).path), "\(made)")
      }
      #expect(try Data(contentsOf: folder.appending(path: "in.csv")) == Data(Self.sheet.utf8))
    }
  }

  /// Every sentence of every help page is there in Chinese.
  @Test func helpSpeaksChinese() throws {
    var open: [[String]] = [[]]
    var pages = 0
    while let path = open.popLast() {
      let run = try Program.run(path + ["--help"], environment: ["LANG": "zh_CN.UTF-8", "COLUMNS": "200"])
      #expect(run.status == 0)
      pages += 1
      var commands = false
      for line in run.text.split(separator: "\n").map(String.init) {
        if !line.hasPrefix(" ") { commands = line == "命令：" }
        let sentence = line.hasPrefix("  ") ? line.dropFirst(26).trimmingCharacters(in: .whitespaces) : line
        let chinese = sentence.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }
        let long = line.hasPrefix("  -") || line.hasPrefix("  <")
        #expect(sentence.isEmpty || chinese || long && !line.dropFirst(2).contains("  "), "\(path): \(line)")
        if commands, line.hasPrefix("  "), line.dropFirst(2).first?.isLetter == true, path.count < 2 {
          open.append(path + [String(line.dropFirst(2).prefix { $0 != " " })])
        }
      }
    }
    #expect(pages > 30)
  }

  @Test(arguments: [
    (["report", "x", "--ouput", "y"], "没有 --ouput 这个选项。是不是 --output？"),
    (["report", "x"], "还缺 --output <output>。"), (["report", "x", "-o"], "-o <output> 后面要有一个值。"),
    (["sample", "x", "--customers", "0"], "--customers 可取 1 到 2,000,000。"),
    (["sample", "x", "--customers", "viele"], "--customers <customers> 不能是“viele”。"),
    (["check", "x", "--as-of", "gestern"], "--as-of 要写成 2026-03-18 这样的日期，不能是“gestern”。"),
    (["doctor", "x", "y"], "多出了 2 个参数"),
  ])
  func mistypedCommandLinesAreToldInChinese(arguments: [String], told: String) throws {
    let run = try Program.run(arguments, environment: ["LANG": "zh_CN.UTF-8"])
    #expect(run.status == 2)
    #expect(run.errors.contains(told), "\(run.errors)")
    #expect(run.errors.contains("用法：rollbook \(arguments[0])"))
  }

  @Test func aMapOfHeadersIsGivenOnce() throws {
    try Program.withFolder { folder in
      try Data("编码,娃叫啥,电子信箱地址甲\nA1,王小明,\nA2,李芳,\n".utf8).write(to: folder.appending(path: "in.csv"))
      try Data("sheet,header,table,field\n*,娃叫啥,customers,name\n*,编码,customers,customer_id\n".utf8)
        .write(to: folder.appending(path: "map.csv"))
      func rows(_ options: [String]) throws -> (rows: Int, told: String) {
        let run = try Program.run(["check", "in.csv", "--json", "--lang", "zh"] + options, in: folder)
        let object = try? JSONSerialization.jsonObject(with: run.output) as? [String: Any]
        return (object?["used"] as? Int ?? 0, run.errors)
      }
      let remembered = folder.appending(path: ".rollbook/map.csv").path
      #expect(try rows([]).rows == 0)
      #expect(try rows(["--map", "map.csv", "--dry-run"]).rows == 2)
      #expect(!FileManager.default.fileExists(atPath: remembered))
      #expect(try rows(["--map", "map.csv"]).told.contains("表头对照已记住"))
      let second = try rows([])
      #expect(second.rows == 2 && second.told.contains("沿用记住的表头对照"))
      #expect(try rows(["--map", "-"]).rows == 0)
    }
  }
}

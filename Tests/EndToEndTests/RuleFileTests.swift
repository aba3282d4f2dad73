import Foundation
import TestSupport
import Testing

/// Rules that come from elsewhere: DMN files, workbooks another program saved, inputs as people type them.
@Suite struct RuleFileTests {
  @Test(
    "DMN: a file is run as it is", .enabled(if: Corpus.available(for: "DMN TCK")))
  func dmnFilesRun() throws {
    let root = try #require(Corpus.root?.appending(path: "dmn/compliance-level-2"))
    try Program.withFolder { folder in
      let inputs = folder.appending(path: "in.csv")
      try Data("Age,RiskCategory,isAffordable\n18,Low,true\n17,Low,true\n25,High,false\n".utf8).write(to: inputs)
      let model = root.appending(path: "0006-simpletable-P1/0006-simpletable-P1.dmn").path
      let run = try Program.run(["rules", "run", model, "--inputs", inputs.path, "-q"])
      #expect(run.status == 0, "\(run.errors)")
      let rows = RulesTests.csv(run.text)
      #expect(RulesTests.column(rows, "Approval Status") == ["Approved", "Declined", "Declined"])
    }
  }

  @Test func wordsForNothingAreBlankUnderANumberOrADate() throws {
    try Program.withFolder { folder in
      let table = "F,天数,日期,名称,→ z\n1,null,-,-,none\n2,<=30,null,\"\"\"无\"\"\",nodate\n3,-,-,-,rest\n"
      try Data(table.utf8).write(to: folder.appending(path: "t.csv"))
      // The second row types the date column.
      let inputs = "天数,日期,名称\n无,2026-03-01,x\n3,暂无,无\nn/a,,x\n5,/,x\n"
      try Data(inputs.utf8).write(to: folder.appending(path: "in.csv"))
      let run = try Program.run(["rules", "run", "t.csv", "--inputs", "in.csv", "--lang", "en"], in: folder)
      #expect(run.status == 0 && !run.errors.contains("E431"), "\(run.errors)")
      #expect(RulesTests.column(RulesTests.csv(run.text), "z") == ["none", "nodate", "none", "rest"])
    }
  }

  static let office = ["/usr/bin/soffice", "/usr/local/bin/soffice", "/opt/libreoffice/program/soffice"]
    .first { FileManager.default.isExecutableFile(atPath: $0) }

  @Test("a rules workbook saved by LibreOffice reads the same", .enabled(if: RuleFileTests.office != nil))
  func libreOfficeKeepsTheRules() throws {
    let office = try #require(Self.office)
    try Program.withFolder { folder in
      try Program.succeed(["init", folder.appending(path: "school").path, "--lang", "en", "-q"])
      let books = try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "school").path)
      let name = try #require(books.first { $0.hasSuffix(".xlsx") && $0.contains("rules") })
      let ours = folder.appending(path: "school/\(name)").path
      _ = try Peer.run(
        URL(fileURLWithPath: office),
        [
          "-env:UserInstallation=file://\(folder.path)/profile", "--headless", "--convert-to", "xlsx", "--outdir",
          folder.appending(path: "saved").path, ours,
        ])
      let theirs = folder.appending(path: "saved/\(name)").path
      let check = try Program.run(["rules", "check", theirs, "--lang", "en"])
      #expect(check.status == 0 && check.errors.contains("0 errors, 0 warnings"), "\(check.errors)")
      let page = folder.appending(path: "h.html")
      try Program.succeed(["handbook", theirs, "--since", ours, "-o", page.path, "--lang", "en", "-q"])
      #expect(try String(contentsOf: page, encoding: .utf8).contains("Nothing changed"))
    }
  }
}

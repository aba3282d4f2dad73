import Foundation
import TestSupport
import Testing

/// The masked sheet, looked at as a thief would.
@Suite struct ExportTests {
  /// Raw phones, ids, names and accounts of the people in an example, read through `cells`.
  static func secrets(_ example: Example) throws -> Set<String> {
    var secrets: Set<String> = []
    let files = try FileManager.default.contentsOfDirectory(atPath: example.input).filter { !$0.hasPrefix(".") }
    let headers: Set<String> = [
      "学员姓名", "家长姓名", "联系电话", "身份证号", "微信号", "邮箱", "Student name", "Parent name", "Phone", "National ID", "WeChat",
      "E-mail",
    ]
    for file in files {
      let run = try Program.run(["cells", example.input + "/" + file])
      var columns: Set<String> = []
      for line in run.text.split(separator: "\n") {
        guard let cell = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any],
          let ref = cell["ref"] as? String
        else { continue }
        let sheet = cell["sheet"] as? String ?? ""
        let column = sheet + "!" + ref.prefix { $0.isLetter }
        let value = cell["value"].map { "\($0)" } ?? ""
        if headers.contains(value) {
          columns.insert(column)
        } else if columns.contains(column) {
          for part in value.split(whereSeparator: { "/、".contains($0) })
          where part.count >= 2 && !["无", "暂无", "n/a"].contains(String(part)) {
            secrets.insert(String(part))
          }
        }
      }
    }
    return secrets
  }

  static func export(_ example: Example, to target: URL, in folder: URL, extra: [String] = []) throws -> Program.Run {
    try Program.run(
      [
        "export", example.input, "--view", "partner", "--to", example.recipient, "--purpose", example.purpose, "-o",
        target.path,
        "--key", folder.appending(path: "keys/master.key").path, "--log", folder.appending(path: "exports.jsonl").path,
        "--lang",
        example.language,
      ] + extra)
  }

  @Test(arguments: Example.all, ["xlsx", "csv"])
  func noRawValueIsInTheFile(example: Example, ending: String) throws {
    let secrets = try Self.secrets(example)
    #expect(secrets.count > 200)
    try Program.withFolder { folder in
      let target = folder.appending(path: "partner/list.\(ending)")
      try FileManager.default.createDirectory(at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
      let run = try Self.export(example, to: target, in: folder)
      #expect(run.status == 0, "\(run.errors)")
      let cells = try Program.run(["cells", target.path])
      #expect(cells.text.count > 1000)
      var values: Set<String> = []
      for line in cells.text.split(separator: "\n") {
        let cell = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        values.insert(cell?["value"].map { "\($0)" } ?? "")
      }
      let text = values.joined(separator: "\n")
      for secret in secrets {
        let isNumber = secret.filter(\.isNumber).count >= 7
        #expect(isNumber || secret.contains("@") ? !text.contains(secret) : !values.contains(secret))
      }
      try Program.succeed(["audit", "verify", "--log", folder.appending(path: "exports.jsonl").path])
    }
  }

  @Test(.enabled(if: Peer.available(for: "partner file in openpyxl")))
  func othersOpenIt() throws {
    try Program.withFolder { folder in
      let target = folder.appending(path: "partner/list.xlsx")
      let run = try Self.export(Example.all[0], to: target, in: folder)
      #expect(run.status == 0, "\(run.errors)")
      let script = """
        import sys, openpyxl
        wb = openpyxl.load_workbook(sys.argv[1])
        assert all(ws.sheet_state == 'visible' for ws in wb)
        assert not wb.defined_names or all(n.startswith('_xlnm') for n in wb.defined_names), list(wb.defined_names)
        print(len(wb.worksheets), wb.worksheets[0].max_row, wb.properties.creator)
        """
      let said = try Peer.python(script, [target.path])
      #expect(said.split(separator: " ").count >= 2)
    }
  }

  @Test func aStrangerGetsNothing() throws {
    try Program.withFolder { folder in
      let target = folder.appending(path: "list.xlsx")
      let run = try Program.run([
        "export", Example.all[0].input, "--view", "partner", "--to", "无名公司", "--purpose", "续费分析", "-o", target.path,
        "--key",
        folder.appending(path: "k/master.key").path, "--log", folder.appending(path: "l.jsonl").path,
      ])
      #expect(run.status == 5)
      #expect(!FileManager.default.fileExists(atPath: target.path))
    }
  }
}

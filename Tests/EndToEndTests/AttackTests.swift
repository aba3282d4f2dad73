import Foundation
import TestSupport
import Testing

/// What a careless or dishonest user may try; nothing may leave then, and the reason is told.
@Suite struct AttackTests {
  /// A folder with a plain school in `in`.
  func withSchool(_ change: (inout HostileSchool) -> Void = { _ in }, _ body: (URL) throws -> Void) throws {
    try Program.withFolder { folder in
      var school = HostileSchool(isHostile: false)
      change(&school)
      try school.write(to: folder.appending(path: "in"))
      try body(folder)
    }
  }

  func expectRefused(
    _ run: Program.Run, _ code: String, status: Int32 = 5, in folder: URL, _ target: String = "p/list.xlsx",
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(run.status == status, "\(run.errors)", sourceLocation: sourceLocation)
    #expect(run.errors.contains(code), "\(run.errors)", sourceLocation: sourceLocation)
    #expect(
      !FileManager.default.fileExists(atPath: folder.appending(path: target).path), sourceLocation: sourceLocation)
    #expect(!run.errors.contains(HostileSchool.name(1)) && !run.errors.contains(HostileSchool.phone(1)))
  }

  func rules(_ text: String, in folder: URL) throws -> String {
    let rules = folder.appending(path: "rules")
    try FileManager.default.createDirectory(at: rules, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: rules.appending(path: "views.csv"))
    return rules.path
  }

  static let view = """
    field,partner
    scope,all
    audience,outside
    min_k,5
    customers.customer_id,token
    customers.name,mask
    customers.gender,full
    """

  @Test func anUnknownRoleNamesTheNearest() throws {
    try withSchool { folder in
      var command = HostileSchool.command(folder, to: "p/list.xlsx")
      command[3] = "partnr"
      let run = try Program.run(command)
      expectRefused(run, "E455", status: 2, in: folder)
      #expect(run.errors.contains("partner"))
    }
  }

  @Test func unknownFieldsAndWordsOfTheViewsSheetHideAndAreTold() throws {
    try withSchool { folder in
      let sheet = try rules(
        Self.view + "\ncustomers.phnoe,full\ncustomers.phone,maks\ncustomers.wechat,mask:weixing\n", in: folder)
      let told = try Program.run(["views", "check", sheet, "--lang", "zh"])
      #expect(told.status == 4)
      #expect(told.text.contains("E451") && told.text.contains("customers.phone"))
      #expect(told.text.contains("E450") && told.text.contains("mask"))
      let run = try HostileSchool.export(folder, to: "p/list.csv", ["--rules", sheet])
      #expect(run.status == 0, "\(run.errors)")
      let text = try String(contentsOf: folder.appending(path: "p/list.csv"), encoding: .utf8)
      #expect(text.drop { $0 == "\u{FEFF}" }.hasPrefix("客户编号,姓名,性别\r\n"))
    }
  }

  @Test func anExpiredViewIsRefused() throws {
    try withSchool { folder in
      let sheet = try rules(Self.view + "\nvalid_until,2024-12-31\n", in: folder)
      expectRefused(try HostileSchool.export(folder, to: "p/list.xlsx", ["--rules", sheet]), "E503", in: folder)
    }
  }

  @Test(arguments: ["接收方", "用途", "授权日期", "客户编号"])
  func withoutAColumnOfTheConsentsNobodyLeaves(column: String) throws {
    try withSchool({ school in
      let rows = school.files["授权.csv"] ?? []
      let at = rows[0].firstIndex(of: column) ?? 0
      school.files["授权.csv"] = rows.map { row in row.indices.filter { $0 != at }.map { row[$0] } }
    }) { folder in
      expectRefused(
        try HostileSchool.export(folder, to: "p/list.xlsx", ["--as", "consents=\(folder.path)/in/授权.csv"]), "E530",
        in: folder)
    }
  }

  @Test func aPersonWithoutProvenanceStaysAtHome() throws {
    try withSchool({ school in
      for row in 1...7 { for column in [7, 10] { school.files["客户.csv"]?[row][column] = "" } }
    }) { folder in
      let run = try HostileSchool.export(folder, to: "p/list.csv")
      #expect(run.status == 0, "\(run.errors)")
      #expect(run.errors.contains("7 行：来源不明") || run.text.contains("7 行：来源不明"))
    }
  }

  @Test func aKeyOthersMayReadIsRefused() throws {
    try withSchool { folder in
      try HostileSchool.export(folder, to: "p/first.xlsx")
      let key = folder.appending(path: "keys/master.key").path
      try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: key)
      expectRefused(try HostileSchool.export(folder, to: "p/list.xlsx"), "E511", in: folder)
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key)
      try FileManager.default.createDirectory(
        at: folder.appending(path: "p"), withIntermediateDirectories: true)
      try FileManager.default.moveItem(atPath: key, toPath: folder.appending(path: "p/master.key").path)
      let run = try HostileSchool.export(
        folder, to: "p/list.xlsx", ["--key", folder.appending(path: "p/master.key").path])
      expectRefused(run, "E516", in: folder)
    }
  }

  @Test func anOutputFolderOrFileThatIsALinkIsRefused() throws {
    try withSchool { folder in
      let elsewhere = folder.appending(path: "elsewhere")
      try FileManager.default.createDirectory(at: elsewhere, withIntermediateDirectories: true)
      try FileManager.default.createSymbolicLink(
        at: folder.appending(path: "p"), withDestinationURL: elsewhere)
      expectRefused(try HostileSchool.export(folder, to: "p/list.xlsx"), "E517", in: folder)
      try FileManager.default.createDirectory(at: folder.appending(path: "q"), withIntermediateDirectories: true)
      #expect(try FileManager.default.contentsOfDirectory(atPath: elsewhere.path).isEmpty)
      try FileManager.default.createSymbolicLink(
        atPath: folder.appending(path: "q/list.xlsx").path, withDestinationPath: elsewhere.path + "/x.xlsx")
      let run = try HostileSchool.export(folder, to: "q/list.xlsx", ["--force"])
      #expect(run.status != 0 && run.errors.contains("E606"))
      #expect(try FileManager.default.contentsOfDirectory(atPath: elsewhere.path).isEmpty)
    }
  }

  @Test func aFileNameThatNamesACustomerIsRefused() throws {
    try withSchool { folder in
      let name = "p/\(HostileSchool.name(1))的资料.xlsx"
      let run = try HostileSchool.export(folder, to: name)
      #expect(run.status == 5 && run.errors.contains("E518"))
      #expect(!FileManager.default.fileExists(atPath: folder.appending(path: name).path))
    }
  }

  @Test func whoAsksTwiceWithDifferentFiltersIsRefused() throws {
    try withSchool({ school in
      // All but three are at one of two campuses.
      for row in 1...3 { school.files["客户.csv"]?[row][6] = "南校区" }
    }) { folder in
      #expect(try HostileSchool.export(folder, to: "p/all.xlsx").status == 0)
      for (i, filter) in ["校区=南校区", "姓名=王**"].enumerated() {
        let run = try HostileSchool.export(folder, to: "p/\(i).xlsx", ["--only", filter])
        #expect(run.status == 5 || i == 1, "\(run.errors)")
      }
      // What the recipient does not see cannot be asked for.
      let hidden = try HostileSchool.export(folder, to: "p/h.xlsx", ["--only", "预算=1000"])
      #expect(hidden.status == 5 && hidden.errors.contains("E526"))
    }
    try withSchool({ school in for row in 1...82 { school.files["客户.csv"]?[row][6] = "东校区" } }) { folder in
      #expect(try HostileSchool.export(folder, to: "p/all.xlsx").status == 0)
      let run = try HostileSchool.export(folder, to: "p/east.xlsx", ["--only", "校区=东校区"])
      expectRefused(run, "E532", in: folder, "p/east.xlsx")
    }
  }

  @Test func theOrderOfRowsSaysNothingOfHiddenColumns() throws {
    // The sheet is sorted by budget, which neither view shows; turned round it must give the same files.
    var outputs: [[String]] = []
    for turned in [false, true] {
      try withSchool({ school in
        let rows = school.files["客户.csv"] ?? []
        if turned { school.files["客户.csv"] = [rows[0]] + rows.dropFirst().reversed() }
      }) { folder in
        try FileManager.default.createDirectory(at: folder.appending(path: "keys"), withIntermediateDirectories: true)
        let key = folder.appending(path: "keys/master.key")
        try Data(String(repeating: "0a", count: 32).utf8).write(to: key)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key.path)
        #expect(try HostileSchool.export(folder, to: "p/list.csv").status == 0)
        var inside = HostileSchool.command(folder, to: "p/inside.csv")
        inside[3] = "audit"
        let run = try Program.run(inside)
        #expect(run.status == 0, "\(run.errors)")
        outputs.append(
          try ["p/list.csv", "p/inside.csv"].map {
            try String(contentsOf: folder.appending(path: $0), encoding: .utf8)
          })
      }
    }
    #expect(outputs[0] == outputs[1])
    #expect(outputs[0].allSatisfy { $0.count > 1_000 })
  }

  @Test func aViewThatDemandsEncryptionGetsIt() throws {
    try withSchool { folder in
      let sheet = try rules(Self.view + "\nencryption,yes\n", in: folder)
      expectRefused(try HostileSchool.export(folder, to: "p/list.xlsx", ["--rules", sheet]), "E525", in: folder)
      let run = try HostileSchool.export(folder, to: "p/list.xlsx", ["--rules", sheet, "--passphrase"])
      #expect(run.status == 0, "\(run.errors)")
      let bytes = try Data(contentsOf: folder.appending(path: "p/list.xlsx"))
      #expect(bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]))
      let shown = run.errors.split(whereSeparator: { $0 == "：" || $0.isNewline }).map(String.init)
      let secret = try #require(shown.first { $0.wholeMatch(of: /[A-Z2-7]{4}(-[A-Z2-7]{4}){4}/) != nil })
      let password = folder.appending(path: "password")
      try Data(secret.utf8).write(to: password)
      let cells = try Program.run([
        "cells", folder.appending(path: "p/list.xlsx").path, "--password-file", password.path,
      ])
      #expect(cells.status == 0, "\(cells.errors)")
      #expect(cells.text.contains("姓名") && !cells.text.contains(HostileSchool.name(1)))
    }
  }
}

import Foundation
import TestSupport
import Testing

/// What goes wrong in an office: a coded message, where, what to do, and nobody's data in it.
@Suite struct BadInputTests {
  /// A file that stops the work, and what is said of it.
  struct Stopper: CustomTestStringConvertible, Sendable {
    var name: String
    var code: String
    var status: Int32 = 3
    var bytes: [UInt8]?
    /// What follows the file in the place.
    var place = ""
    var testDescription: String { name }
  }

  static let people = ["王小明", "李秀英", "张三丰", "郭靖", "13912345678", "13800001111", "13800002222", "110101201205013018"]

  static let stoppers: [Stopper] = [
    Stopper(name: "missing.xlsx", code: "E601"),
    Stopper(name: "no-sheets", code: "E602"),
    Stopper(name: "empty.xlsx", code: "E605", bytes: []),
    Stopper(name: "empty.csv", code: "E101", bytes: [], place: " › empty"),
    Stopper(name: "fruit.csv", code: "E101", bytes: Array("苹果,梨子\n王小明,13912345678\n李秀英,2\n".utf8), place: " › fruit"),
    Stopper(name: "old.xlsx", code: "E227", bytes: oldWorkbook),
    Stopper(
      name: "broken.xlsx", code: "E228", bytes: Array(oldWorkbook.prefix(8)) + [UInt8](repeating: 0, count: 4088)),
    Stopper(name: "picture.xlsx", code: "E604", bytes: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13]),
  ]

  /// A compound file with the stream `Workbook` in its directory: what Excel 97–2003 wrote.
  static let oldWorkbook: [UInt8] = {
    var header = [UInt8](repeating: 0, count: 512)
    func put(_ value: UInt32, _ at: Int, _ width: Int, in bytes: inout [UInt8]) {
      for i in 0..<width { bytes[at + i] = UInt8(truncatingIfNeeded: value >> (8 * UInt32(i))) }
    }
    header.replaceSubrange(0..<8, with: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1])
    for (value, at, width) in [
      (0x3E, 24, 2), (3, 26, 2), (0xFFFE, 28, 2), (9, 30, 2), (6, 32, 2), (1, 44, 4), (1, 48, 4), (4096, 56, 4),
      (0xFFFF_FFFE, 60, 4), (0xFFFF_FFFE, 68, 4), (0, 76, 4),
    ] as [(UInt32, Int, Int)] { put(value, at, width, in: &header) }
    for place in 1..<109 { put(.max, 76 + 4 * place, 4, in: &header) }
    // Sector 0 is the table, 1 the directory, 2–9 the stream.
    var table = [UInt8](repeating: 0xFF, count: 512)
    put(0xFFFF_FFFD, 0, 4, in: &table)
    put(0xFFFF_FFFE, 4, 4, in: &table)
    for sector in 2..<10 { put(sector == 9 ? 0xFFFF_FFFE : UInt32(sector + 1), 4 * sector, 4, in: &table) }
    var directory = [UInt8](repeating: 0, count: 512)
    let entries: [(name: String, kind: UInt32, child: UInt32, start: UInt32, size: UInt32)] = [
      ("Root Entry", 5, 1, 0xFFFF_FFFE, 0), ("Workbook", 2, .max, 2, 4096),
    ]
    for (i, entry) in entries.enumerated() {
      let at = 128 * i
      for (j, unit) in entry.name.utf16.enumerated() { put(UInt32(unit), at + 2 * j, 2, in: &directory) }
      put(UInt32(2 * entry.name.utf16.count + 2), at + 64, 2, in: &directory)
      put(entry.kind | 0x100, at + 66, 2, in: &directory)
      for (value, offset) in [(UInt32.max, 68), (.max, 72), (entry.child, 76), (entry.start, 116), (entry.size, 120)] {
        put(value, at + offset, 4, in: &directory)
      }
    }
    for i in 2..<4 { for offset in [68, 72, 76] { put(.max, 128 * i + offset, 4, in: &directory) } }
    return header + table + directory + [UInt8](repeating: 0x09, count: 8 * 512)
  }()

  private static func expectHarmless(_ run: Program.Run, _ folder: URL) {
    let said = run.text + run.errors
    for datum in people { #expect(!said.contains(datum), "a datum of somebody is in a message") }
    #expect(!said.contains("⟦"))
    #expect(!said.contains("Fatal error"))
  }

  @Test(arguments: stoppers, ["zh", "en"])
  func whatStopsTheWorkIsToldWithPlaceAndHelp(_ stopper: Stopper, language: String) throws {
    try Program.withFolder { folder in
      let path = folder.appending(path: stopper.name)
      if let bytes = stopper.bytes {
        try Data(bytes).write(to: path)
      } else if !stopper.name.contains(".") {
        try FileManager.default.createDirectory(at: path, withIntermediateDirectories: true)
      }
      for command in [["check"], ["report", "-o", "pages"], ["metrics", "-o", "numbers.json"]] {
        let run = try Program.run(command + [stopper.name, "--lang", language], in: folder)
        #expect(run.status == stopper.status)
        #expect(run.errors.contains("error[\(stopper.code)]: "), "\(run.errors)")
        #expect(run.errors.contains("  --> \(stopper.name)\(stopper.place)\n"), "\(run.errors)")
        #expect(run.errors.contains("help: "))
        #expect(run.output.isEmpty)
        Self.expectHarmless(run, folder)
      }
      let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(Set(left).subtracting([stopper.name]).isEmpty)
    }
  }

  @Test(arguments: ["zh", "en"])
  func aProtectedWorkbookAsksForItsPasswordAndACutOneIsRefused(_ language: String) throws {
    try Program.withFolder { folder in
      try Data("S3cret-王\n".utf8).write(to: folder.appending(path: "pw"))
      try Data("wrong\n".utf8).write(to: folder.appending(path: "no"))
      #expect(
        try Program.run(["sample", "in.xlsx", "--customers", "30", "-q", "--lang", language], in: folder).status == 0)
      let made = try Program.run(
        [
          "export", "in.xlsx", "--view", "head", "-o", "to/out.xlsx", "--protect", "pw", "--key", "keys/k", "--log",
          "log",
          "--purpose", language == "zh" ? "内部管理" : "management", "--lang", language,
        ], in: folder)
      #expect(made.status == 0, "\(made.errors)")
      let closed = try Program.run(["check", "to/out.xlsx", "--lang", language], in: folder)
      #expect(closed.status == 3 && closed.errors.contains("error[E226]: ") && closed.errors.contains("help: "))
      let wrong = try Program.run(["check", "to/out.xlsx", "--password-file", "no", "--lang", language], in: folder)
      #expect(wrong.status == 3 && wrong.errors.contains("error[E251]: "))
      #expect(!(wrong.errors + closed.errors).contains("S3cret"))
      let opened = try Program.run(["cells", "to/out.xlsx", "--password-file", "pw"], in: folder)
      #expect(opened.status == 0 && opened.output.count > 1000)

      let whole = try Data(contentsOf: folder.appending(path: "in.xlsx"))
      for share in [1, 2, 3] {
        try whole.prefix(whole.count * share / 4).write(to: folder.appending(path: "cut.xlsx"))
        let cut = try Program.run(["convert", "cut.xlsx", "out", "--lang", language], in: folder)
        #expect(cut.status == 3 && cut.errors.contains("error[E201]: "), "\(cut.errors)")
        #expect(cut.errors.contains("  --> cut.xlsx") && cut.errors.contains("help: "))
        #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "out").path))
      }
    }
  }

  @Test(arguments: ["zh", "en"])
  func problemsInRowsAreToldByCellAndTheCountsAddUp(_ language: String) throws {
    try Program.withFolder { folder in
      let customers = """
        学员编号,学员姓名,联系电话,联系电话,出生日期,登记日期,备注
        S1,王小明,13912345678,13912345678,2012-05-01,2026-03-01,家长张三丰来过
        S1,李秀英,13800001111,13800002222,2090-01-02,2026-03-02,
        S3,郭靖,张三丰,,2012-05-03,13912345678,110101201205013018
        ,,,,,2026-03-05,
        """
      let visits = """
        学员编号,回访日期,回访方式,推荐意愿,满意度
        S1,2026-03-03,电话,11,13800001111
        S77,2026-03-04,微信,9,郭靖
        """
      try Data(customers.utf8).write(to: folder.appending(path: "customers.csv"))
      try Data(visits.utf8).write(to: folder.appending(path: "visits.csv"))
      let files = ["customers.csv", "visits.csv"]
      for extra in [[], ["--all"]] {
        let run = try Program.run(["check"] + files + extra + ["--lang", language], in: folder)
        #expect(run.status == 1)
        for place in [
          "[E113]": "customers.csv › customers › D1", "[E118]": "customers.csv › customers › E3",
          "[E120]": "customers.csv › customers › A3", "[E121]": "visits.csv › visits › A3",
          "[E112]": "customers.csv › customers › 5",
        ] { #expect(run.text.contains(place.key) && run.text.contains("--> " + place.value), "\(place)") }
        #expect(run.text.contains(language == "zh" ? "处理: " : "help: "))
        Self.expectHarmless(run, folder)
      }
      let run = try Program.run(["check"] + files + ["--json", "--lang", language], in: folder)
      #expect(run.status == 1)
      Self.expectHarmless(run, folder)
      let object = try #require(try JSONSerialization.jsonObject(with: run.output) as? [String: Any])
      let sheets = try #require(object["sheets"] as? [[String: Any]])
      func sum(_ key: String) -> Int { sheets.reduce(0) { $0 + ($1[key] as? Int ?? -1000) } }
      #expect(sheets.map { $0["rows"] as? Int } == [4, 2])
      #expect(sum("rows") == sum("used") + sum("setAside") && sum("setAside") >= 1)
      #expect(object["rows"] as? Int == 6)
      let findings = try #require(object["findings"] as? [[String: Any]])
      let cells = Set(findings.map { "\($0["code"] ?? "") \($0["cell"] ?? "")" })
      #expect(
        cells.isSuperset(of: ["E108 D2", "E108 E2", "E118 E3", "E120 A3", "E121 A3", "E104 F4", "E106 C4"]), "\(cells)")
      #expect(findings.allSatisfy { ($0["message"] as? String)?.isEmpty == false && $0["sheet"] is String })
      // The reader's own lists go nowhere unasked.
      let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(Set(left) == Set(files))
    }
  }

  @Test(arguments: ["zh", "en"])
  func aBrokenByteIsNamedWithItsEncoding(_ language: String) throws {
    try Program.withFolder { folder in
      // 学员姓名,联系电话,登记日期,备注 and two people in GBK; a lone 0xFF in D3.
      var bytes: [UInt8] = [
        0xD1, 0xA7, 0xD4, 0xB1, 0xD0, 0xD5, 0xC3, 0xFB, 0x2C, 0xC1, 0xAA, 0xCF, 0xB5, 0xB5, 0xE7, 0xBB, 0xB0, 0x2C,
        0xB5,
        0xC7, 0xBC, 0xC7, 0xC8, 0xD5, 0xC6, 0xDA, 0x2C, 0xB1, 0xB8, 0xD7, 0xA2, 0x0A, 0xCD, 0xF5, 0xD0, 0xA1, 0xC3,
        0xF7,
      ]
      bytes += Array(",13912345678,2026-03-01,\n".utf8) + [0xC0, 0xEE, 0xD0, 0xE3, 0xD3, 0xA2]
      bytes += Array(",13800001111,2026-03-02,".utf8) + [0xCF, 0xB2, 0xBB, 0xB6, 0xFF, 0x0A]
      try Data(bytes).write(to: folder.appending(path: "gbk.csv"))
      let run = try Program.run(["check", "gbk.csv", "--lang", language], in: folder)
      #expect(run.status == 1)
      #expect(run.text.contains("[E301]") && run.text.contains("--> gbk.csv › gbk › D3"))
      #expect(run.text.contains(language == "zh" ? "已按 GB18030" : "mean nothing in GB18030"), "\(run.text)")
      Self.expectHarmless(run, folder)
    }
  }
}

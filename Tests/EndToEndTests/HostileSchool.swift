import Foundation

/// A school whose sheets try everything: formulas, markup, control characters in every text, header, sheet and file name.
struct HostileSchool {
  static let evil = [
    "=HYPERLINK(\"http://evil.example\",\"x\")", "+1+1", "-2+3", "@SUM(A1)", "\t=1+1", "＝1+1", "＋1", "－1", "＠x",
    "<script>alert(1)</script>", "]]>", "javascript:alert(1)", "\u{202E}gnp.exe\u{202C}", "=cmd|' /C calc'!A0",
    "\"><img src=x onerror=alert(1)>", "\r=1", "=1+2\";=1+2",
  ]
  static let count = 85

  /// What the sheets are to say, by file name; change one to try something else.
  var files: [String: [[String]]] = [:]

  static func name(_ i: Int) -> String {
    let surnames = Array("王李张刘陈杨赵黄周吴")
    let given = ["明轩", "雨桐", "子涵", "浩然", "思远", "佳琪", "梓萱", "俊杰", "欣怡"]
    return String(surnames[i % 10]) + given[i / 10 % 9]
  }

  static func phone(_ i: Int) -> String { "154" + String(String(10_000_000 + i * 7_919).prefix(8)) }

  init(isHostile: Bool = true) {
    func text(_ i: Int, _ plain: String) -> String { isHostile ? Self.evil[i % Self.evil.count] : plain }
    var customers = [
      [
        "学员编号", "学员姓名", "性别", "出生日期", "联系电话", "家长姓名", "校区", "客户来源", "关注点", "培训需求", "登记日期", "负责人", "预算",
      ]
    ]
    if isHostile { customers[0] += ["=1+1", "<script>alert(1)</script>"] }
    var consents = [["客户编号", "监护人", "接收方", "用途", "信息种类", "授权日期", "撤回日期"]]
    var visits = [["客户编号", "姓名", "回访日期", "回访方式", "回访人", "回访内容", "满意度", "课程"]]
    for i in 0..<Self.count {
      let id = String(format: "S%03d", i)
      var row = [
        id, i % 5 == 0 ? text(i, Self.name(i)) : Self.name(i), i % 2 == 0 ? "女" : "男", "\(2004 + i % 3)-03-01",
        Self.phone(i), "家长" + String(Self.name(i).prefix(1)), text(i, i % 3 == 0 ? "西校区" : "东校区"), text(i, "抖音"),
        text(i, "师资"), text(i, "想补习") + (i % 4 == 0 ? Self.name(i + 1) : ""), "2025-01-0\(1 + i % 9)", "李顾问",
        String(1_000 * (Self.count - i)),
      ]
      if isHostile { row += [text(i, ""), text(i + 1, "")] }
      customers.append(row)
      consents.append([id, "家长", "阳光小学", "续费分析", "姓名、联系方式、课程", "2025-02-01", ""])
      visits.append([
        id, Self.name(i), "2026-01-0\(1 + i % 9)", "电话", i % 6 == 0 ? text(i, "李顾问") : "李顾问", text(i, "正常"),
        String(1 + i % 5), text(i, "数学"),
      ])
    }
    files = [
      isHostile ? "=客户.csv" : "客户.csv": customers, "授权.csv": consents, "回访.csv": visits,
      "合作方.csv": [
        ["接收方名称", "接收方联系方式", "用途", "处理方式", "信息种类", "协议签订日期", "有效期至"],
        ["阳光小学", "010-88889999", "续费分析", "表格", "姓名、联系方式、课程", "2025-01-01", "2030-01-01"],
      ],
      "员工.csv": [
        ["员工姓名", "岗位", "团队", "校区", "负责班级", "保密协议签订日期"], ["李顾问", "销售", "一组", "东校区", "", "2025-01-01"],
      ],
    ]
  }

  func write(to folder: URL) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (name, rows) in files {
      let text = rows.map { row in
        row.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: ",")
      }.joined(separator: "\r\n")
      try Data((text + "\r\n").utf8).write(to: folder.appending(path: name))
    }
  }

  /// The command that exports it for the partner.
  static func command(_ folder: URL, to target: String, _ extra: [String] = []) -> [String] {
    [
      "export", folder.appending(path: "in").path, "--view", "partner", "--to", "阳光小学", "--purpose", "续费分析", "-o",
      folder.appending(path: target).path, "--key", folder.appending(path: "keys/master.key").path, "--log",
      folder.appending(path: "log/exports.jsonl").path, "--lang", "zh",
    ] + extra
  }

  @discardableResult
  static func export(_ folder: URL, to target: String, _ extra: [String] = []) throws -> Program.Run {
    try Program.run(command(folder, to: target, extra))
  }

  /// The cells of a file, row by row, read by the program itself.
  static func cells(_ path: URL) throws -> [(ref: String, value: String)] {
    try Program.run(["cells", path.path]).text.split(separator: "\n").compactMap { line in
      let cell = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      return (cell?["ref"] as? String).map { ($0, cell?["value"].map { "\($0)" } ?? "") }
    }
  }
}

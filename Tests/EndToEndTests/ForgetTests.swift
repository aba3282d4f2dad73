import Foundation
import TestSupport
import Testing

/// `person forget`: every sheet comes over as it stood, whoever knows it, without the person; nothing is touched.
@Suite struct ForgetTests {
  private func folder() throws -> URL {
    let folder = Program.scratch("forget")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }

  @Test(.enabled(if: Peer.available(for: "person forget")))
  func everySheetOfAWorkbookComesOver() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let (from, to) = (folder.appending(path: "a.xlsx"), folder.appending(path: "b.xlsx"))
    let make = """
      import sys, openpyxl, datetime
      wb = openpyxl.Workbook()
      ws = wb.active; ws.title = '客户登记'
      ws.append(['客户编号','姓名','手机','监护人姓名','备注','登记日期'])
      ws.append(['XY001','王小明','13812345678','王建国','','2026-01-05'])
      ws.append(['XY002','李雨桐','13987654321','李强','王 小明介绍的','2026-01-06'])
      ws.append(['XY003','赵子涵','13711112222','赵刚','电话１３８-1234-5678是谁','2026-01-07'])
      v = wb.create_sheet('回访记录')
      v.append(['回访日期','客户编号','客户姓名','回访人','沟通内容'])
      v.append([datetime.date(2026,2,1),'XY001','王小明','周敏','谈续费'])
      v.append([None,'XY002','李雨桐','周敏','说起XY001和小明'])
      v.merge_cells('A2:A3')
      s = wb.create_sheet('座位表')
      s['A1'] = '春季班座位'; s.merge_cells('A1:C1')
      s.append(['王小明','李雨桐','赵子涵']); s.append(['靠窗','','前排'])
      s['E7'] = 3.5; s['E7'].number_format = '0.00'
      h = wb.create_sheet('旧名单'); h.sheet_state = 'hidden'
      h.append(['编号','谁','过敏']); h.append(['XY001','王小明','花生']); h.append(['XY002','李雨桐','无'])
      wb.save(sys.argv[1])
      """
    _ = try Peer.python(make, [from.path])
    let before = try Data(contentsOf: from)
    let run = try Program.succeed(["person", "forget", "XY001", from.path, "-o", to.path])
    #expect(try Data(contentsOf: from) == before)
    let read = """
      import sys, openpyxl
      wb = openpyxl.load_workbook(sys.argv[1])
      for ws in wb.worksheets:
          print(ws.title, sorted(map(str, ws.merged_cells.ranges)))
          for row in ws.iter_rows(values_only=True):
              if any(c is not None for c in row): print(' ', [str(c) for c in row if c is not None])
      """
    let said = try Peer.python(read, [to.path])
    for raw in ["王小明", "王 小明", "13812345678", "1234-5678", "XY001", "花生", "王建国", "谈续费"] {
      #expect(!said.contains(raw), "\(said)")
    }
    for kept in [
      "客户登记 []", "李雨桐", "回访记录 []", "2026-02-01", "座位表 ['A1:C1']", "靠窗", "3.5", "旧名单", "赵子涵", "周敏", "王 **介绍的",
      "说起X***1和",
    ] { #expect(said.contains(kept), "\(kept) in \(said)") }
    for place in ["客户登记 › 2", "回访记录 › 2", "旧名单 › 2", "座位表 › A2", "客户登记 › E3", "客户登记 › E4", "回访记录 › E3"] {
      #expect(run.text.contains(place), "\(place) in \(run.text)")
    }
  }

  @Test func everyFileOfAFolderComesOver() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let from = folder.appending(path: "in")
    try FileManager.default.createDirectory(at: from, withIntermediateDirectories: true)
    let sheets = [
      "客户.csv": "客户编号,姓名,手机,监护人姓名\nXY001,王小明,13812345678,王建国\nXY002,李雨桐,13987654321,李强\n",
      "值日.csv": "第一周,第二周\n王小明、李雨桐,赵子涵\n李雨桐,王小明\n",
      "通讯录.csv": "谁,怎么找\n王小明,13812345678\n门卫,62345678\n",
    ]
    for (name, text) in sheets { try Data(text.utf8).write(to: from.appending(path: name)) }
    let to = folder.appending(path: "out")
    try Program.succeed(["person", "forget", "王小明", from.path, "-o", to.path])
    func text(_ name: String) throws -> String {
      try String(contentsOf: to.appending(path: name), encoding: .utf8).replacing("\r\n", with: "\n")
        .replacing("\u{FEFF}", with: "")
    }
    #expect(try text("客户.csv") == "客户编号,姓名,手机,监护人姓名\nXY002,李雨桐,13987654321,李强\n")
    #expect(try text("值日.csv") == "第一周,第二周\n王**、李雨桐,赵子涵\n李雨桐,王**\n")
    #expect(try text("通讯录.csv") == "谁,怎么找\n门卫,62345678\n")
    for (name, old) in sheets { #expect(try String(contentsOf: from.appending(path: name), encoding: .utf8) == old) }
  }
}

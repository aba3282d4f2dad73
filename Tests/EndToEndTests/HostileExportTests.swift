import Foundation
import TestSupport
import Testing

/// Sheets that attack whoever opens the export.
@Suite struct HostileExportTests {
  @Test func noCellOfACSVIsAFormula() throws {
    try Program.withFolder { folder in
      try HostileSchool().write(to: folder.appending(path: "in"))
      let run = try HostileSchool.export(folder, to: "p/list.csv")
      #expect(run.status == 0, "\(run.errors)")
      let text = try String(contentsOf: folder.appending(path: "p/list.csv"), encoding: .utf8)
      #expect(text.drop { $0 == "\u{FEFF}" }.hasPrefix("客户编号,"))
      #expect(text.unicodeScalars.contains { $0 == "\r" } && !text.unicodeScalars.contains { $0.value == 0x202E })
      var cells = 0
      for cell in Self.cells(text) where !cell.isEmpty {
        cells += 1
        let isNumber = cell.allSatisfy { $0.isNumber || $0 == "." || $0 == "-" }
        #expect(isNumber || !"=+-@\t\r\n\0＝＋－＠".contains(cell.first ?? " "), "\(cell)")
      }
      #expect(cells > 500)
      #expect(text.contains("'=1+2"))
    }
  }

  @Test(.enabled(if: Peer.available(for: "hostile export in openpyxl"))) func noCellOfAWorkbookIsAFormula() throws {
    try Program.withFolder { folder in
      try HostileSchool().write(to: folder.appending(path: "in"))
      let run = try HostileSchool.export(folder, to: "p/list.xlsx")
      #expect(run.status == 0, "\(run.errors)")
      let script = """
        import sys, zipfile, openpyxl, re
        z = zipfile.ZipFile(sys.argv[1])
        for n in z.namelist():
            t = z.read(n).decode('utf-8')
            assert not re.search('<f[ />]', t), n
            assert '<script' not in t and ']]>' not in t and chr(0x202E) not in t and 'evil.example"' not in t, n
            assert 'External' not in t, n
        ws = openpyxl.load_workbook(sys.argv[1]).worksheets
        kinds = {c.data_type for s in ws for r in s for c in r}
        assert 'f' not in kinds, kinds
        assert all(re.fullmatch('[A-Za-z0-9_]+', s.title) for s in ws), [s.title for s in ws]
        print(sum(1 for s in ws for r in s for c in r if c.value is not None), *sorted(kinds))
        """
      let said = try Peer.python(script, [folder.appending(path: "p/list.xlsx").path])
      #expect(Int(said.split(separator: " ").first ?? "") ?? 0 > 500, "\(said)")
    }
  }

  @Test func pagesListsAndCalendarsDisarmIt() throws {
    try Program.withFolder { folder in
      try HostileSchool().write(to: folder.appending(path: "in"))
      let input = folder.appending(path: "in").path
      try Program.succeed(["report", input, "-o", folder.appending(path: "pages").path, "-q"])
      try Program.succeed(["plan", input, "-o", folder.appending(path: "plan").path, "-q"])
      let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter {
        $0.hasSuffix(".html") || $0.hasSuffix(".ics")
      }
      #expect(files.count >= 5)
      for file in files {
        let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
        for bad in ["<script>alert", "<img src=x", "href=\"javascript:", "\u{202E}", "evil.example\">"] {
          #expect(!text.contains(bad), "\(file): \(bad)")
        }
        #expect(!file.contains("="), "\(file)")
      }
    }
  }

  /// Cells of comma-separated text.
  static func cells(_ text: String) -> [String] {
    var cells: [String] = []
    var cell = ""
    var quoted = false
    for scalar in text.unicodeScalars where scalar.value != 0xFEFF {
      switch (scalar, quoted) {
      case ("\"", _): quoted.toggle()
      case (",", false), ("\n", false):
        cells.append(cell)
        cell = ""
      case ("\r", false): break
      default: cell.unicodeScalars.append(scalar)
      }
    }
    return cells + [cell]
  }
}

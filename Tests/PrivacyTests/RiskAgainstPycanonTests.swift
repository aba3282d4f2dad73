import Foundation
import Tabular
import TestSupport
import Testing

@testable import Privacy

/// Whether pycanon and data are at hand; says so aloud where they are not.
enum Pycanon {
  static let python = Corpus.packageRoot.appending(path: ".venv-test/bin/python").path

  static var isAvailable: Bool {
    guard FileManager.default.isExecutableFile(atPath: python) else {
      print("skipped: risk beside pycanon — no .venv-test (scripts/test.sh makes it)")
      return false
    }
    return Corpus.available(for: "risk beside pycanon")
  }
}

/// k, l and t against pycanon on data nobody made for this.
@Suite("Risk, beside pycanon", .enabled(if: Pycanon.isAvailable))
struct RiskAgainstPycanonTests {
  /// pycanon drops rows with blank quasi-identifiers; these have none.
  @Test(
    "The same k, l and t",
    arguments: [
      ("telco_customer_churn.csv", "gender,SeniorCitizen,Partner,Dependents", "Contract,tenure"),
      ("kidney_transplant.csv", "black_male,white_male,black_female", "age,death"),
      ("rossi.csv", "fin,race,wexp,mar", "prio,age"),
    ])
  func agrees(file: String, quasi: String, sensitive: String) throws {
    let url = try #require(Corpus.root).appending(path: "customers/\(file)")
    let program = """
      import sys, json, pandas as pd
      from pycanon import anonymity
      f, qi, sa = sys.argv[1], sys.argv[2].split(","), sys.argv[3].split(",")
      d = pd.read_csv(f)
      out = {"k": float(anonymity.k_anonymity(d, qi))}
      for s in sa:
          out["l." + s] = float(anonymity.l_diversity(d, qi, [s]))
          out["t." + s] = float(anonymity.t_closeness(d, qi, [s]))
      print(json.dumps(out))
      """
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Pycanon.python)
    process.arguments = ["-c", program, url.path, quasi, sensitive]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let said = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let expected = try JSONDecoder().decode([String: Double].self, from: said)

    let grid = Grid(template: try String(contentsOf: url, encoding: .utf8), file: file, sheet: "data")
    let header = grid.rows[0].cells.indices.map { grid.text(0, $0) }
    func field(_ name: Substring) -> FieldID { FieldID("data", String(name)) }
    let columns = (quasi + "," + sensitive).split(separator: ",").map { name -> Table.Named in
      let at = header.firstIndex(of: String(name)) ?? 0
      let texts = grid.rows.indices.dropFirst().map { grid.text($0, at) }
      let numbers = texts.compactMap(Double.init)
      let column = numbers.count == texts.count ? Column.numbers(numbers) : Column.texts(texts)
      return Table.Named(header: String(name), field: field(name), column: column)
    }
    let report = RiskReport(
      Table(name: "data", columns: columns, rowCount: grid.rows.count - 1),
      quasi: quasi.split(separator: ",").map(field),
      sensitive: sensitive.split(separator: ",").map(field))
    #expect(Double(report.k) == expected["k"])
    for one in report.sensitive {
      #expect(Double(one.l) == expected["l.\(one.field.name)"])
      #expect(abs(one.t - (expected["t.\(one.field.name)"] ?? -1)) < 1e-9)
    }
  }
}

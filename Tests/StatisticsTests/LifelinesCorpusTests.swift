import Foundation
import Statistics
import TestSupport
import Testing

/// The sets that lifelines ships, and the Telco sample: columns, groups and tables as the corpus expects them.
@Suite("Survival tables of real data", .enabled(if: Corpus.available(for: "Kaplan–Meier on lifelines and Telco sets")))
struct LifelinesCorpusTests {
  private struct Sheet {
    var header: [String]
    var rows: [[String]]
    init(_ name: String) throws {
      let root = try #require(Corpus.root)
      let text = try String(contentsOf: root.appending(path: "customers/\(name)"), encoding: .utf8)
      let lines = text.split(whereSeparator: \.isNewline).map(Sheet.cells)
      header = lines[0]
      rows = Array(lines.dropFirst())
    }
    /// RFC 4180 quotes, no line breaks inside.
    private static func cells(_ line: Substring) -> [String] {
      var out = [""]
      var quoted = false
      for c in line {
        if c == "\"" {
          quoted.toggle()
        } else if c == ",", !quoted {
          out.append("")
        } else {
          out[out.count - 1].append(c)
        }
      }
      return out
    }
    func column(_ name: String) throws -> [String] {
      let at = try #require(header.firstIndex(of: name))
      return rows.map { $0[at] }
    }
  }

  private static func expected() throws -> [String: Any] {
    let root = try #require(Corpus.root)
    let data = try Data(contentsOf: root.appending(path: "customers/expected_metrics.json"))
    return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  @Test(
    "every step of every table",
    arguments: ["dd", "kidney_transplant", "larynx", "lung", "rossi", "waltons_dataset"])
  func tables(name: String) throws {
    let wanted = try #require(try Self.expected()[name + ".csv"] as? [String: Any])
    let sheet = try Sheet(name + ".csv")
    let times = try sheet.column(try #require(wanted["duration"] as? String)).compactMap(Double.init)
    let lost = try sheet.column(try #require(wanted["event"] as? String)).map { Double($0) == 1 }
    let tables = try #require(wanted["kaplan_meier"] as? [String: [String: Any]])
    for (group, table) in tables.sorted(by: { $0.key < $1.key }) {
      var kept = Array(times.indices)
      if group != "all" {
        let parts = group.split(separator: "=", maxSplits: 1).map(String.init)
        let column = try sheet.column(parts[0])
        kept = kept.filter { column[$0] == parts[1] }
      }
      let curve = KaplanMeier(times: kept.map { times[$0] }, lost: kept.map { lost[$0] })
      let source = "lifelines, \(name).csv, \(group)"
      #expect(Independent.agrees(source, "n", curve.count, table["n"] as? Int))
      #expect(Independent.agrees(source, "events", curve.events, table["events"] as? Int))
      #expect(Independent.agrees(source, "median", curve.median, table["median"] as? Double, within: 0))
      let rows = try #require(table["table"] as? [[Double]])
      #expect(Independent.agrees(source, "steps", curve.steps.count, table["steps"] as? Int))
      #expect(
        Independent.agrees(
          source, "S at each of the first \(rows.count) steps", curve.steps.prefix(rows.count).map(\.survival),
          rows.map { $0[3] }, within: 1e-9))
      for (step, row) in zip(curve.steps, rows) {
        #expect(step.time == row[0] && step.atRisk == Int(row[1]) && step.events == Int(row[2]))
      }
    }
  }

  @Test("churn and survival of the Telco sample")
  func telco() throws {
    let wanted = try #require(try Self.expected()["telco_customer_churn.csv"] as? [String: Any])
    let sheet = try Sheet("telco_customer_churn.csv")
    let churned = try sheet.column("Churn").map { $0 == "Yes" }
    #expect(Independent.agrees("Telco sample", "churned", churned.filter { $0 }.count, wanted["churned"] as? Int))
    let tenure = try sheet.column("tenure").compactMap(Int32.init)
    let rows = try #require(wanted["kaplan_meier_by_tenure_months"] as? [String: [String: Any]])
    // Tenure 0: signed up, never billed; under observation from the start, so they are not at risk in month 1.
    let curve = KaplanMeier(days: tenure, lost: churned)
    for (month, row) in rows.sorted(by: { (Double($0.key) ?? 0) < (Double($1.key) ?? 0) }) {
      let step = try #require(curve.step(at: Double(month) ?? 0))
      let name = "month \(month) "
      #expect(Independent.agrees("Telco sample", name + "at risk", step.atRisk, row["at_risk"] as? Int))
      #expect(Independent.agrees("Telco sample", name + "events", step.events, row["events"] as? Int))
      #expect(
        Independent.agrees("Telco sample", name + "S", step.survival, row["survival"] as? Double, within: 1e-9))
    }
    for (field, key) in [("Contract", "by_Contract"), ("TechSupport", "by_TechSupport")] {
      let groups = try #require(wanted[key] as? [String: [String: Any]])
      let column = try sheet.column(field)
      for (label, group) in groups.sorted(by: { $0.key < $1.key }) {
        let kept = column.indices.filter { column[$0] == label }
        let lost = kept.filter { churned[$0] }.count
        let name = "\(field) \(label) "
        #expect(Independent.agrees("Telco sample", name + "customers", kept.count, group["customers"] as? Int))
        #expect(Independent.agrees("Telco sample", name + "churned", lost, group["churned"] as? Int))
      }
    }
  }
}

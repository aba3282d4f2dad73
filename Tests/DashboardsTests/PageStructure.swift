import Foundation
import Localisation
import Testing

@testable import Dashboards

/// What stands on each page, as an outline: sections, cards, figures with their span, kind of drawing and size of
/// table. No pixel and no number is recorded, so only a change of structure changes it.
@Suite struct PageStructure {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Snapshots")

  static func outline(_ audience: Audience) -> String {
    var sample = SampleReport()
    let (page, choices) = Dashboard.page(sample.report(), audience, DashboardTests.options, .zh)
    var lines: [String] = []
    for section in page.sections {
      lines.append("# " + section.id)
      if !section.cards.isEmpty { lines.append("cards " + section.cards.map(\.key).joined(separator: " ")) }
      for row in PageLayout.rows(section.figures) {
        let cells = row.map { i -> String in
          let figure = section.figures[i]
          let chart = figure.chart.map { "\(type(of: $0.chart))" } ?? (figure.body.isEmpty ? "–" : "text")
          let table =
            figure.table.map { "\($0.columns.count)×\($0.rows.count)\($0.cut > 0 ? "+\($0.cut)" : "")" } ?? "–"
          return "\(figure.id) \(figure.span.rawValue) \(chart) \(table)\(figure.definition.isEmpty ? "" : " defined")"
        }
        lines.append("  " + cells.joined(separator: " | "))
      }
    }
    lines.append("filter " + choices.map(\.id).joined(separator: " "))
    return lines.joined(separator: "\n") + "\n"
  }

  @Test(arguments: Audience.allCases)
  func thePageIsBuiltAsRecorded(audience: Audience) throws {
    let file = Self.folder.appending(path: audience.rawValue + ".txt")
    let now = Self.outline(audience)
    if ProcessInfo.processInfo.environment["ROLLBOOK_RECORD"] != nil {
      try FileManager.default.createDirectory(at: Self.folder, withIntermediateDirectories: true)
      try Data(now.utf8).write(to: file)
      Issue.record("recorded \(file.lastPathComponent)")
      return
    }
    #expect(now == (try? String(contentsOf: file, encoding: .utf8)))
  }
}

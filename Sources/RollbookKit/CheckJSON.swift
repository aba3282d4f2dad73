import ByteScanning
package import CustomerRecords
import Foundation
package import Localisation
import Tabular

/// `check --json`: every finding with its place; never a value.
package enum CheckJSON {
  private struct Output: Encodable {
    struct Sheet: Encodable {
      var file: String
      var sheet: String
      var table: String?
      var rows: Int
      var used: Int
      var setAside: Int
      var skipped: Int
    }
    struct Problem: Encodable {
      var code: String
      var severity: String
      var file: String
      var sheet: String
      var cell: String
      var field: String?
      var message: String
      var help: String?
    }
    var sheets: [Sheet]
    var findings: [Problem]
    var rows: Int
    var used: Int
    var setAside: Int
  }

  package static func bytes(_ report: CheckReport, language: Language, catalogue: FieldCatalogue) -> [UInt8] {
    let text = FindingText(language, sources: report.sources, catalogue: catalogue)
    let output = Output(
      sheets: report.sources.map {
        Output.Sheet(
          file: $0.sheet.file, sheet: $0.sheet.sheet, table: $0.kind?.rawValue, rows: $0.rows, used: $0.used,
          setAside: $0.setAside, skipped: $0.skipped)
      },
      findings: report.groups.flatMap(\.findings).map { finding in
        let source =
          report.sources.indices.contains(Int(finding.at.source)) ? report.sources[Int(finding.at.source)].sheet : nil
        return Output.Problem(
          code: finding.code.rawValue, severity: "\(finding.severity)", file: source?.file ?? "",
          sheet: source?.sheet ?? "",
          cell: finding.at.address, field: finding.field?.rawValue, message: text.sentence(finding),
          help: text.help(finding))
      }, rows: report.rows, used: report.used, setAside: report.setAside)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return ((try? encoder.encode(output)).map { Array($0) } ?? []) + [0x0A]
  }
}

import Tabular
import XLSXCodec

extension Conversion {
  /// What could not go along, with counts.
  package static func losses(
    of book: OpenedWorkbook, _ sheets: [SheetCopy], isWorkbook: Bool, keepsMerges: Bool = false
  ) -> [Loss] {
    var losses: [Loss] = []
    func add(_ code: String, _ count: Int) {
      if count > 0 { losses.append(Loss(code: code, arguments: [String(count)])) }
    }
    let formats = sheets.reduce(into: Set<String>()) { $0.formUnion($1.formats) }.subtracting(["General"])
    if isWorkbook {
      if book.kind == .xlsx { losses.append(Loss(code: "convert.look", arguments: [])) }
      let odd = formats.filter { !XLSXWriter.canWrite(format: $0) }.sorted()
      if !odd.isEmpty {
        losses.append(
          Loss(code: "convert.odd_formats", arguments: [String(odd.count), odd.prefix(5).joined(separator: "  ")]))
      }
    } else if !formats.isEmpty {
      losses.append(Loss(code: "convert.csv_formats", arguments: []))
    }
    let extras = sheets.map(\.extras)
    add("convert.formulas", extras.reduce(0) { $0 + $1.formulas })
    if !keepsMerges { add("convert.merges", extras.reduce(0) { $0 + $1.merges }) }
    add("convert.conditional", extras.reduce(0) { $0 + $1.conditionalFormats })
    add("convert.validations", extras.reduce(0) { $0 + $1.validations })
    add("convert.links", extras.count { $0.links > 0 })
    add("convert.drawings", extras.count { $0.hasDrawings })
    add("convert.comments", extras.count { $0.hasComments })
    if (book.reading as? XLSXWorkbook)?.hasMacros == true { losses.append(Loss(code: "convert.macros", arguments: [])) }
    add("convert.hidden", book.sheets.count { $0.visibility != .visible })
    return losses
  }
}

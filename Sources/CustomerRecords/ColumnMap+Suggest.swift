package import Tabular

extension ColumnMap {
  /// A map to start from (`check --write-map`): a row for every header, known ones filled in, the others with an empty
  /// field and the nearest known field as a remark. Rows with an empty field are passed over when the map is read.
  package static func suggest(_ inputs: [InputWorkbook], options: ReadOptions) throws -> Table {
    var rows: [[String?]] = []
    let recogniser = SheetRecogniser(options: options)
    for input in inputs {
      for (position, info) in input.reading.sheets.enumerated() where info.visibility == .visible {
        let preview = try input.reading.preview(sheet: position, rows: 50)
        switch recogniser.recognise(preview, file: input.file, sheet: info.name) {
        case .empty: continue
        case .table(let plan): rows += lines(plan, info.name, options.catalogue, table: plan.kind.rawValue)
        case .undecided(let rivals, let plan):
          rows += lines(
            plan, info.name, options.catalogue, table: nil, remark: rivals.map(\.rawValue).joined(separator: "|"))
        case .unknown:
          let search = HeaderSearch(preview: preview, catalogue: options.catalogue) { _ in false }
          for cell in search.fallback()?.cells ?? [] {
            rows.append([info.name, cell.text, nil, nil, nearest(cell.keys[0], options.catalogue)])
          }
        }
      }
    }
    var table = Table(name: "map", rowCount: rows.count)
    for (i, header) in ["sheet", "header", "table", "field", "suggestion"].enumerated() {
      table.columns.append(
        Table.Named(header: header, field: FieldID("map", header), column: .texts(rows.map { $0[i] })))
    }
    return table
  }

  private static func lines(
    _ plan: SheetPlan, _ sheet: String, _ catalogue: FieldCatalogue, table: String?, remark: String? = nil
  ) -> [[String?]] {
    (plan.columns + plan.questions).sorted { $0.column < $1.column }.map { column in
      guard let definition = column.definition else {
        let near = catalogue.nearest(column.header, in: plan.kind).map(\.id.rawValue)
        return [sheet, column.header, table, nil, near ?? remark]
      }
      // An undecided sheet is a question: what is filled in would be a guess.
      if table == nil { return [sheet, column.header, nil, nil, remark] }
      return [sheet, column.header, definition.table.rawValue, definition.name, nil]
    }
  }

  private static func nearest(_ key: String, _ catalogue: FieldCatalogue) -> String? {
    TableKind.allCases.lazy.compactMap { catalogue.nearest(key, in: $0)?.id.rawValue }.first
  }
}

package import Localisation
package import Tabular

extension Records {
  /// The merged, cleaned tables that sheets held (and registrations' enrolments), under the catalogue's headers: what
  /// `check --clean` writes. What could not be understood stands in its cell as it was.
  package func cleanTables(
    _ language: Language, catalogue: FieldCatalogue = .standard, choices: ChoiceBook = .standard
  ) -> [Table] {
    TableKind.allCases.compactMap { kind in
      let table = self[kind].table
      guard table.rowCount > 0 else { return nil }
      var out = table
      out.name = Phrasebook.text("table.\(kind.rawValue)", language)
      out.columns = []
      for named in table.columns {
        var copy = named
        if let base = dateWithTime(named, in: table) {
          copy.column = base
        } else if named.field.rawValue.hasSuffix("_time"), catalogue.definition(named.field) == nil,
          table.index(of: FieldID(rawValue: String(named.field.rawValue.dropLast(5)))) != nil
        {
          continue
        }
        if let definition = catalogue.definition(named.field) {
          copy.header = catalogue.title(definition.id, language)
        } else if named.field.rawValue.hasSuffix("_2"), catalogue.owner(of: named.field) != nil {
          copy.header = catalogue.title(named.field, language) + "2"
        }
        out.columns.append(copy)
      }
      return choices.inOwnWords(out, catalogue: catalogue)
    }
  }

  /// A date column put together with its times of day.
  private func dateWithTime(_ named: Table.Named, in table: Table) -> Column? {
    guard case .day(let days) = named.column.lane,
      case .number(let times, .time)? = table[field: FieldID(rawValue: named.field.rawValue + "_time")]?.lane
    else { return nil }
    let values = days.indices.map { row in
      days[row] == Day.missing ? Double.nan : Double(days[row]) + (times[row].isNaN ? 0 : times[row])
    }
    return Column(
      .number(values, .dateTime), strays: named.column.strays, lineage: named.column.lineage, format: "yyyy-mm-dd hh:mm"
    )
  }
}

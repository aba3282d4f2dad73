package import Localisation
package import Tabular

/// What kind of institution to invent.
package struct SampleOptions: Sendable {
  package var customers: Int
  package var seed: UInt64
  package var language: Language
  /// A partner that gets consents and a signed agreement.
  package var recipient: String?
  /// With titles, subtotals, odd dates, typing errors: what real sheets have.
  package var dirt: Bool
  /// The last day anything happened.
  package var asOf: Day
  /// Years of history before it.
  package var years: Int

  package init(
    customers: Int = 320, seed: UInt64 = 1, language: Language = .zh, recipient: String? = nil, dirt: Bool = true,
    asOf: Day = Day(year: 2026, month: 3, day: 18)!, years: Int = 3
  ) {
    self.customers = customers
    self.seed = seed
    self.language = language
    self.recipient = recipient
    self.dirt = dirt
    self.asOf = asOf
    self.years = years
  }
}

/// A synthetic institution: people, phones and ids are invented and cannot belong to anybody.
///
/// Mobile numbers use the unassigned range 154, identity numbers a county code that does not exist (119999), e-mail
/// the reserved domain example.com.
package enum Sample {
  /// One sheet to write: a table, and what people put around it.
  package struct Sheet: Sendable {
    package var table: Table
    /// A line above the header.
    package var title: String?
    /// The upper line of a two-line header.
    package var bands: [(title: String, columns: Range<Int>)]
    /// Neighbouring cells of a column that say the same, which a workbook merges.
    package var spans: [(column: Int, rows: ClosedRange<Int>)]

    /// The table as a workbook with merged cells holds it: only the first of them has a value.
    package var merged: Table {
      var out = table
      for span in spans {
        guard case .text(var codes, let pool) = out.columns[span.column].column.lane else { continue }
        for row in span.rows.dropFirst() { codes[row] = TextPool.none }
        out.columns[span.column].column.lane = .text(codes: codes, pool: pool)
      }
      return out
    }
  }

  /// The sheets of an institution, in the order people keep them.
  package static func make(_ options: SampleOptions) -> [Sheet] {
    var simulation = Simulation(options)
    simulation.run()
    return simulation.sheets()
  }
}

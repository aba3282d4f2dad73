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
  /// One sheet to write: a table, and the line above its header where it has one.
  package struct Sheet: Sendable {
    package var table: Table
    package var title: String?
  }

  /// The sheets of an institution, in the order people keep them.
  package static func make(_ options: SampleOptions) -> [Sheet] {
    var simulation = Simulation(options)
    simulation.run()
    return simulation.sheets()
  }
}

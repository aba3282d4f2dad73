package import CustomerRecords
package import Localisation
package import Statistics
package import Tabular

/// First and last day something was counted over, both inclusive; `first` nil = from the beginning of the data.
package struct Window: Hashable, Sendable {
  package var first: Day?
  package var last: Day

  package init(first: Day? = nil, last: Day) {
    self.first = first
    self.last = last
  }

  package func contains(_ day: Int32) -> Bool { day <= last.rawValue && day >= (first?.rawValue ?? .min + 1) }
  /// Calendar days; nil for a window without a beginning.
  package var days: Int? { first.map { last - $0 + 1 } }
}

/// What a figure leaves out, and how many of its units.
package struct Exclusion: Hashable, Sendable {
  /// Phrase `metrics.exclusion.<key>`.
  package let key: String
  package let count: Int
  package init(_ key: String, _ count: Int) {
    self.key = key
    self.count = count
  }
}

/// The contract of a figure: what it means, over which time, without what, from which sheets (metrics.md).
package struct Basis: Hashable, Sendable {
  /// Phrase `metrics.definition.<key>`: the formula in words, with its thresholds as `arguments`.
  package var definition: String
  package var arguments: [String]
  package var window: Window
  /// Only those that left something out.
  package var exclusions: [Exclusion]
  package var sources: [TableKind]

  package init(
    _ definition: String, _ arguments: [String] = [], window: Window, exclusions: [Exclusion] = [],
    sources: [TableKind]
  ) {
    self.definition = definition
    self.arguments = arguments
    self.window = window
    self.exclusions = exclusions.filter { $0.count > 0 }
    self.sources = sources
  }
}

extension Basis {
  /// The definition in words, thresholds filled in. An argument `@word` is itself a phrase, `metrics.word`.
  package func sentence(_ language: Language) -> String {
    Phrasebook.text(
      "metrics.definition." + definition, language,
      arguments.map { $0.hasPrefix("@") ? Phrasebook.text("metrics." + $0.dropFirst(), language) : $0 })
  }
}

/// A number of things, and the people behind it.
package struct Count: Hashable, Sendable {
  package var value: Int
  package var people: Int
  package var basis: Basis
  package init(_ value: Int, people: Int, _ basis: Basis) {
    self.value = value
    self.people = people
    self.basis = basis
  }
}

/// A share: never a rate without its numerator, denominator and people.
package struct Rate: Hashable, Sendable {
  package var numerator: Int
  package var denominator: Int
  /// Distinct people in the denominator: what the small-number rule looks at.
  package var people: Int
  /// Distinct people in the numerator.
  package var peopleAbove: Int
  package var basis: Basis

  /// `people` and `peopleAbove` may be left out where the units are people.
  package init(_ numerator: Int, _ denominator: Int, people: Int? = nil, peopleAbove: Int? = nil, _ basis: Basis) {
    self.numerator = numerator
    self.denominator = denominator
    self.people = people ?? denominator
    self.peopleAbove = peopleAbove ?? numerator
    self.basis = basis
  }

  /// A fraction; nil where nothing can be divided.
  package var value: Double? { denominator == 0 ? nil : Double(numerator) / Double(denominator) }
  /// Wilson, 95 %.
  package var interval: Interval? { Proportion.wilson(numerator, of: denominator) }
}

/// A sum, mean, median or other measured value.
package struct Amount: Hashable, Sendable {
  package enum Unit: String, Sendable { case money, days, minutes, points, number }
  package var value: Double?
  package var unit: Unit
  /// How many things it was taken over.
  package var n: Int
  package var people: Int
  package var basis: Basis

  package init(_ value: Double?, _ unit: Unit, n: Int, people: Int, _ basis: Basis) {
    self.value = value.flatMap { $0.isFinite ? $0 : nil }
    self.unit = unit
    self.n = n
    self.people = people
    self.basis = basis
  }
}

/// A net promoter score with its people and contract.
package struct Score: Hashable, Sendable {
  package var counts: NetPromoter
  /// Distinct known respondents, each anonymous answer counted as one more.
  package var people: Int
  package var basis: Basis

  package init(_ counts: NetPromoter, people: Int, _ basis: Basis) {
    self.counts = counts
    self.people = people
    self.basis = basis
  }

  package var value: Double? { counts.score }
  package var interval: Interval? { counts.interval }
}

/// One labelled number of a list: reasons, channels, themes. `label` nil = not filled in.
package struct Labelled<Value: Sendable & Hashable>: Sendable, Hashable {
  package var label: String?
  package var value: Value
  package init(_ label: String?, _ value: Value) {
    self.label = label
    self.value = value
  }
}

/// A count inside a list, whose contract stands with the list.
package struct Tally: Hashable, Sendable {
  package var count: Int
  package var people: Int
  package init(_ count: Int, people: Int) {
    self.count = count
    self.people = people
  }
}

import CustomerRecords
import ReleaseGate
package import Tabular

/// Coarser values in place of exact ones: age band, month, district, income band, order of magnitude.
struct BandKernel: ColumnKernel {
  enum Kind: Sendable {
    /// Completed years at as-of, from a birthday.
    case birthday(asOf: Day)
    case age
    case month
    /// Province, prefecture and county of an address or region.
    case district
    case money
    /// Tens of a score or percent.
    case tens
    /// Choices and bands are coarse already.
    case keep
    /// Nothing coarser is known: all hidden.
    case none
  }

  let name = "band"
  /// A district or an income band may be all a cell held.
  let mayKeepValues = true
  let kind: Kind

  init(_ field: FieldDefinition, asOf: Day) {
    switch (field.name, field.type) {
    case ("birthday", _): kind = .birthday(asOf: asOf)
    case ("age", _): kind = .age
    case (_, .date): kind = .month
    case ("region", _), ("address", _): kind = .district
    case (_, .choice), (_, .csat), (_, .nps), (_, .yesNo): kind = .keep
    case (_, .money): kind = .money
    case (_, .number), (_, .integer), (_, .percent): kind = field.name == "score" ? .tens : .money
    default: kind = .none
    }
  }

  init(_ kind: Kind) { self.kind = kind }

  func apply(_ column: Column, rows: [UInt32], of table: Table) -> Column {
    switch kind {
    case .keep:
      // Strays are values nobody understood: they do not pass.
      var kept = column
      kept.strays = []
      return kept
    case .none: return .missing(rows: column.count)
    case .district:
      return column.rewrittenTexts { bytes, out in
        Canonical.with(bytes) { s in
          let ranges = Divisions.shared.recognised(in: s)
          for range in ranges { out.append(contentsOf: s[range]) }
          return !ranges.isEmpty
        }
      }
    case .birthday(let asOf): return days(column) { Bands.age(from: $0, asOf: asOf).flatMap { Bands.age($0) } }
    case .month: return days(column) { String($0.description.prefix(7)) }
    case .age: return numbers(column) { Bands.age(Int($0)) }
    case .money: return numbers(column, Bands.magnitude)
    case .tens:
      return numbers(column) { value in
        let low = Int((value / 10).rounded(.down)) * 10
        return "\(low)–\(low + 9)"
      }
    }
  }

  private func days(_ column: Column, _ text: (Day) -> String?) -> Column {
    guard case .day(let days) = column.lane else { return .missing(rows: column.count) }
    var known: [Int32: String?] = [:]
    var made = Column.texts(
      days.map { raw in
        if raw == Day.missing { return nil }
        if let seen = known[raw] { return seen }
        let made = text(Day(rawValue: raw))
        known[raw] = made
        return made
      })
    made.lineage = column.lineage
    return made
  }

  private func numbers(_ column: Column, _ text: (Double) -> String?) -> Column {
    guard case .number(let values, _) = column.lane else { return .missing(rows: column.count) }
    var made = Column.texts(values.map { $0.isNaN || abs($0) > 1e15 ? nil : text($0) })
    made.lineage = column.lineage
    return made
  }
}

/// The bands of privacy.md.
package enum Bands {
  /// 0–6, 7–12, 13–15, 16–18, 19–25, 26–40, 41–60, 61+.
  package static func age(_ years: Int) -> String? {
    switch years {
    case ..<0: return nil
    case 0...6: return "0–6"
    case 7...12: return "7–12"
    case 13...15: return "13–15"
    case 16...18: return "16–18"
    case 19...25: return "19–25"
    case 26...40: return "26–40"
    case 41...60: return "41–60"
    default: return "61+"
    }
  }

  /// Completed years at as-of; nil for a birthday in the future. Who is born on 29 February turns on 1 March.
  package static func age(from birthday: Day, asOf: Day) -> Int? {
    let (by, bm, bd) = birthday.civil
    let (ay, am, ad) = asOf.civil
    let years = ay - by - ((am, ad) < (bm, bd) ? 1 : 0)
    return birthday > asOf ? nil : years
  }

  /// 0, 1–999, 1000–4999 … 100000+.
  static func magnitude(_ value: Double) -> String? {
    switch value {
    case ..<0: return "<0"
    case 0: return "0"
    case ..<1_000: return "1–999"
    case ..<5_000: return "1000–4999"
    case ..<10_000: return "5000–9999"
    case ..<30_000: return "10000–29999"
    case ..<100_000: return "30000–99999"
    default: return "100000+"
    }
  }
}

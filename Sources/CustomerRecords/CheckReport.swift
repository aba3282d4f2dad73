package import ByteScanning
package import Tabular

/// Every problem of a run, the same kind together, and the sum of the rows.
package struct CheckReport: Sendable {
  /// One kind of problem in one field.
  package struct Group: Sendable {
    package let code: Failure.Code
    package let severity: Finding.Severity
    package let field: FieldID?
    /// In the order of the sheets.
    package let findings: [Finding]
  }

  /// Errors, then warnings, then notes; each by code and field.
  package let groups: [Group]
  package let sources: [SourceReport]
  package let implied: Set<TableKind>

  package init(_ records: Records) {
    sources = records.sources
    implied = records.implied
    var order: [String] = []
    var byKey: [String: [Finding]] = [:]
    for finding in records.findings {
      let key = finding.code.rawValue + "|\(finding.severity.rawValue)|" + (finding.field?.rawValue ?? "")
      if byKey[key] == nil { order.append(key) }
      byKey[key, default: []].append(finding)
    }
    groups = order.compactMap { key in
      guard let found = byKey[key], let first = found.first else { return nil }
      return Group(code: first.code, severity: first.severity, field: first.field, findings: found)
    }.sorted { a, b in
      if a.severity != b.severity { return a.severity > b.severity }
      if a.code != b.code { return a.code.rawValue < b.code.rawValue }
      return (a.field?.rawValue ?? "") < (b.field?.rawValue ?? "")
    }
  }

  package func count(_ severity: Finding.Severity) -> Int {
    groups.reduce(0) { $0 + ($1.severity == severity ? $1.findings.count : 0) }
  }

  /// True where something is wrong (notes are not).
  package var hasProblems: Bool { groups.contains { $0.severity > .note } }

  package var rows: Int { sources.reduce(0) { $0 + $1.rows } }
  package var used: Int { sources.reduce(0) { $0 + $1.used } }
  package var setAside: Int { sources.reduce(0) { $0 + $1.setAside } }

  /// Read = used + set aside, on every sheet.
  package var addsUp: Bool { sources.allSatisfy { $0.rows == $0.used + $0.setAside } }
}

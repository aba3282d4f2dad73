import CustomerRecords

extension Facts {
  /// Which sections stay empty for want of a sheet or a column.
  var missingInputs: [MissingInput] {
    var out: [MissingInput] = []
    func need(_ section: String, _ table: TableKind, _ field: String? = nil) {
      let one = records[table]
      if one.count == 0 {
        out.append(MissingInput(section: section, table: table))
      } else if let field, !one.has(field) {
        out.append(MissingInput(section: section, table: table, field: field))
      }
    }
    for section in ["spending", "retention", "survival", "churn", "repurchase", "rfm", "prediction"] {
      need(section, .enrolments, "purchase_date")
    }
    need("renewal", .enrolments, "end_date")
    if !answersOf.items.contains(where: { $0.nps >= 0 }) { need("nps", .visits, "nps") }
    if !answersOf.items.contains(where: { $0.csat > 0 }) { need("csat", .visits, "csat") }
    need("referral", .customers, "referrer")
    need("channels", .customers, "source_channel")
    if dimensions[.tier] == nil { need("tiers", .customers, "tier") }
    need("points", .points, "points")
    need("campaigns", .campaigns, "cost")
    if dimensions[.grade] == nil { need("grading", .customers, "intent_proposed") }
    need("agreement", .customers, "intent_reviewed")
    need("visits", .visits)
    if records.visits.count > 0 { need("reached", .visits, "outcome") }
    if judgements.planned.isEmpty { need("plan", .visits) }
    need("complaints", .complaints)
    need("reasons", .complaints, "cause")
    return out
  }
}

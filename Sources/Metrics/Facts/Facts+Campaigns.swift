import CustomerRecords
import Tabular

extension Facts {
  /// - Parameter brief: only what a page's filter shows: neither campaigns nor what keeping costs.
  func campaignSection(brief: Bool) -> CampaignSection {
    let year = Window(first: asOf.advanced(byMonths: -12).advanced(by: 1), last: asOf)
    let table = records[.campaigns]
    let starts = table.days("start_date").days
    let costs = table.numbers("cost").values
    var spent: Double?
    var booked = 0
    // Costs belong to no slice of the customers: only the whole can be divided by them.
    if isWhole {
      for row in 0..<table.count where !costs[row].isNaN {
        if starts[row] != Day.missing, !year.contains(starts[row]) { continue }
        spent = (spent ?? 0) + costs[row]
        booked += 1
      }
    }
    let won = people.filter { row in
      let paid = engagement.firstPaid[Int(row)]
      return paid != Day.missing && year.contains(paid)
    }.count
    let keeping = brief ? (sum: nil, rows: 0) : keepingCost(year)
    let kept = enrolledPeople.filter { !engagement.isLost(Int($0)) }.count
    return CampaignSection(
      campaigns: brief ? [] : campaigns(),
      costOfNew: Amount(
        won == 0 ? nil : spent.map { $0 / Double(won) }, .money, n: booked, people: won,
        Basis("cost_of_new", [], window: year, sources: [.campaigns, .enrolments])),
      costOfKeeping: Amount(
        kept == 0 ? nil : keeping.sum.map { $0 / Double(kept) }, .money, n: keeping.rows, people: kept,
        Basis("cost_of_keeping", [], window: year, sources: [.visits, .staff, .complaints])))
  }

  /// What visits to enrolled customers and complaints cost: the sheet's own amount, else minutes at the hourly cost of
  /// whoever made the visit. nil where the sheets name no cost at all.
  private func keepingCost(_ window: Window) -> (sum: Double?, rows: Int) {
    var sum: Double?
    var rows = 0
    for row in 0..<visitLog.count where visitLog.person[row] >= 0 && window.contains(visitLog.day[row]) {
      let owner = Int(visitLog.person[row])
      guard countsVisit(row), engagement.firstPaid[owner] != Day.missing,
        visitLog.day[row] >= engagement.firstPaid[owner]
      else { continue }
      let cost = visitLog.cost[row]
      if cost.isNaN { continue }
      sum = (sum ?? 0) + cost
      rows += 1
    }
    let owners = complaintLog.person
    let received = records.complaints.days("received_on").days
    let costs = records.complaints.numbers("cost").values
    for row in owners.indices where !costs[row].isNaN && window.contains(received[row]) && counts(owners[row]) {
      sum = (sum ?? 0) + costs[row]
      rows += 1
    }
    return (sum, rows)
  }

  private func campaigns() -> [CampaignSection.Campaign] {
    let table = records[.campaigns]
    let names = table.texts("campaign")
    let channels = table.texts("channel")
    let costs = table.numbers("cost")
    let (starts, ends) = (table.days("start_date"), table.days("end_date"))
    var sheet: [String: (channel: String?, first: Day?, last: Day?, cost: Double?)] = [:]
    for row in 0..<table.count {
      guard let name = names[row]?.trimmed, !name.isEmpty else { continue }
      var one = sheet[name] ?? (nil, nil, nil, nil)
      one.channel = one.channel ?? channels[row]?.trimmed
      one.first = [one.first, starts[row]].compactMap { $0 }.min()
      one.last = [one.last, ends[row]].compactMap { $0 }.max()
      if let cost = costs[row] { one.cost = (one.cost ?? 0) + cost }
      sheet[name] = one
    }
    var members: [String: [Int32]] = [:]
    if let codes = dimensions[.campaign] {
      for row in people where codes.customer[Int(row)] >= 0 {
        members[codes.names[Int(codes.customer[Int(row)])], default: []].append(row)
      }
    }
    let labels = Set(sheet.keys).union(members.keys).sorted()
    return labels.map { label in
      let mine = members[label] ?? []
      let known = sheet[label]
      let enrolled = mine.filter { engagement.isEnrolled(Int($0)) }
      let cents = mine.reduce(0) { $0 + Int(engagement.revenue(Int($1))) }
      let cost = isWhole ? known?.cost : nil
      return CampaignSection.Campaign(
        label: label, channel: known?.channel,
        window: known?.first.map { Window(first: $0, last: known?.last ?? asOf) }, cost: cost, customers: mine.count,
        enrolled: Rate(
          enrolled.count, mine.count,
          Basis("campaign", [], window: window, sources: [.customers, .enrolments, .campaigns])),
        revenueCents: cents, costPerCustomer: mine.isEmpty ? nil : cost.map { $0 / Double(mine.count) },
        costPerEnrolled: enrolled.isEmpty ? nil : cost.map { $0 / Double(enrolled.count) },
        returns: cost.flatMap { $0 > 0 ? Double(cents) / 100 / $0 : nil })
    }.sorted { (-$0.customers, $0.label ?? "") < (-$1.customers, $1.label ?? "") }
  }
}

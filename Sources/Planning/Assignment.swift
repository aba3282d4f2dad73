package import CustomerRecords
import Tabular

/// Who makes a planned visit: the rule's owner, found among the people of the sheets.
package struct Assignment: Sendable {
  private let owners: TextView
  private let tutors: TextView
  /// Agents of the whole institution, and by text of the campus column.
  private let service: [String]
  private let serviceOf: [[String]]
  private let supervisors: [(name: String, team: String)]
  private let teamOf: [String: String]
  private let ids: TextView
  private let campuses: TextView

  package init(_ records: Records) {
    owners = records.customers.texts("owner")
    tutors = records.customers.texts("tutor")
    ids = records.customers.texts("customer_id")
    campuses = records.customers.texts("campus")
    let staff = records[.staff]
    let names = staff.texts("name")
    let roles = staff.texts("role")
    let teams = staff.texts("team")
    let campus = staff.texts("campus")
    var service: [(name: String, campus: String?)] = []
    var supervisors: [(name: String, team: String)] = []
    var teamOf: [String: String] = [:]
    for row in 0..<staff.count {
      guard let name = names[row] else { continue }
      if let team = teams[row] { teamOf[name] = team }
      let role = (roles[row] ?? "").lowercased()
      if role.contains("客服") || role.contains("service") { service.append((name, campus[row])) }
      if role.contains("主管") || role.contains("supervisor") { supervisors.append((name, teams[row] ?? "")) }
    }
    self.service = service.map(\.name)
    let isEverywhere = service.allSatisfy { $0.campus == nil }
    let places = campuses.pool
    serviceOf = (0..<UInt32(places.count)).map { code in
      let here = places.string(code)
      return service.filter { isEverywhere || $0.campus == here }.map(\.name)
    }
    self.supervisors = supervisors
    self.teamOf = teamOf
  }

  /// Who looks after a mailing or a confirmation of a customer.
  package func staff(for customer: Int32, owner: PlanRule.Owner) -> String? {
    let row = Int(customer)
    let consultant = owners[row]
    switch owner {
    case .consultant: return consultant ?? shared(row)
    case .tutor: return tutors[row] ?? consultant
    case .service: return shared(row) ?? consultant
    case .supervisor:
      let team = consultant.flatMap { teamOf[$0] }
      return (supervisors.first { $0.team == team } ?? supervisors.first)?.name ?? consultant
    }
  }

  /// The name of who is to call, or nil where the sheets name nobody for it.
  package func staff(for item: VisitPlan.Item, rule: PlanRule) -> String? {
    staff(for: item.customer, owner: rule.owner)
  }

  /// Service agents share the customers of their campus evenly, and a customer stays with one of them. A campus without
  /// an agent has none: agents elsewhere may not see its customers.
  private func shared(_ customer: Int) -> String? {
    let campus = campuses.codes[customer]
    let agents = campus == TextPool.none ? service : serviceOf[Int(campus)]
    if agents.count < 2 { return agents.first }
    let id = ids.codes[customer]
    var row = String(customer)
    let hash = id == TextPool.none ? row.withUTF8 { TextIndex.hash($0) } : ids.pool.withBytes(id) { TextIndex.hash($0) }
    return agents[Int(hash % UInt64(agents.count))]
  }
}

package import CustomerRecords
import Tabular

/// Who makes a planned visit: the rule's owner, found among the people of the sheets.
package struct Assignment: Sendable {
  private let owners: TextView
  private let tutors: TextView
  private let service: [String]
  private let supervisors: [(name: String, team: String)]
  private let teamOf: [String: String]
  private let ids: TextView

  package init(_ records: Records) {
    owners = records.customers.texts("owner")
    tutors = records.customers.texts("tutor")
    ids = records.customers.texts("customer_id")
    let staff = records[.staff]
    let names = staff.texts("name")
    let roles = staff.texts("role")
    let teams = staff.texts("team")
    var service: [String] = []
    var supervisors: [(name: String, team: String)] = []
    var teamOf: [String: String] = [:]
    for row in 0..<staff.count {
      guard let name = names[row] else { continue }
      if let team = teams[row] { teamOf[name] = team }
      let role = (roles[row] ?? "").lowercased()
      if role.contains("客服") || role.contains("service") { service.append(name) }
      if role.contains("主管") || role.contains("supervisor") { supervisors.append((name, teams[row] ?? "")) }
    }
    self.service = service
    self.supervisors = supervisors
    self.teamOf = teamOf
  }

  /// The name of who is to call, or nil where the sheets name nobody for it.
  package func staff(for item: VisitPlan.Item, rule: PlanRule) -> String? {
    let customer = Int(item.customer)
    let consultant = owners[customer]
    switch rule.owner {
    case .consultant: return consultant ?? shared(customer)
    case .tutor: return tutors[customer] ?? consultant
    case .service: return shared(customer) ?? consultant
    case .supervisor:
      let team = consultant.flatMap { teamOf[$0] }
      return (supervisors.first { $0.team == team } ?? supervisors.first)?.name ?? consultant
    }
  }

  /// Service agents share the customers evenly, and a customer stays with one of them.
  private func shared(_ customer: Int) -> String? {
    guard !service.isEmpty else { return nil }
    var key = ids[customer] ?? String(customer)
    let hash = key.withUTF8 { TextIndex.hash($0) }
    return service[Int(hash % UInt64(service.count))]
  }
}

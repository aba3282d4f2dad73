package import CustomerRecords
package import Loyalty
import Tabular

/// Groups along which word of mouth runs (R1.8): school class, residential area, referral tree.
package struct Cluster: Sendable {
  package enum Kind: String, Sendable, CaseIterable { case schoolClass, area, referral }
  package let kind: Kind
  /// `育才小学 三年级 2班`, `阳光花园`; empty for a referral tree, which is known by its root.
  package let name: String
  /// The customer a referral tree starts from, -1 for the others.
  package let root: Int32
  package let people: [Int32]
  package let enrolled: Int
  package let lost: Int
  /// In cents.
  package let revenue: Int64
  /// Of the enrolled.
  package var lostShare: Double? { enrolled == 0 ? nil : Double(lost) / Double(enrolled) }

  /// Clusters of at least `least` people, largest first.
  package static func all(
    _ records: Records, engagement: Engagement, referrals: Referrals, least: Int = 2
  ) -> [Cluster] {
    let customers = records.customers
    let (school, year, group) = (
      customers.texts("school"), customers.texts("grade_year"), customers.texts("class_name")
    )
    let area = customers.texts("residential_area")
    var groups: [Kind: [String: [Int32]]] = [:]
    var trees: [Int32: [Int32]] = [:]
    for person in engagement.people {
      let row = Int(person)
      if let school = school[row], let name = group[row] ?? year[row] {
        let parts = group[row] == nil ? [school, name] : [school, year[row] ?? "", name]
        groups[.schoolClass, default: [:]][parts.filter { !$0.isEmpty }.joined(separator: " "), default: []].append(
          person)
      }
      if let area = area[row] { groups[.area, default: [:]][area, default: []].append(person) }
      var root = person
      while referrals.referrer[Int(root)] >= 0 { root = referrals.referrer[Int(root)] }
      trees[root, default: []].append(person)
    }
    func made(_ kind: Kind, _ name: String, _ root: Int32, _ people: [Int32]) -> Cluster {
      Cluster(
        kind: kind, name: name, root: root, people: people,
        enrolled: people.reduce(0) { $0 + (engagement.isEnrolled(Int($1)) ? 1 : 0) },
        lost: people.reduce(0) { $0 + (engagement.isLost(Int($1)) ? 1 : 0) },
        revenue: people.reduce(0) { $0 + engagement.revenue(Int($1)) })
    }
    var clusters: [Cluster] = []
    for kind in [Kind.schoolClass, .area] {
      for (name, people) in groups[kind] ?? [:] where people.count >= least {
        clusters.append(made(kind, name, -1, people))
      }
    }
    for (root, people) in trees where people.count >= max(2, least) {
      clusters.append(made(.referral, "", root, people))
    }
    return clusters.sorted { a, b in
      (a.kind.rawValue, -a.people.count, a.name, a.root) < (b.kind.rawValue, -b.people.count, b.name, b.root)
    }
  }
}

import Tabular

/// Finds a customer by what a list or a file name says of them: id, else phone, else a name only one person bears.
package struct CustomerFinder: Sendable {
  package enum Outcome: Sendable, Hashable {
    /// The row that stands for the person.
    case customer(Int32)
    case nobody
    /// More than one person fits.
    case several
  }

  private var ids: [String: Int32] = [:]
  private var phones: [String: Int32] = [:]
  private var names: [String: Int32] = [:]

  package init(_ records: Records) {
    let customers = records.customers
    func index(_ fields: [String]) -> [String: Int32] {
      var out: [String: Int32] = [:]
      for field in fields {
        let view = customers.texts(field)
        for row in 0..<customers.count {
          guard let text = view[row] else { continue }
          let person = records.person.isEmpty ? Int32(row) : records.person[row]
          if let known = out[text], known != person { out[text] = -2 } else { out[text] = person }
        }
      }
      return out
    }
    ids = index(["customer_id"])
    phones = index(["phone", "phone_2", "guardian_phone"])
    names = index(["name"])
  }

  /// The first of id, phone and name that is given and known decides; a phone of several (a family) is told apart by the
  /// name.
  package func find(id: String?, phone: String?, name: String?) -> Outcome {
    if let id { return outcome(ids[id]) }
    if let phone, let found = phones[phone] {
      if found >= 0 { return .customer(found) }
      if let name, let one = names[name], one >= 0 { return .customer(one) }
      return .several
    }
    // A phone nobody has speaks against a mere namesake.
    if phone == nil, let name { return outcome(names[name]) }
    return .nobody
  }

  private func outcome(_ row: Int32?) -> Outcome {
    guard let row else { return .nobody }
    return row >= 0 ? .customer(row) : .several
  }
}

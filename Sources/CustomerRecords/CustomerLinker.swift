import ByteScanning
import Tabular

/// Finds the customer of a row: by id, else phone and name, else phone, else name and birthday, else a name that only
/// one customer has. More than one person possible: none, and a finding.
struct CustomerLinker {
  /// A customer row, or -1 nobody, or -2 several people.
  private struct Bucket {
    var row: Int32
    mutating func add(_ other: Int32, _ person: [Int32]) {
      if row == -1 { row = other } else if row >= 0, person[Int(row)] != person[Int(other)] { row = -2 }
    }
  }

  private var ids: [UInt32: Bucket] = [:]
  private var phoneNames: [UInt64: Bucket] = [:]
  private var phones: [UInt32: Bucket] = [:]
  private var births: [UInt64: Bucket] = [:]
  private var names: [UInt32: Bucket] = [:]
  private let hasIDs: Bool

  /// - Parameters:
  ///   - guardians: phone and name of each row's guardian, as codes of those of `keys`.
  ///   - person: as `People` says.
  init(
    _ customers: Table, keys: KeyColumns, guardians: (phones: [UInt32], names: [UInt32]), person: [Int32]
  ) {
    let count = customers.rowCount
    hasIDs = keys.ids.contains { $0 != TextPool.none }
    for row in 0..<count {
      let me = Int32(row)
      if keys.ids[row] != TextPool.none { ids[keys.ids[row], default: Bucket(row: -1)].add(me, person) }
      if keys.names[row] != TextPool.none { names[keys.names[row], default: Bucket(row: -1)].add(me, person) }
      if keys.birthdays[row] != Day.missing, keys.names[row] != TextPool.none {
        let key = UInt64(UInt32(bitPattern: keys.birthdays[row])) << 32 | UInt64(keys.names[row])
        births[key, default: Bucket(row: -1)].add(me, person)
      }
      var own: [UInt32] = []
      for phone in [keys.phones[row], keys.others[row], guardians.phones[row]]
      where phone != TextPool.none && !own.contains(phone) {
        own.append(phone)
        phones[phone, default: Bucket(row: -1)].add(me, person)
        for name in [keys.names[row], guardians.names[row]] {
          if let key = People.pair(phone, name) { phoneNames[key, default: Bucket(row: -1)].add(me, person) }
        }
      }
    }
  }

  enum Outcome {
    case customer(Int32)
    /// The row says nothing about who it belongs to.
    case nothing
    case unknown(field: String)
    case ambiguous(field: String)
  }

  func link(_ keys: KeyColumns, row: Int) -> Outcome {
    if hasIDs, keys.ids[row] != TextPool.none {
      switch ids[keys.ids[row]]?.row {
      case nil: return .unknown(field: "customer_id")
      // An id used twice may still be told apart by what else the row says.
      case -2:
        if let key = People.pair(keys.phones[row], keys.names[row]), let found = phoneNames[key], found.row >= 0 {
          return .customer(found.row)
        }
        return .ambiguous(field: "customer_id")
      case .some(let found): return .customer(found)
      }
    }
    let name = keys.names[row]
    for phone in [keys.phones[row], keys.others[row]] where phone != TextPool.none {
      if let key = People.pair(phone, name), let found = phoneNames[key] {
        return found.row >= 0 ? .customer(found.row) : .ambiguous(field: "phone")
      }
    }
    for phone in [keys.phones[row], keys.others[row]] where phone != TextPool.none {
      if let found = phones[phone] {
        return found.row >= 0 ? .customer(found.row) : .ambiguous(field: "phone")
      }
    }
    if name != TextPool.none {
      if keys.birthdays[row] != Day.missing {
        let key = UInt64(UInt32(bitPattern: keys.birthdays[row])) << 32 | UInt64(name)
        if let found = births[key], found.row >= 0 { return .customer(found.row) }
      }
      // A phone that nobody has speaks against a mere namesake.
      if keys.phones[row] == TextPool.none, let found = names[name] {
        return found.row >= 0 ? .customer(found.row) : .ambiguous(field: "customer_name")
      }
      return .unknown(field: keys.phones[row] == TextPool.none ? "customer_name" : "phone")
    }
    if keys.phones[row] != TextPool.none { return .unknown(field: "phone") }
    return .nothing
  }
}

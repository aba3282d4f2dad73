import CustomerRecords

/// Families numbered from 0 in order of their first customer row, whatever numbers the records use.
struct FamilyNumbers {
  /// By customer row; a customer without family is one alone.
  let of: [Int32]
  /// By number: the first row of the family.
  let first: [Int32]

  init(_ records: Records) {
    let rows = records.customers.count
    let given = records.family
    guard given.count == rows else {
      of = (0..<Int32(rows)).map { $0 }
      first = of
      return
    }
    var first: [Int32] = []
    if given.allSatisfy({ $0 >= 0 && $0 < rows }) {
      var numbers = [Int32](repeating: -1, count: rows)
      of = given.indices.map { row in
        let family = Int(given[row])
        if numbers[family] < 0 {
          numbers[family] = Int32(first.count)
          first.append(Int32(row))
        }
        return numbers[family]
      }
    } else {
      var numbers: [Int32: Int32] = [:]
      of = given.indices.map { row in
        if let known = numbers[given[row]] { return known }
        numbers[given[row]] = Int32(first.count)
        first.append(Int32(row))
        return Int32(first.count - 1)
      }
    }
    self.first = first
  }
}

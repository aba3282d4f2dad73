import Tabular

extension RecordTable {
  /// The newest rows in which a text is filled in, the latest day first, rows of one day in their order.
  package func newest(_ most: Int, by day: String, having text: String) -> [UInt32] {
    let texts = texts(text).codes
    let days = days(day).days
    // Cut down to the best whenever there are many: of a million rows few are looked at twice.
    var found: [UInt32] = []
    var from = Int32.min
    func cut() {
      found.sort { (days[Int($1)], $0) < (days[Int($0)], $1) }
      guard found.count > most else { return }
      found.removeLast(found.count - most)
      from = found.last.map { days[Int($0)] } ?? from
    }
    for row in texts.indices
    where texts[row] != TextPool.none && days[row] != Day.missing && days[row] >= from {
      found.append(UInt32(row))
      if found.count >= most + 1024 { cut() }
    }
    cut()
    return found
  }
}

import CustomerRecords
import Tabular

/// One dimension as codes: for every customer row, and where they tell more, for every purchase and visit.
struct DimensionCodes: Sendable {
  /// Labels by code.
  var names: [String] = []
  /// By row of `customers`; -1 = not filled in. Representative rows answer for their whole duplicate group.
  var customer: [Int32]
  /// By row of `enrolments` and of `visits`; nil = the customer's own code holds.
  var enrolment: [Int32]?
  var visit: [Int32]?
  /// True where a person has as many values as purchases (courses, teachers).
  var byPurchase = false

  init(customers: Int) { customer = Array(repeating: -1, count: customers) }

  var isEmpty: Bool { names.isEmpty }

  func code(of label: String) -> Int32? { names.firstIndex(of: label).map { Int32($0) } }
}

/// A text column as numbers: row by row a position in `names`, -1 where nothing is filled in.
struct RowLabels: Sendable {
  var codes: [Int32]
  var book: LabelBook
  var names: [String] { book.names }

  init(codes: [Int32], book: LabelBook) {
    self.codes = codes
    self.book = book
  }

  /// The first of some columns that is filled in; nil where no sheet has any of them.
  init?(_ table: RecordTable, _ fields: String...) {
    guard fields.contains(where: { table.has($0) }) else { return nil }
    book = LabelBook()
    codes = book.numbers(table.texts(fields[0]))
    for field in fields.dropFirst() {
      for (row, code) in book.numbers(table.texts(field)).enumerated() where codes[row] < 0 { codes[row] = code }
    }
  }

  /// The labels of other rows, in the words of these and new ones behind.
  func adding(_ other: RowLabels?, rows: Int) -> RowLabels {
    var book = book
    guard let other else { return RowLabels(codes: Array(repeating: -1, count: rows), book: book) }
    let numbers = other.names.map { book.number($0) }
    return RowLabels(codes: other.codes.map { $0 < 0 ? -1 : numbers[Int($0)] }, book: book)
  }
}

/// The same of a long column, read through the codes of its texts: nothing is kept by row.
struct TextLabels: Sendable {
  let codes: [UInt32]
  /// By code of a text: the number of its label, -1 where it is blank or stands in no row.
  let numbers: [Int32]
  let names: [String]

  init(_ view: TextView) {
    var book = LabelBook()
    var numbers = [Int32](repeating: -2, count: view.pool.count)
    for code in view.codes where code != TextPool.none && numbers[Int(code)] == -2 {
      let text = view.pool.string(code).trimmed
      numbers[Int(code)] = text.isEmpty ? -1 : book.number(text)
    }
    codes = view.codes
    self.numbers = numbers
    names = book.names
  }

  @inline(__always)
  func number(_ row: Int) -> Int32 { codes[row] == TextPool.none ? -1 : numbers[Int(codes[row])] }
}

/// Gives every distinct label of several text columns one number.
struct LabelBook {
  private(set) var names: [String] = []
  private var numbers: [String: Int32] = [:]

  mutating func number(_ label: String) -> Int32 {
    if let known = numbers[label] { return known }
    let new = Int32(names.count)
    names.append(label)
    numbers[label] = new
    return new
  }

  /// The numbers of a text column row by row; each distinct text is looked at once.
  mutating func numbers(_ view: TextView) -> [Int32] {
    var known = [Int32](repeating: -2, count: view.pool.count)
    return view.codes.map { code in
      if code == TextPool.none { return -1 }
      let at = Int(code)
      if known[at] == -2 {
        let text = view.pool.string(code).trimmed
        known[at] = text.isEmpty ? -1 : number(text)
      }
      return known[at]
    }
  }
}

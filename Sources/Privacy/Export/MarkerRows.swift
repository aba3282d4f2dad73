import CustomerRecords
import Tabular

/// Rows of nobody that go into a file, so that it names its recipient even sorted anew: modelled on rows that leave,
/// with an invented name, an id of its own, and phone numbers of the range 154, which was never given to anybody.
struct MarkerRows: Sendable {
  /// The raw table with these rows behind its own.
  let table: Table
  /// For each row the customer whose age decides which mask holds; of a marker its model's.
  let owners: [Int32]
  /// Rows that leave and markers, in output order.
  let order: [UInt32]
  let count: Int

  /// - Parameters:
  ///   - rows: those that leave, in order.
  ///   - models: which of them the markers are like.
  ///   - number: a keyed number for a label, the same for the same recipient.
  init(
    _ raw: Table, rows: [UInt32], owners: [Int32], models: [UInt32], catalogue: FieldCatalogue,
    people: PersonDictionary, number: (String) -> UInt64
  ) {
    let first = raw.rowCount
    count = models.count
    var table = raw.gathered((0..<UInt32(first)).map { $0 } + models)
    table.origin = Origin()
    for i in table.columns.indices {
      let named = table.columns[i]
      guard let field = catalogue.owner(of: named.field) else {
        table.columns[i].column.replace(from: first, with: models.map { _ in nil })
        continue
      }
      let label = field.id.rawValue
      let made: [String?]
      switch field.fieldClass {
      case .direct where field.type == .phone:
        made = models.indices.map { at in
          MarkerRows.first(at, label, number) { n in
            "154" + MarkerRows.digits(n, 8)
          } unless: {
            people.numbers.contains(Array($0.utf8))
          }
        }
      case .direct where field.isPersonName:
        let latin = CellText.of(named.column.cell(Int(models.first ?? 0)))?.utf8.allSatisfy { $0 < 0x80 } ?? false
        made = models.indices.map { at in
          MarkerRows.first(at, label, number) {
            MarkerRows.name($0, latin: latin)
          } unless: {
            people.knows($0)
          }
        }
      case .link where field.name == "customer_id":
        let taken = Set((0..<first).compactMap { CellText.of(named.column.cell($0)) })
        made = models.indices.map { at in
          let model = CellText.of(named.column.cell(Int(models[at]))) ?? "0000"
          return MarkerRows.first(at, label, number) {
            MarkerRows.like(model, $0)
          } unless: {
            taken.contains($0)
          }
        }
      case .direct, .link, .free: made = models.map { _ in nil }
      default: continue
      }
      table.columns[i].column.replace(from: first, with: made)
    }
    self.table = table
    self.owners = owners + models.map { owners[Int($0)] }
    var order = rows
    for at in models.indices {
      let place = Int(number("place \(at)") % UInt64(order.count + 1))
      order.insert(UInt32(first + at), at: place)
    }
    self.order = order
  }

  /// The first of a row of tries that is nobody's.
  private static func first(
    _ at: Int, _ label: String, _ number: (String) -> UInt64, _ make: (UInt64) -> String, unless: (String) -> Bool
  ) -> String? {
    for attempt in 0..<50 {
      let made = make(number("\(label) \(at) \(attempt)"))
      if !unless(made) { return made }
    }
    return nil
  }

  private static func digits(_ n: UInt64, _ count: Int) -> String {
    var text = ""
    var n = n
    for _ in 0..<count {
      text += String(n % 10)
      n /= 10
    }
    return text
  }

  private static let surnames = Array("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗")
  private static let given = Array("明轩雨桐子涵浩思远佳琪梓萱俊杰欣怡若曦宇航诗雅睿泽晨")
  private static let families = ["Brown", "Clarke", "Davies", "Evans", "Harris", "Hughes", "Lewis", "Parker", "Turner"]
  private static let firsts = ["Alice", "Daniel", "Emma", "George", "Hannah", "James", "Laura", "Oliver", "Sophie"]

  private static func name(_ n: UInt64, latin: Bool) -> String {
    func pick<T>(_ list: [T], _ shift: UInt64) -> T { list[Int((n >> shift) % UInt64(list.count))] }
    if latin { return pick(firsts, 0) + " " + pick(families, 20) }
    return String(pick(surnames, 0)) + String(pick(given, 20)) + String(pick(given, 40))
  }

  /// The shape of an id with other digits.
  private static func like(_ model: String, _ n: UInt64) -> String {
    var n = n
    let made = String(
      model.map { character in
        guard character.isASCII, character.isNumber else { return character }
        defer { n /= 10 }
        return Character(String(n % 10))
      })
    return made == model ? model + "-" + digits(n, 4) : made
  }
}

extension ExportPlan {
  /// Puts the markers in: modelled on grown people where there are any, since a view hides most of children.
  mutating func addMarkers() throws {
    guard let tokenizer = session.tokenizer, session.view.scope == .all else { return }
    let table = session.records[options.table].table
    let owners = session.owners(options.table, count: table.rowCount)
    let children = session.childRows(options.table, owners)
    let grown = rows.filter { children.isEmpty || !children[Int($0)] }
    let pool = grown.isEmpty ? rows : grown
    if pool.isEmpty { return }
    let models = (0..<min(options.markers, max(1, rows.count / 10))).map { at in
      pool[Int(tokenizer.number("marker", "model \(at)") % UInt64(pool.count))]
    }
    markers = MarkerRows(
      table, rows: rows, owners: owners, models: models, catalogue: session.catalogue, people: session.dictionary
    ) { tokenizer.number("marker", $0) }
  }
}

extension Column {
  /// Puts texts into the last rows; a lane that holds none gets them as missing or, where it must, as strays.
  fileprivate mutating func replace(from first: Int, with texts: [String?]) {
    strays.removeAll { Int($0.row) >= first }
    switch lane {
    case .text(var codes, var pool):
      for (i, text) in texts.enumerated() { codes[first + i] = text.map { pool.append($0.utf8) } ?? TextPool.none }
      lane = .text(codes: codes, pool: pool)
    case .number(var values, let kind):
      for i in texts.indices { values[first + i] = .nan }
      lane = .number(values, kind)
      for (i, text) in texts.enumerated() {
        if let text { strays.append(Stray(row: UInt32(first + i), cell: .text(text))) }
      }
    case .day(var days):
      for i in texts.indices { days[first + i] = Day.missing }
      lane = .day(days)
    }
  }
}

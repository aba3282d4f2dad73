package import CustomerRecords
package import DecisionTables
import Tabular

extension Evidence {
  /// Computes every variable rules may use about customers.
  package init(_ records: Records, engagement: Engagement, settings: Settings, catalogue: VariableCatalogue) {
    let gatherer = EvidenceGatherer(records, engagement, settings, catalogue)
    var work = Parallel()
    let latest = work.add { gatherer.latest() }
    let rest = work.add { () -> EvidenceGatherer in
      var gatherer = gatherer
      gatherer.customers()
      gatherer.purchases()
      gatherer.complaints()
      return gatherer
    }
    work.run()
    var whole = rest.value
    whole.visits(latest.value)
    self = whole.evidence
  }
}

struct EvidenceGatherer {
  let records: Records
  let engagement: Engagement
  let settings: Settings
  let catalogue: VariableCatalogue
  var evidence: Evidence
  let asOf: Int32
  let rows: Int
  let person: [Int32]
  let window: ClosedRange<Int32>

  init(_ records: Records, _ engagement: Engagement, _ settings: Settings, _ catalogue: VariableCatalogue) {
    self.records = records
    self.engagement = engagement
    self.settings = settings
    self.catalogue = catalogue
    rows = records.customers.count
    person = records.person.count == rows ? records.person : (0..<Int32(rows)).map { $0 }
    asOf = records.asOf.rawValue
    window = (asOf - Int32(settings.integer("window_days", or: 365)) + 1)...asOf
    evidence = Evidence(asOf: records.asOf, count: rows, person: person)
  }

  mutating func set(_ variable: String, _ column: Column) { evidence.columns[variable] = column }

  /// Spreads what stands at representatives over all rows of each person.
  func spread<T>(_ values: [T]) -> [T] { person.map { values[Int($0)] } }

  // MARK: Customers

  /// For each row, the row of its person that fills `field`: the representative's own where it does.
  private mutating func source(_ field: String) -> [Int32] {
    if let known = evidence.customerSource[field] { return known }
    var filled = [Bool](repeating: false, count: rows)
    if let column = records.customers.column(field) {
      switch column.lane {
      case .text(let codes, _): for row in 0..<rows { filled[row] = codes[row] != TextPool.none }
      case .number(let values, _): for row in 0..<rows { filled[row] = !values[row].isNaN }
      case .day(let days): for row in 0..<rows { filled[row] = days[row] != Day.missing }
      }
    }
    var source = [Int32](repeating: -1, count: rows)
    for row in 0..<rows where filled[row] {
      let owner = Int(person[row])
      if source[owner] < 0 || row == owner { source[owner] = Int32(row) }
    }
    source = spread(source)
    evidence.customerSource[field] = source
    return source
  }

  /// The field's own codes and pool, in the order of persons.
  private mutating func texts(_ field: String) -> Column {
    let source = source(field)
    let view = records.customers.texts(field)
    return Column(.text(codes: source.map { $0 < 0 ? TextPool.none : view.codes[Int($0)] }, pool: view.pool))
  }

  private mutating func numbers(_ field: String) -> [Double] {
    let source = source(field)
    let view = records.customers.numbers(field).values
    return source.map { $0 < 0 ? .nan : view[Int($0)] }
  }

  private mutating func days(_ field: String) -> [Int32] {
    let source = source(field)
    let view = records.customers.days(field).days
    return source.map { $0 < 0 ? Day.missing : view[Int($0)] }
  }

  /// What `map` makes of each distinct text of a field, by row.
  private mutating func mapped<T>(_ field: String, none: T, _ map: (UnsafeBufferPointer<UInt8>) -> T) -> [T] {
    let source = source(field)
    let view = records.customers.texts(field)
    var known = [T?](repeating: nil, count: view.pool.count)
    return source.map { row in
      guard row >= 0, view.codes[Int(row)] != TextPool.none else { return none }
      let code = Int(view.codes[Int(row)])
      if let value = known[code] { return value }
      let value = view.pool.withBytes(UInt32(code)) { map($0) }
      known[code] = value
      return value
    }
  }

  private mutating func words(_ field: String, _ vocabulary: inout Labels, _ map: (String) -> String?) {
    let codes = mapped(field, none: Int32(-1)) { bytes in
      map(String(decoding: bytes, as: UTF8.self)).map { vocabulary.code($0) } ?? -1
    }
    vocabulary.codes = codes
  }

  private mutating func amounts(_ field: String, _ map: (String) -> Double?) -> [Double] {
    mapped(field, none: Double.nan) { map(String(decoding: $0, as: UTF8.self)) ?? .nan }
  }

  mutating func customerDays(_ field: String) -> [Int32] { days(field) }

  /// Whether the texts of a field hold one of `words`.
  mutating func customerHits(_ field: String, _ words: WordList) -> [Bool] {
    mapped(field, none: false) { words.occurs(in: $0) }
  }

  mutating func customers() {
    let strength = catalogue.find("need_strength")
    let stated = statedNeeds()
    var strengths = Labels()
    words("need_strength", &strengths) { VariableCatalogue.canonical($0.trimmed, strength) }
    let middle = strengths.code("中")
    for row in 0..<rows where strengths.codes[row] < 0 && stated[row] { strengths.codes[row] = middle }
    set("need_strength", strengths.column)
    set("need_stated", flagColumn(stated))
    let expected = days("expected_enrol_date")
    set("days_to_enrol", Column(.number(expected.map { $0 == Day.missing ? .nan : Double($0 - asOf) }, .plain)))
    let counter = ObjectionCounter(settings)
    let objections = amounts("objections") { Double(counter.count($0)) }
    set("open_objections", Column(.number(objections.map { $0.isNaN ? 0 : $0 }, .plain)))
    let trial = catalogue.find("trial_result")
    var trials = Labels()
    words("trial_result", &trials) { VariableCatalogue.canonical($0.trimmed, trial) }
    set("trial_result", trials.column)
    let (good, bad) = (WordList(settings.words("opinion_good")), WordList(settings.words("opinion_bad")))
    let opinion = catalogue.find("teacher_opinion")
    var opinions = Labels()
    words("teacher_opinion", &opinions) { text in
      if let exact = opinion?.synonyms[VariableCatalogue.foldedName(text)] { return exact }
      return bad.occurs(in: text) ? "差" : good.occurs(in: text) ? "好" : "一般"
    }
    set("teacher_opinion", opinions.column)
    set("grade_year", texts("grade_year"))
    set("budget", Column(.number(numbers("budget"), .plain)))
    set("income_band", texts("income_band"))
    ages()
  }

  private mutating func statedNeeds() -> [Bool] {
    var stated = [Bool](repeating: false, count: rows)
    for field in ["need", "focus"] {
      for (row, source) in source(field).enumerated() where source >= 0 { stated[row] = true }
    }
    return stated
  }

  private mutating func ages() {
    let births = days("birthday")
    let given = numbers("age")
    set(
      "age",
      .numbers(
        (0..<rows).map { row in
          if births[row] != Day.missing, births[row] <= asOf {
            return Double(EvidenceGatherer.years(from: Day(rawValue: births[row]), to: records.asOf))
          }
          return given[row].isNaN ? nil : given[row]
        }))
    let years = amounts("grade_year") { SchoolYear.number($0) }
    set("school_year", Column(.number(years, .plain)))
    let stage = catalogue.find("stage")
    var stages = Labels()
    words("stage", &stages) { VariableCatalogue.canonical($0.trimmed, stage) }
    set("stage", stages.column)
  }

  /// Completed years of life.
  static func years(from birth: Day, to day: Day) -> Int {
    let (a, b) = (birth.civil, day.civil)
    return b.year - a.year - ((b.month, b.day) < (a.month, a.day) ? 1 : 0)
  }

  func flagColumn(_ flags: [Bool]) -> Column { Column(.number(flags.map { $0 ? 1 : 0 }, .boolean)) }

  // MARK: Purchases and complaints

  mutating func purchases() {
    set("enrolled", flagColumn(spread((0..<rows).map { engagement.isEnrolled($0) })))
    set("in_course", flagColumn(spread(engagement.running)))
    set("lost", flagColumn(spread((0..<rows).map { engagement.isLost($0) })))
    set(
      "days_since_interaction",
      Column(.number(spread(engagement.lastInteraction).map { $0 == Day.missing ? .nan : Double(asOf - $0) }, .plain)))
    var (spent, total, often, all) = (
      [Double](repeating: 0, count: rows), [Double](repeating: 0, count: rows),
      [Double](repeating: 0, count: rows), [Double](repeating: 0, count: rows)
    )
    var last = [Int32](repeating: -1, count: rows)
    var touched = [Double](repeating: 0, count: rows)
    for person in engagement.people.map({ Int($0) }) {
      for i in engagement.purchases.range(person) {
        let money = Double(engagement.purchaseCents[i]) / 100
        total[person] += money
        all[person] += 1
        if window.contains(engagement.purchases.days[i]) {
          spent[person] += money
          often[person] += 1
        }
      }
      last[person] = engagement.courses.range(person).last.map { engagement.courses.row[$0] } ?? -1
      touched[person] = Double(engagement.interactions.count(person, in: window))
    }
    set("spend_in_window", Column(.number(spread(spent), .plain)))
    set("spend_total", Column(.number(spread(total), .plain)))
    set("purchases_in_window", Column(.number(spread(often), .plain)))
    set("purchases_total", Column(.number(spread(all), .plain)))
    set("interactions_in_window", Column(.number(spread(touched), .plain)))
    last = spread(last)
    evidence.lastCourse = last
    let table = records.enrolments
    for field in ["course", "course_type"] {
      let view = table.texts(field)
      set(
        field,
        Column(.text(codes: last.map { $0 < 0 ? TextPool.none : view.codes[Int($0)] }, pool: view.pool)))
    }
    for field in ["progress", "lessons_left"] {
      let view = table.numbers(field)
      set(field, .numbers(last.map { $0 < 0 ? nil : view[Int($0)] }))
    }
  }

  mutating func complaints() {
    let table = records.complaints
    let owners = records.customerRow(of: .complaints)
    let (received, solved) = (table.days("received_on").days, table.days("solved_on").days)
    let status = table.texts("status")
    let closed = flags(status, among: settings.words("done_status"))
    var open = [Double](repeating: 0, count: rows)
    for row in 0..<table.count where owners[row] >= 0 {
      if received[row] != Day.missing, received[row] > asOf { continue }
      if solved[row] != Day.missing, solved[row] <= asOf { continue }
      if status.codes[row] != TextPool.none, closed[Int(status.codes[row])] { continue }
      open[Int(person[Int(owners[row])])] += 1
    }
    set("open_complaints", Column(.number(spread(open), .plain)))
  }
}

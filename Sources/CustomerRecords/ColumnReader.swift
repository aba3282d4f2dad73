import Localisation
import Tabular

/// Reads one column by the meaning of its field: each distinct value once, whatever the number of rows.
struct ColumnReader {
  enum LaneShape { case text, number(NumberKind), day }

  let definition: FieldDefinition?
  /// Its type by itself: asked for each text, where a copy of the whole definition costs more than the text.
  private let type: FieldType?
  private let words: Words
  private enum Words { case idCard, bankCard, code, personName, plain }
  let options: ReadOptions
  /// The header's unit, where it is one of the field's dimension.
  let factor: Double
  let shape: LaneShape
  var pool = TextPool()
  var index = TextIndex()
  var secondPool = TextPool()
  var secondIndex = TextIndex()
  var log = ProblemLog()
  var plain = PlainText()
  /// For columns of dates: whether the data show the order of day and month.
  var order: DateOrder
  /// Free text that hardly repeats itself: each code of the source keeps one of its own, without looking it up.
  var isProse = false
  /// For shares: bare numbers above 1 make the column one of percentages.
  var bareShares = 1.0

  init(definition: FieldDefinition?, unit: HeaderUnit?, options: ReadOptions) {
    self.definition = definition
    type = definition?.type
    switch definition {
    case .some(let field) where field.name == "id_card": words = .idCard
    case .some(let field) where field.name == "bank_card": words = .bankCard
    case .some(let field) where field.isCode: words = .code
    case .some(let field) where field.isPersonName: words = .personName
    default: words = .plain
    }
    self.options = options
    order = options.dateOrder
    let type = definition?.type ?? .text
    switch type {
    case .text, .freeText, .phone, .email, .choice: shape = .text
    case .date: shape = .day
    case .yesNo: shape = .number(.boolean)
    case .number, .integer, .money, .percent, .csat, .nps: shape = .number(.plain)
    }
    switch (type, unit?.dimension) {
    case (.money, .money?), (.percent, .share?): factor = unit?.factor ?? 1
    case (.number, .time?): factor = definition?.name == "minutes" ? unit?.factor ?? 1 : 1
    default: factor = 1
    }
  }

  var isMinutes: Bool { definition?.name == "minutes" }

  // MARK: One distinct text

  mutating func read(_ bytes: UnsafeBufferPointer<UInt8>) -> CellReading {
    guard let type else { return unknown(bytes) }
    // Long free text says something; only short cells can be "nothing".
    if type == .freeText, bytes.count > 24 { return value(code: intern(trimmed: bytes)) }
    plain.load(bytes)
    if type == .yesNo { return yesNo() }
    if type == .freeText {
      return plain.isBlank ? .blank : value(code: intern(trimmed: bytes))
    }
    if plain.isBlank { return .blank }
    switch type {
    case .date: return date(DateReading.read(plain.bytes, order: order))
    case .money: return number(NumberReading.money(plain.bytes, factor: factor), or: .money)
    case .number:
      return isMinutes
        ? number(NumberReading.minutes(plain.bytes, factor: factor), or: .minutes)
        : number(NumberReading.quantity(plain.bytes, factor: factor), or: .number)
    case .integer: return integer(NumberReading.quantity(plain.bytes, factor: 1))
    case .percent:
      guard let share = NumberReading.share(plain.bytes) else { return stray(.share) }
      return number(share.bare ? share.value * bareShares : share.value, or: .share)
    case .csat: return rating(NumberReading.rating(plain.bytes, words: true), 1...5, .csat)
    case .nps: return rating(NumberReading.rating(plain.bytes, words: false), 0...10, .nps)
    case .phone: return phone(PhoneReading.read(plain.bytes))
    case .email: return code(CodeReading.email(plain.bytes))
    case .choice: return choice()
    case .text, .freeText, .yesNo: return text()
    }
  }

  private mutating func unknown(_ bytes: UnsafeBufferPointer<UInt8>) -> CellReading {
    bytes.allSatisfy { $0 == 0x20 } ? .blank : value(code: keep(bytes))
  }

  private mutating func text() -> CellReading {
    switch words {
    case .idCard: return code(CodeReading.idCard(plain.bytes))
    case .bankCard: return code(CodeReading.bankCard(plain.bytes))
    case .code:
      return CodeReading.isWhole(plain.bytes) ? value(code: intern(plain.bytes)) : code(CodeReading.id(plain.bytes))
    case .personName: return value(code: intern(personName: plain.bytes))
    case .plain: return value(code: intern(plain.bytes))
    }
  }

  private mutating func choice() -> CellReading {
    let text = plain.text
    guard let definition else { return value(code: intern(plain.bytes)) }
    return value(code: intern(Array((options.choices.canonical(text, of: definition) ?? text).utf8)))
  }

  private mutating func yesNo() -> CellReading {
    if plain.isEmpty { return .blank }
    let word = plain.word
    if let flag = NumberReading.yesNo(word) ?? options.choices.truth(word) { return value(number: flag ? 1 : 0) }
    return plain.isBlank ? .blank : stray(.yesNo)
  }

  mutating func code(_ reading: CodeReading) -> CellReading {
    switch reading {
    case .code(let text): return value(code: intern(Array(text.utf8)))
    case .unchecked(let text):
      var kept = value(code: intern(Array(text.utf8)))
      kept.problem = log.number(.checkDigit)
      return kept
    case .damaged: return stray(.damaged)
    case .bad: return stray(definition?.type == .email ? .email : .damaged)
    }
  }

  mutating func phone(_ reading: PhoneReading) -> CellReading {
    switch reading {
    case .numbers(let first, let second):
      var kept = value(code: intern(Array(first.utf8)))
      if let second {
        kept.second = secondIndex.intern(second, in: &secondPool)
        kept.problem = log.number(.secondPhone)
      }
      return kept
    case .damaged: return stray(.damaged)
    case .bad: return stray(.phone)
    }
  }

  mutating func date(_ reading: DateReading) -> CellReading {
    switch reading {
    case .day(let day, let time): return self.day(day, time: time)
    case .month(let day):
      var kept = self.day(day, time: nil)
      if kept.problem == 0 { kept.problem = log.number(.monthOnly) }
      return kept
    case .ambiguous: return stray(.ambiguousDate)
    case .bad(let reason): return stray(.date(reason))
    }
  }

  mutating func day(_ day: Int32, time: Double?) -> CellReading {
    // 1900-01-01 … 2199-12-31.
    guard (-25_567...84_005).contains(day) else { return stray(.date(.yearOutside)) }
    var kept = CellReading()
    kept.state = .value
    kept.code = UInt32(bitPattern: day)
    if let time { kept.number = time }
    return kept
  }

  mutating func number(_ found: Double?, or problem: CellProblem) -> CellReading {
    guard let found else { return stray(problem) }
    return value(number: found)
  }

  mutating func integer(_ found: Double?) -> CellReading {
    guard let found, found == found.rounded(), abs(found) < 1e12 else { return stray(.integer) }
    if definition?.name == "age", !(0...120).contains(found) { return stray(.age) }
    return value(number: found)
  }

  mutating func rating(_ found: Double?, _ range: ClosedRange<Double>, _ problem: CellProblem) -> CellReading {
    guard let found, range.contains(found), found == found.rounded() else { return stray(problem) }
    return value(number: found)
  }

  /// A text nobody joins on: looked up among the others unless the column hardly repeats itself.
  private mutating func keep(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
    isProse ? pool.append(bytes) : index.intern(bytes, in: &pool)
  }

  // MARK: Making readings

  func value(code: UInt32) -> CellReading {
    var reading = CellReading()
    reading.state = code == TextPool.none ? .blank : .value
    reading.code = code
    return reading
  }

  func value(number: Double) -> CellReading {
    var reading = CellReading()
    reading.state = .value
    reading.number = number
    return reading
  }

  mutating func stray(_ problem: CellProblem) -> CellReading {
    var reading = CellReading()
    reading.state = .stray
    reading.problem = log.number(problem)
    return reading
  }

  mutating func intern(_ bytes: [UInt8]) -> UInt32 {
    bytes.withUnsafeBufferPointer { index.intern($0, in: &pool) }
  }

  private mutating func intern(trimmed bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
    var low = 0
    var high = bytes.count
    while low < high, bytes[low] <= 0x20 { low += 1 }
    while high > low, bytes[high - 1] <= 0x20 { high -= 1 }
    return keep(UnsafeBufferPointer(rebasing: bytes[low..<high]))
  }

  /// 张 三 → 张三: a name of Chinese characters loses the spaces that align it; others keep single ones.
  private mutating func intern(personName bytes: [UInt8]) -> UInt32 {
    guard bytes.contains(0x20) else { return intern(bytes) }
    if bytes.allSatisfy({ $0 == 0x20 || $0 >= 0x80 }) { return intern(bytes.filter { $0 != 0x20 }) }
    var kept: [UInt8] = []
    for byte in bytes where byte != 0x20 || kept.last != 0x20 { kept.append(byte) }
    return intern(kept)
  }
}

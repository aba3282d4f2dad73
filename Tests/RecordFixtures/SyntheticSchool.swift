package import CustomerRecords
import Statistics
import Tabular

/// A school of any size, made without reading sheets: for what only shows at size.
package enum SyntheticSchool {
  package static func records(customers: Int, visits: Int, seed: UInt64 = 1) -> Records {
    var random = SeededGenerator(seed: seed)
    func pick(_ words: [String]) -> String { words[Int(random.unit() * Double(words.count))] }
    func table(_ kind: TableKind, _ rows: Int, _ columns: [(String, Column)]) -> RecordTable {
      RecordTable(
        kind: kind,
        table: Table(
          name: kind.rawValue,
          columns: columns.map { Table.Named(header: $0.0, field: FieldID(kind.rawValue, $0.0), column: $0.1) },
          rowCount: rows))
    }
    let last = Day.number(year: 2025, month: 6, day: 18)
    let first = last - 3 * 365
    let registered = (0..<customers).map { _ in Day(rawValue: Int32(first + Int(random.unit() * Double(last - first))))
    }
    func texts(_ count: Int, _ words: [String]) -> Column { .texts((0..<count).map { _ in pick(words) }) }
    let courses = (1...12).map { "课程\($0)" }
    let staff = (1...15).map { "顾问\($0)" }
    let customerTable = table(
      .customers, customers,
      [
        ("customer_id", .texts((0..<customers).map { "S\($0)" })), ("registered_on", .days(registered)),
        ("source_channel", texts(customers, ["老带新", "地推", "网络", "自然到访"])),
        ("stage", texts(customers, ["小学", "初中", "高中"])), ("campus", texts(customers, ["东区", "西区", "南区"])),
        ("owner", texts(customers, staff)), ("region", texts(customers, ["甲", "乙", "丙", "丁"])),
        ("intent_proposed", texts(customers, ["A", "B", "C"])), ("intent_reviewed", texts(customers, ["A", "B", "C"])),
        ("tier", texts(customers, ["普通", "银卡", "金卡"])),
      ])
    var owner: [Int32] = []
    var day: [Day?] = []
    var start: [Day?] = []
    var end: [Day?] = []
    var amount: [Double?] = []
    for row in 0..<customers where random.unit() < 0.7 {
      var at = Int(registered[row].rawValue) + Int(random.unit() * 40)
      repeat {
        if at > last { break }
        owner.append(Int32(row))
        day.append(Day(rawValue: Int32(at)))
        start.append(Day(rawValue: Int32(at + 7)))
        end.append(Day(rawValue: Int32(at + 97)))
        amount.append(1000 + (random.unit() * 5000).rounded())
        at += 60 + Int(random.unit() * 120)
      } while random.unit() < 0.7
    }
    let enrolmentTable = table(
      .enrolments, owner.count,
      [
        ("purchase_date", .days(day)), ("start_date", .days(start)), ("end_date", .days(end)),
        ("amount", .numbers(amount)), ("course", texts(owner.count, courses)),
        ("teacher", texts(owner.count, (1...20).map { "老师\($0)" })),
      ])
    var visitor: [Int32] = []
    var visited: [Day?] = []
    var csat: [Double?] = []
    var nps: [Double?] = []
    var minutes: [Double?] = []
    for _ in 0..<visits {
      let row = Int(random.unit() * Double(customers))
      let from = Int(registered[row].rawValue)
      visitor.append(Int32(row))
      visited.append(Day(rawValue: Int32(from + Int(random.unit() * Double(last - from + 1)))))
      csat.append(random.unit() < 0.2 ? (1 + random.unit() * 4).rounded() : nil)
      nps.append(random.unit() < 0.15 ? (random.unit() * 10).rounded() : nil)
      minutes.append((random.unit() * 20).rounded())
    }
    let visitTable = table(
      .visits, visits,
      [
        ("visit_date", .days(visited)), ("csat", .numbers(csat)), ("nps", .numbers(nps)),
        ("minutes", .numbers(minutes)), ("outcome", texts(visits, ["接通", "未接", "已沟通"])),
        ("channel", texts(visits, ["电话", "微信", "问卷"])), ("staff", texts(visits, staff)),
        ("visit_type", texts(visits, ["常规", "讲座", "续费"])), ("course", texts(visits, courses)),
        ("topic", texts(visits, ["师资", "价格", "服务"])), ("intent", texts(visits, ["A", "B", "C"])),
      ])
    let complaints = visits / 100
    var complainer: [Int32] = []
    var received: [Day?] = []
    var solved: [Day?] = []
    for _ in 0..<complaints {
      let row = Int(random.unit() * Double(customers))
      let at = min(last, Int(registered[row].rawValue) + Int(random.unit() * 300))
      complainer.append(Int32(row))
      received.append(Day(rawValue: Int32(at)))
      solved.append(random.unit() < 0.8 ? Day(rawValue: Int32(at + Int(random.unit() * 20))) : nil)
    }
    let complaintTable = table(
      .complaints, complaints,
      [
        ("received_on", .days(received)), ("solved_on", .days(solved)), ("first_answer_on", .days(solved)),
        ("cause", texts(complaints, ["排课", "退费", "态度"])),
      ])
    return Records(
      tables: [
        .customers: customerTable, .enrolments: enrolmentTable, .visits: visitTable, .complaints: complaintTable,
      ],
      customerRows: [.enrolments: owner, .visits: visitor, .complaints: complainer],
      person: (0..<Int32(customers)).map { $0 }, family: (0..<Int32(customers)).map { $0 },
      asOf: Day(rawValue: Int32(last)))
  }
}

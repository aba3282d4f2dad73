package import CustomerRecords
import Tabular

/// The tokens that tie rows of work lists and entries of calendars to items of the plan.
///
/// A token is `P`, eleven letters from customer, rule and occasion, and a letter that checks them. It stays the same
/// from run to run, whatever the as-of date and however rows move in the sheets: an enrolment is known by its order
/// number (else purchase date, course and start), a complaint by its number (else date and category), everything else by
/// its day. The day a course starts is not part of it: a course put off moves its visit, it does not make a second one.
package struct PlanTokens: Sendable {
  /// By item of the plan.
  package let tokens: [String]
  private let items: [String: Int]

  package init(_ plan: VisitPlan, _ records: Records) {
    let ids = records.customers.texts("customer_id")
    let enrolments = records.enrolments
    let orders = enrolments.texts("enrolment_id")
    let courses = enrolments.texts("course")
    let (bought, starts) = (enrolments.days("purchase_date"), enrolments.days("start_date"))
    let complaints = records.complaints
    let cases = complaints.texts("complaint_id")
    let categories = complaints.texts("category")
    let received = complaints.days("received_on")
    func say(_ day: Day?) -> String { day?.description ?? "" }
    func occasion(_ item: VisitPlan.Item) -> String {
      let source = Int(item.source)
      switch plan.rules[Int(item.rule)].trigger {
      case .courseStart, .courseMiddle, .courseEnd, .lessonsLeft, .refund:
        return orders[source] ?? "\(say(bought[source]))|\(courses[source] ?? "")|\(say(starts[source]))"
      case .complaintClosed: return cases[source] ?? "\(say(received[source]))|\(categories[source] ?? "")"
      case .holiday: return plan.holidays.list[Int(item.holiday)].zh + "|" + String(item.trigger.year)
      case .birthday: return String(item.trigger.year)
      case .silent, .gradeAIdle, .gradeBIdle, .exam, .agreed: return item.trigger.description
      }
    }
    var tokens: [String] = []
    tokens.reserveCapacity(plan.items.count)
    var items: [String: Int] = [:]
    items.reserveCapacity(plan.items.count)
    for (i, item) in plan.items.enumerated() {
      let who = ids[Int(item.customer)] ?? "#" + String(item.customer)
      let key = "\(who)|\(plan.rules[Int(item.rule)].id)|\(occasion(item))"
      var token = PlanTokens.make(key)
      // Two orders nobody could tell apart: the second is numbered.
      var again = 2
      while items[token] != nil {
        token = PlanTokens.make(key + "|\(again)")
        again += 1
      }
      tokens.append(token)
      items[token] = i
    }
    self.tokens = tokens
    self.items = items
  }

  package subscript(item: Int) -> String { tokens[item] }

  /// The item a token stands for; what follows a dash (a second attempt) does not count.
  package func item(of token: String) -> Int? { items[PlanTokens.stem(token)] }

  /// Without the `-2` of a further attempt.
  package static func stem(_ token: String) -> String { String(token.prefix { $0 != "-" }) }

  private static let letters = Array("ABCDEFGHJKMNPQRSTUVWXYZ23456789".utf8)

  /// Whether a text has the form of a token, with the right check letter.
  package static func isToken(_ text: String) -> Bool {
    let bytes = Array(stem(text).utf8)
    guard bytes.count == 13, bytes[0] == UInt8(ascii: "P") else { return false }
    guard let sum = check(bytes[1..<12]) else { return false }
    return bytes[12] == sum
  }

  private static func make(_ key: String) -> String {
    var key = key
    var hash = key.withUTF8 { TextIndex.hash($0) }
    var bytes: [UInt8] = [UInt8(ascii: "P")]
    for _ in 0..<11 {
      bytes.append(letters[Int(hash % UInt64(letters.count))])
      hash /= UInt64(letters.count)
    }
    if let sum = check(bytes[1..<12]) { bytes.append(sum) }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Weighted by place, modulo 31: finds every wrong letter and every two that changed places.
  private static func check(_ bytes: ArraySlice<UInt8>) -> UInt8? {
    var sum = 7
    for (place, byte) in bytes.enumerated() {
      guard let value = letters.firstIndex(of: byte) else { return nil }
      sum += value * (place + 1)
    }
    return letters[sum % letters.count]
  }
}

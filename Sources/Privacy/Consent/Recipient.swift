import ByteScanning
package import CustomerRecords
package import Tabular

/// Who is to receive an export, as the recipients sheet knows them.
package struct Recipient: Sendable {
  package let name: String
  package let contact: String?
  package let purposes: [String]
  package let method: String?
  package let kinds: DataKinds
  package let agreementSigned: Day?
  package let validUntil: Day?

  /// The recipient called `name` in the recipients sheet; nil where there is none.
  package init?(_ name: String, in records: Records) {
    let table = records[.recipients]
    let names = table.texts("name")
    let wanted = Recipient.key(name)
    guard let row = (0..<table.count).first(where: { names[$0].map(Recipient.key) == wanted }) else { return nil }
    self.name = names[row] ?? name
    contact = table.texts("contact")[row]
    purposes = Recipient.words(table.texts("purpose")[row])
    method = table.texts("method")[row]
    kinds = DataKinds(table.texts("kinds")[row])
    agreementSigned = table.days("agreement_signed_on")[row]
    validUntil = table.days("valid_until")[row]
  }

  /// Throws `Failure` E521 (not in the recipients sheet; nearest name), E522 (agreement not signed), E523 (no longer
  /// valid), E524 (another purpose).
  package static func entitled(_ name: String, purpose: String, in records: Records) throws -> Recipient {
    guard let recipient = Recipient(name, in: records) else {
      let names = records[.recipients].texts("name")
      let known = (0..<records[.recipients].count).compactMap { names[$0] }
      throw Failure("E521", kind: .refused, [name, NearestWord.of(name, among: known) ?? known.joined(separator: "、")])
    }
    guard let signed = recipient.agreementSigned, signed <= records.asOf else {
      throw Failure("E522", kind: .refused, [recipient.name])
    }
    if let until = recipient.validUntil, until < records.asOf {
      throw Failure("E523", kind: .refused, [recipient.name, until.description])
    }
    if !recipient.purposes.isEmpty, !recipient.purposes.contains(where: { key($0) == key(purpose) }) {
      throw Failure("E524", kind: .refused, [recipient.name, recipient.purposes.joined(separator: "、")])
    }
    return recipient
  }

  /// Names and purposes are compared without regard to case, width and spaces.
  static func key(_ text: String) -> String { Canonical.text(text).lowercased().filter { !$0.isWhitespace } }

  static func words(_ cell: String?) -> [String] {
    (cell ?? "").split(whereSeparator: { "、|;；,，/\n".contains($0) }).map { String($0).trimmed }.filter { !$0.isEmpty }
  }
}

/// Kinds of data an agreement or a consent speaks of.
package struct DataKinds: Sendable, Equatable {
  package enum Kind: String, Sendable, CaseIterable { case identity, contact, profile, study, family, payment, health }

  package private(set) var kinds: Set<Kind> = []
  /// Words nobody understands: they allow nothing.
  package private(set) var unknown: [String] = []
  package private(set) var isBlank = false

  private static let words: [(Kind, [String])] = [
    (.identity, ["姓名", "名字", "身份", "证件", "name", "identity"]),
    (.contact, ["联系", "电话", "手机", "微信", "邮箱", "地址", "住址", "contact", "phone", "email", "address", "wechat"]),
    (
      .profile, ["性别", "年龄", "生日", "地区", "学校", "年级", "基本", "个人信息", "资料", "basic", "profile", "age", "gender", "school"]
    ),
    (.study, ["课程", "学习", "成绩", "进度", "报名", "分数", "course", "study", "score", "progress", "enrol"]),
    (.family, ["家庭", "家长", "监护人", "收入", "性格", "禁忌", "family", "guardian", "parent", "income"]),
    (.payment, ["缴费", "金额", "消费", "付款", "学费", "银行", "payment", "amount", "fee", "spend"]),
    (.health, ["健康", "health"]),
  ]

  package init(_ cell: String?) {
    let parts = Recipient.words(cell)
    isBlank = parts.isEmpty
    for part in parts {
      let text = part.lowercased()
      if ["全部", "所有", "all", "*"].contains(where: { text.hasPrefix($0) }) {
        kinds = Set(Kind.allCases)
        continue
      }
      let found = Self.words.filter { $0.1.contains { text.contains($0) } }.map(\.0)
      // 基本信息 is the usual word for name, contact and the rest of a registration form.
      if text.contains("基本") || text.hasPrefix("basic") || text.contains("个人信息") {
        kinds.formUnion([.identity, .contact, .profile])
      }
      kinds.formUnion(found)
      if found.isEmpty { unknown.append(part) }
    }
  }

  /// The kind a personal field is of; nil for fields that need no naming (they identify nobody by themselves).
  static func kind(of field: FieldDefinition) -> Kind? {
    switch field.fieldClass {
    case .direct:
      switch field.ownMask {
      case .phone, .email, .wechat, .qq, .address: return .contact
      case .bankCard: return .payment
      default: return .identity
      }
    case .sensitive:
      if field.type == .money { return .payment }
      return field.name == "score" ? .study : .family
    default: return nil
    }
  }

  /// True where the kinds cover a field; a blank cell covers nothing that needs naming.
  func covers(_ field: FieldDefinition) -> Bool { DataKinds.kind(of: field).map(kinds.contains) ?? true }
}

import ByteScanning
import Tabular

/// The masks of privacy.md "Masks", by the name a views sheet or `rollbook mask` uses.
package enum MaskRule: String, Sendable, CaseIterable, Hashable {
  case name, phone, email, address, wechat, qq, birthday, permit, plate, all
  case idCard = "id_card"
  case bankCard = "bank_card"
  case freeText = "free_text"

  /// Every spelling people may use, folded; the first of each is how the rule is written in reports.
  private static let spellings: [(MaskRule, [String])] = [
    (.name, ["name", "姓名", "人名", "名字"]),
    (.phone, ["phone", "mobile", "landline", "foreign", "tel", "电话", "手机", "手机号", "固话", "座机", "境外电话"]),
    (.idCard, ["id_card", "idcard", "id", "身份证", "身份证号", "证件"]),
    (.email, ["email", "e-mail", "mail", "邮箱", "电子邮件"]),
    (.address, ["address", "地址", "住址"]),
    (.bankCard, ["bank_card", "bankcard", "card", "银行卡", "银行卡号"]),
    (.wechat, ["wechat", "微信", "微信号"]),
    (.qq, ["qq", "qq号"]),
    (.birthday, ["birthday", "birth", "生日", "出生日期"]),
    (.permit, ["permit", "passport", "护照", "通行证"]),
    (.plate, ["plate", "车牌", "车牌号"]),
    (.freeText, ["free_text", "freetext", "free", "text", "备注", "自由文本", "文本"]),
    (.all, ["all", "全部", "全部隐藏"]),
  ]

  /// Every spelling that is understood, for suggestions.
  package static let words: [String] = spellings.flatMap(\.1)

  /// The rule people mean by `word`; nil where no spelling is equal after folding case, spaces, `-` and `_`.
  package init?(word: String) {
    let wanted = Self.folded(word)
    guard
      let found = Self.spellings.first(where: { $0.1.contains { Self.folded($0) == wanted } })
    else { return nil }
    self = found.0
  }

  private static func folded(_ word: String) -> String {
    String(word.lowercased().filter { !$0.isWhitespace && $0 != "_" && $0 != "-" })
  }

  /// The rule people mean, or `Failure` E501 with the nearest spelling.
  package static func named(_ word: String) throws -> MaskRule {
    if let rule = MaskRule(word: word) { return rule }
    throw Failure("E501", kind: .usage, [word, NearestWord.of(word, among: words) ?? "name, phone, id_card …"])
  }
}

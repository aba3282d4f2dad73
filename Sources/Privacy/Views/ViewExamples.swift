import CustomerRecords
package import Localisation
import ReleaseGate
package import Tabular

/// What `views show ROLE` prints: every field, what the role sees of it, and an example before and after.
package struct ViewLine: Sendable {
  package let field: FieldID
  package let title: String
  package let fieldClass: FieldClass
  package let grown: ViewWord
  package let child: ViewWord
  /// An invented value, and what the role sees of it for a grown person and for a child; empty = hidden.
  package let example: String
  package let seen: String
  package let seenOfChild: String
}

extension ViewSheet {
  /// What a role sees of every field of the catalogue, in its order. The examples are invented; tokens use a key that
  /// is no secret.
  package func lines(for role: RoleView, asOf: Day, language: Language) throws -> [ViewLine] {
    let tokenizer = try Tokenizer(
      master: Array("rollbook example key, not secret".utf8), recipient: "example", purpose: "example", epoch: "example"
    )
    return catalogue.fields.map { field in
      let own = field.ownMask
      let (grown, child) = (role.word(field.id), role.childWord(field.id, own: own))
      let example = ViewExamples.value(field, language: language)
      return ViewLine(
        field: field.id, title: catalogue.title(field.id, language), fieldClass: field.fieldClass, grown: grown,
        child: child, example: example,
        seen: ViewExamples.seen(example, field, grown, asOf, tokenizer),
        seenOfChild: ViewExamples.seen(example, field, child, asOf, tokenizer))
    }
  }
}

enum ViewExamples {
  static func value(_ field: FieldDefinition, language: Language) -> String {
    let zh = language == .zh
    switch field.name {
    case "customer_id", "family_id": return "S00017"
    case "id_card": return "11010519491231002X"
    case "bank_card": return "6222021234567890"
    case "wechat": return "zhang_2008"
    case "qq": return "12345678"
    case "address": return zh ? "浙江省杭州市余杭区文一西路1号" : "12 High Street"
    case "region": return "浙江省杭州市余杭区"
    case "birthday": return "2014-05-06"
    case "contact": return "010-88889999"
    default: break
    }
    if field.isPersonName { return zh ? "欧阳娜娜" : "John Smith" }
    switch field.type {
    case .phone: return "18049531999"
    case .email: return "duandazhi@126.com"
    case .date: return "2026-03-05"
    case .money: return "12800"
    case .number, .integer: return "12"
    case .percent: return "0.6"
    case .csat: return "5"
    case .nps: return "9"
    case .yesNo: return zh ? "是" : "yes"
    case .freeText: return zh ? "欧阳娜娜的妈妈说打18049531999" : "call John Smith at 18049531999"
    case .text where field.fieldClass == .free: return zh ? "欧阳娜娜的妈妈说打18049531999" : "call John Smith at 18049531999"
    case .choice, .text: return zh ? "示例" : "sample"
    }
  }

  /// The example through the word's own kernel.
  static func seen(
    _ example: String, _ field: FieldDefinition, _ word: ViewWord, _ asOf: Day, _ tokenizer: Tokenizer
  ) -> String {
    let kernel: any ColumnKernel
    switch word {
    case .full: return example
    case .hide: return ""
    case .token: kernel = TokenKernel(tokenizer: tokenizer, field: field.name, isPhone: field.type == .phone)
    case .band: kernel = BandKernel(field, asOf: asOf)
    case .mask, .rule:
      var rule = field.ownMask
      if case .rule(let other) = word { rule = other }
      if rule == .freeText {
        let names = PersonDictionary(sources: [.init(column: .texts(["欧阳娜娜", "John Smith"]), rule: .name)])
        kernel = FreeTextKernel(name: "mask", dictionary: names, targets: .all, own: [:])
      } else {
        kernel = MaskKernel(rule)
      }
    }
    let column: Column
    switch field.type {
    case .date: column = .days([Day(iso: example)])
    case .money, .number, .integer, .percent, .csat, .nps: column = .numbers([Double(example)])
    default: column = .texts([example])
    }
    let made = kernel.apply(column, rows: [0], of: Table(name: "", rowCount: 1))
    return CellText.of(made.cell(0)) ?? ""
  }
}

package import CustomerRecords
import Tabular

extension FieldDefinition {
  /// The field's own mask: what a plain `mask` in the views sheet means for it.
  package var ownMask: MaskRule {
    switch name {
    case "id_card": return .idCard
    case "bank_card": return .bankCard
    case "wechat": return .wechat
    case "qq": return .qq
    case "address", "region": return .address
    case "contact": return .all
    default: break
    }
    switch type {
    case .phone: return .phone
    case .email: return .email
    case .date: return .birthday
    case .freeText: return .freeText
    default: break
    }
    if fieldClass == .free { return .freeText }
    return isPersonName ? .name : .all
  }
}

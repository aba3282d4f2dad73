package import ByteScanning
import CustomerRecords
package import Tabular

/// What `views check` says beyond the cells it could not read.
package struct ViewRemark: Sendable {
  package let code: Failure.Code
  package let field: FieldID
  /// Roles concerned.
  package let roles: [String]
}

extension ViewSheet {
  /// Fields no role can see (E460), personal fields every role sees in full (E461), fields of which an outside view
  /// reveals more than an inside one (E462).
  package func remarks() -> [ViewRemark] {
    var remarks: [ViewRemark] = []
    let inside = roles.filter { $0.audience == .inside }
    let outside = roles.filter { $0.audience == .outside }
    for field in catalogue.fields {
      let words = roles.map { ($0, $0.word(field.id)) }
      if words.allSatisfy({ $0.1 == .hide }) {
        remarks.append(ViewRemark(code: "E460", field: field.id, roles: []))
      }
      if field.fieldClass >= .sensitive, roles.count > 1, words.allSatisfy({ $0.1 == .full }) {
        remarks.append(ViewRemark(code: "E461", field: field.id, roles: roles.map(\.role)))
      }
      // What every inside role sees less of than a partner does cannot be meant.
      for partner in outside where !inside.isEmpty {
        let seen = partner.word(field.id).strictness
        let most = inside.map { $0.word(field.id).strictness }.min() ?? 0
        let personal =
          field.fieldClass >= .sensitive && seen == 0 && inside.contains { $0.word(field.id).strictness > 0 }
        if seen < most || personal {
          remarks.append(ViewRemark(code: "E462", field: field.id, roles: [partner.role]))
        }
      }
    }
    return remarks
  }
}

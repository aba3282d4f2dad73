package import CustomerRecords
package import Privacy
package import Tabular

extension HouseRules {
  /// The views sheet of these rules. Throws `E457` where it has no header.
  package func views() throws -> ViewSheet { try ViewSheet(try sheet("views"), catalogue: catalogue) }
}

/// What a careful reader would ask about a views sheet that is correct as such.
package enum ViewRemarks {
  package struct Remark: Sendable {
    /// `views.nobody`, `views.everybody`, `views.partner_more`.
    package let key: String
    package let field: FieldID
    package let role: String
  }

  package static func all(_ views: ViewSheet, catalogue: FieldCatalogue) -> [Remark] {
    var remarks: [Remark] = []
    let inside = views.roles.filter { $0.audience == .inside }
    let outside = views.roles.filter { $0.audience == .outside }
    for field in catalogue.fields {
      let words = views.roles.map { $0.word(field.id) }
      if words.allSatisfy({ $0 == .hide }) { remarks.append(Remark(key: "views.nobody", field: field.id, role: "")) }
      if field.fieldClass > .quasi, words.allSatisfy({ $0 == .full }) {
        remarks.append(Remark(key: "views.everybody", field: field.id, role: ""))
      }
      // A partner's cell must not be weaker than what every role inside has.
      for partner in outside {
        let word = partner.word(field.id)
        guard word != .hide, !inside.isEmpty else { continue }
        let weakest = inside.allSatisfy { role in
          let own = role.word(field.id)
          return own != word && own.stricter(word, own: field.ownMask) == own
        }
        if weakest { remarks.append(Remark(key: "views.partner_more", field: field.id, role: partner.role)) }
      }
    }
    return remarks
  }
}

import CustomerRecords
import Localisation
import ReleaseGate
import Tabular

/// Choices in the reader's language: an English export says `female` where the rules know 女. What the choices sheet
/// does not list stays as it is, after `base` took out what must not be found in it.
struct ChoiceKernel: ColumnKernel {
  let name: String
  let mayKeepValues = true
  private let field: FieldDefinition
  private let language: Language
  private let choices: ChoiceBook
  private let base: FreeTextKernel?

  init(name: String, _ field: FieldDefinition, _ request: ViewRequest, base: FreeTextKernel?) {
    self.name = name
    self.field = field
    language = request.language
    choices = request.choices
    self.base = base
  }

  func apply(_ column: Column, rows: [UInt32], of table: Table) -> Column {
    var made = base?.apply(column, rows: rows, of: table) ?? column
    // A band of choices is the choices: strays are values nobody understood and do not pass.
    if name == "band" { made.strays = [] }
    guard language != .zh, case .text = made.lane else { return made }
    let strays = made.strays
    made.strays = []
    var titled = made.rewrittenTexts { bytes, out in
      out.append(contentsOf: choices.title(String(decoding: bytes, as: UTF8.self), of: field, language).utf8)
      return true
    }
    titled.strays = strays
    return titled
  }
}

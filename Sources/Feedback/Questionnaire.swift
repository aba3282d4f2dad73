package import ByteScanning
package import Localisation
package import Tabular

/// A questionnaire from a sheet of questions (`rules/questionnaire.csv`).
package struct Questionnaire: Sendable {
  package enum Kind: String, Sendable {
    /// 1…5, 5 is best.
    case satisfaction = "1-5"
    /// 0…10.
    case recommendation = "0-10"
    case choice, several, text

    static let words: [String: Kind] = [
      "1-5": .satisfaction, "1–5": .satisfaction, "满意度": .satisfaction, "0-10": .recommendation,
      "0–10": .recommendation,
      "推荐度": .recommendation, "单选": .choice, "choice": .choice, "多选": .several, "several": .several, "文字": .text,
      "text": .text, "问答": .text,
    ]
  }

  package struct Question: Sendable {
    package var id: String
    package var kind: Kind
    package var zh: String
    package var en: String
    package var optionsZh: [String]
    package var optionsEn: [String]

    package func title(_ language: Language) -> String { language == .en && !en.isEmpty ? en : zh }
    package func options(_ language: Language) -> [String] {
      language == .en && !optionsEn.isEmpty ? optionsEn : optionsZh
    }
    /// The values a drop-down offers; empty for free text and several choices.
    package func allowed(_ language: Language) -> [String] {
      switch kind {
      case .satisfaction: return (1...5).map(String.init)
      case .recommendation: return (0...10).map(String.init)
      case .choice: return options(language)
      case .several, .text: return []
      }
    }
  }

  package let questions: [Question]

  /// Throws `E721` unknown type, `E722` a choice without options, `E723` an id twice, each with its cell.
  package init(grid: Grid) throws(Failure) {
    var questions: [Question] = []
    for row in grid.rows.indices.dropFirst() {
      func fail(_ code: Failure.Code, _ column: Int, _ arguments: [String] = []) -> Failure {
        grid.failure(code, row, column, arguments)
      }
      let id = grid.text(row, 0)
      let word = grid.text(row, 1).lowercased()
      if id.isEmpty && word.isEmpty { continue }
      guard let kind = Kind.words[word] else {
        throw fail("E721", 1, [NearestWord.of(word, among: Kind.words.keys.sorted()) ?? ""])
      }
      if questions.contains(where: { $0.id == id }) { throw fail("E723", 0, [id]) }
      func options(_ column: Int) -> [String] {
        grid.text(row, column).parts(at: UInt8(ascii: "|"))
      }
      let question = Question(
        id: id, kind: kind, zh: grid.text(row, 2), en: grid.text(row, 3), optionsZh: options(4), optionsEn: options(5))
      if kind == .choice || kind == .several, question.optionsZh.isEmpty { throw fail("E722", 4) }
      questions.append(question)
    }
    self.questions = questions
  }

  /// The questionnaire as a sheet to fill in: who, when, and a column a question, headed as survey tools head them.
  package func sheet(_ language: Language) -> (table: Table, choices: [FieldID: [String]]) {
    func phrase(_ key: String) -> String { Phrasebook.text(key, language) }
    var columns = [
      Table.Named(header: phrase("survey.answered_on"), field: "surveys.answered_on", column: .days([])),
      Table.Named(header: phrase("survey.customer_id"), field: "surveys.customer_id", column: .texts([])),
      Table.Named(header: phrase("survey.customer_name"), field: "surveys.customer_name", column: .texts([])),
      Table.Named(header: phrase("survey.phone"), field: "surveys.phone", column: .texts([])),
    ]
    var choices: [FieldID: [String]] = [:]
    for (number, question) in questions.enumerated() {
      let field = FieldID("surveys", "?\(question.id)")
      columns.append(
        Table.Named(
          header: "\(number + 1)、\(question.title(language))", field: field,
          column: question.kind == .satisfaction || question.kind == .recommendation ? .numbers([]) : .texts([])))
      let allowed = question.allowed(language)
      if !allowed.isEmpty { choices[field] = allowed }
    }
    return (Table(name: phrase("survey.sheet"), columns: columns, rowCount: 0), choices)
  }
}

import ByteScanning
package import CustomerRecords
package import Tabular

/// Scores read from questionnaires: which question asks for satisfaction or recommendation is seen from its words and
/// from its answers.
package struct SurveyAnswers: Sendable {
  package struct Answer: Sendable, Hashable {
    /// Row of the surveys table.
    package var row: Int32
    /// Row of `customers` that stands for the person, -1 anonymous.
    package var customer: Int32
    package var day: Day?
    package var nps: Int?
    package var csat: Int?
    /// Index into `questions`.
    package var question: Int = 0
  }

  package struct QuestionUse: Sendable, Hashable {
    package enum Meaning: Sendable { case recommendation, satisfaction, other }
    package var question: String
    package var meaning: Meaning
    package var answers: Int
    /// Answers outside the scale: findings, never detractors.
    package var outside: Int
  }

  package let answers: [Answer]
  package let questions: [QuestionUse]
  /// Answers outside their scale (`E724`).
  package let findings: [Finding]

  static let recommend = ["推荐", "介绍给", "recommend"]
  static let satisfied = ["满意", "satisf", "评价", "打分", "rate"]
  static let words: [String: Int] = [
    "非常满意": 5, "很满意": 5, "满意": 4, "比较满意": 4, "一般": 3, "不太满意": 2, "不满意": 2, "非常不满意": 1, "很不满意": 1,
    "very satisfied": 5, "satisfied": 4, "neutral": 3, "dissatisfied": 2, "very dissatisfied": 1,
  ]

  package init(_ records: Records) {
    let table = records[.surveys]
    let owners = records.customerRow(of: .surveys)
    let questions = table.texts("question")
    let texts = table.texts("answer")
    let days = table.days("answered_on")
    var uses: [QuestionUse] = []
    var answers: [Answer] = []
    var findings: [Finding] = []
    let meanings = (0..<questions.pool.count).map { code in
      let question = questions.pool.string(UInt32(code)).lowercased()
      if SurveyAnswers.recommend.contains(where: question.contains) { return QuestionUse.Meaning.recommendation }
      return SurveyAnswers.satisfied.contains(where: question.contains) ? .satisfaction : .other
    }
    for code in 0..<questions.pool.count {
      uses.append(
        QuestionUse(question: questions.pool.string(UInt32(code)), meaning: meanings[code], answers: 0, outside: 0))
    }
    for row in 0..<table.count where questions.codes[row] != TextPool.none {
      let code = Int(questions.codes[row])
      guard let text = texts[row] else { continue }
      uses[code].answers += 1
      guard meanings[code] != .other else { continue }
      let limit = meanings[code] == .recommendation ? 0...10 : 1...5
      guard let score = SurveyAnswers.score(text, meanings[code]) else { continue }
      guard limit.contains(score) else {
        uses[code].outside += 1
        let hint = ["\(limit.lowerBound)–\(limit.upperBound)"]
        findings.append(
          Finding(
            "E724", .warning, at: table.table.place(row: row, field: "surveys.answer"), field: "surveys.answer",
            hint: hint))
        continue
      }
      let owner = owners[row]
      answers.append(
        Answer(
          row: Int32(row), customer: owner >= 0 && !records.person.isEmpty ? records.person[Int(owner)] : owner,
          day: days[row],
          nps: meanings[code] == .recommendation ? score : nil, csat: meanings[code] == .satisfaction ? score : nil,
          question: code))
    }
    self.answers = answers
    self.questions = uses
    self.findings = findings
  }

  package func question(of answer: Answer) -> Int { answer.question }

  /// A number (`9`, `9分`, `9.0`), or a word of satisfaction; nil where the text is no score at all.
  static func score(_ text: String, _ meaning: QuestionUse.Meaning) -> Int? {
    let plain = text.trimmed.lowercased()
    if meaning == .satisfaction, let word = words[plain] { return word }
    let digits = plain.hasSuffix("分") ? String(plain.dropLast()) : plain
    guard let value = Double(digits), value == value.rounded(), abs(value) < 1000 else { return nil }
    return Int(value)
  }
}

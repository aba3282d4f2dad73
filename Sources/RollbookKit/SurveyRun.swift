import CustomerRecords
package import Feedback
package import Localisation
import Planning
package import ReleaseGate
package import Tabular
import Templating

/// `survey`: a questionnaire out, as a sheet and as a page to print; answers in, matched to customers.
package enum SurveyRun {
  /// The questionnaire as a page to print.
  package static func page(
    _ rules: HouseRules, _ language: Language, school: String?, templates: String?
  ) throws -> [UInt8] {
    let questionnaire = try Questionnaire(grid: try rules.sheet("questionnaire"))
    func say(_ key: String, _ arguments: String...) -> String { Phrasebook.text("survey." + key, language, arguments) }
    let questions = questionnaire.questions.map { question -> [String: TemplateValue] in
      let isScale = question.kind == .satisfaction || question.kind == .recommendation
      let isChoice = question.kind == .choice || question.kind == .several
      let ends = question.kind == .satisfaction ? (say("bad"), say("good")) : (say("never"), say("surely"))
      return [
        "text": .text(question.title(language)), "note": .text(question.kind == .several ? say("several") : ""),
        "isScale": .flag(isScale), "isChoice": .flag(isChoice), "isText": .flag(question.kind == .text),
        "low": .text(isScale ? ends.0 : ""), "high": .text(isScale ? ends.1 : ""),
        "boxes": .list(isScale ? question.allowed(language).map { ["label": .text($0)] } : []),
        "options": .list(isChoice ? question.options(language).map { ["label": .text($0)] } : []),
      ]
    }
    let who = ["date", "customer_id", "customer_name", "phone"].map { ["label": TemplateValue.text(say($0))] }
    let named = school ?? rules.settings["school_name"] ?? ""
    let letters = try Letters(overlay: try templates.map(TemplateFolder.read) ?? [:])
    return try letters.page(
      "questionnaire.html",
      [
        "title": .text(say("title", named).trimmed), "intro": .text(say("intro")), "who": .list(who),
        "questions": .list(questions),
      ], language)
  }

  /// What the answers of an institution's sheets say.
  package struct Reading: Sendable {
    package let sheets: SurveySheets
    package let answers: SurveyAnswers
    package let satisfaction: AnswerComparison
    package let recommendation: AnswerComparison

    package init(_ institution: Institution) {
      sheets = SurveySheets(institution.records)
      answers = SurveyAnswers(institution.records)
      let settings = institution.rules.settings
      satisfaction = AnswerComparison(institution.records, answers, recommendation: false, settings: settings)
      recommendation = AnswerComparison(institution.records, answers, recommendation: true, settings: settings)
    }

    package var findings: [Finding] { sheets.findings + answers.findings }
    package var matched: Int { sheets.sheets.count { $0.customer >= 0 } }
    package var doubles: Int { sheets.sheets.count { $0.isDouble } }

    /// The comparison of answers by phone with answers alone, in words.
    package func comparisons(_ language: Language) -> [String] {
      [("csat", satisfaction), ("nps", recommendation)].map { key, comparison in
        let name = Phrasebook.text("survey.alone." + key, language)
        guard let difference = comparison.difference, let low = comparison.low, let high = comparison.high else {
          return Phrasebook.text("survey.alone.few", language, [name, String(comparison.people)])
        }
        let format = NumberFormatting(language)
        let numbers = [difference, low, high].map { format.signed($0, places: 2) }
        return Phrasebook.text("survey.alone.line", language, [name, String(comparison.people)] + numbers)
      }
    }

    /// Questions with their counts, and the comparison, as sheets.
    package func tables(_ language: Language) -> [Released<Outside>] {
      func say(_ key: String) -> String { Phrasebook.text("survey." + key, language) }
      var sums: [Int: (sum: Int, count: Int)] = [:]
      for answer in answers.answers {
        guard let score = answer.nps ?? answer.csat else { continue }
        let at = answers.question(of: answer)
        sums[at, default: (0, 0)].sum += score
        sums[at, default: (0, 0)].count += 1
      }
      let uses = answers.questions
      let questions = table(
        say("questions"),
        [
          ("question", .texts(uses.map(\.question))), ("meaning", .texts(uses.map { say("meaning.\($0.meaning)") })),
          ("answers", .numbers(uses.map { Double($0.answers) })),
          (
            "mean",
            .numbers(uses.indices.map { at in sums[at].map { Double($0.sum) / Double($0.count) } }, format: "0.00")
          ),
        ], uses.count, language)
      let rows = [("csat", satisfaction), ("nps", recommendation)]
      let alone = table(
        say("alone"),
        [
          ("question", .texts(rows.map { say("alone." + $0.0) })),
          ("people", .numbers(rows.map { Double($0.1.people) })),
          ("difference", .numbers(rows.map(\.1.difference), format: "0.00")),
          ("low", .numbers(rows.map(\.1.low), format: "0.00")), ("high", .numbers(rows.map(\.1.high), format: "0.00")),
        ], rows.count, language)
      return [questions, alone]
    }

    private func table(
      _ name: String, _ columns: [(String, Column)], _ rows: Int, _ language: Language
    ) -> Released<Outside> {
      let named = columns.map { key, column in
        Table.Named(
          header: Phrasebook.text("survey." + key, language), field: FieldID("survey", key), column: column)
      }
      return Released(
        Table(name: name, columns: named, rowCount: rows),
        through: .naming(
          role: "survey", actions: Dictionary(uniqueKeysWithValues: named.map { ($0.field, .full) }),
          headers: Dictionary(uniqueKeysWithValues: named.map { ($0.field, $0.header) })))
    }
  }
}

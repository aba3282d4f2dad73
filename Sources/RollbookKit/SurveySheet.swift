import Feedback
package import Localisation
package import ReleaseGate

/// A questionnaire to fill in, from the rules' sheet of questions.
package enum SurveySheet {
  package static func blank(_ rules: HouseRules, _ language: Language) throws -> Released<Custody> {
    let (table, choices) = try Questionnaire(grid: try rules.sheet("questionnaire")).sheet(language)
    var presentation = SheetPresentation()
    presentation.choices = choices
    presentation.spareRows = 200
    return Released(table, through: .custody(reason: "questionnaire"), presentation: presentation)
  }
}

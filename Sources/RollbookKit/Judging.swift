import Appraisal
import ByteScanning
import CustomerRecords
import DecisionTables
package import Feedback
package import Grading
package import Incentives
package import Localisation
import Loyalty
package import Metrics
package import Planning
package import Tabular

/// An institution with everything the rules say of it: grades, plan, themes.
package struct Judging: Sendable {
  package let institution: Institution
  package let standing: Standing
  package let plan: VisitPlan
  /// What the plan was made from: mailings are made from the same.
  package let planInputs: PlanInputs
  package let tagger: ThemeTagger
  package let themes: ThemeTable
  package let survey: SurveyAnswers

  /// Throws the first error of a rule sheet (exit 4): a table with an error is not used.
  package init(_ institution: Institution, ahead: Int = 30, back: Int = 365) throws {
    self.institution = institution
    let records = institution.records
    let rules = institution.rules
    let engagement = institution.engagement
    let settings = rules.settings
    // What does not stand on each other is found side by side, what most waits for first.
    var work = Parallel()
    let referred = work.add { Referrals(records, engagement: engagement) }
    let graded = work.add {
      Result { try GradingResult(records, engagement: engagement, settings: settings, rules: rules.book) }
    }
    let read = work.add {
      Result {
        (
          holidays: try Holidays(grid: try rules.sheet("holidays")),
          rules: try PlanRule.read(try rules.sheet("visit_plan"), choices: rules.choices)
        )
      }
    }
    let ranked = work.add(after: [referred]) {
      Result {
        try TierResult(
          records, engagement: engagement, referrals: referred.value, settings: settings, rules: rules.book)
      }
    }
    let logged = work.add { PlanLog(records) }
    let planned = work.add(after: [graded, ranked, read, logged]) {
      Result { () throws -> (PlanInputs, VisitPlan) in
        let (grading, tiers) = (try graded.value.get(), try ranked.value.get())
        let (holidays, planRules) = try read.value.get()
        func marks(_ labels: Labels) -> PlanMarks { PlanMarks(codes: labels.codes, names: labels.names) }
        let inputs = PlanInputs(
          records: records, engagement: engagement, intent: marks(grading.settledLabels), tier: marks(tiers.held),
          stage: marks(grading.stage), settings: settings, holidays: holidays, back: back, ahead: ahead,
          log: logged.value)
        return (inputs, Planner.plan(planRules, inputs))
      }
    }
    let booked = work.add(after: [referred]) {
      Result {
        try PointsLedger(
          records, engagement: engagement, referrals: referred.value, settings: settings, rules: rules.book)
      }
    }
    let tagged = work.add {
      Result { () throws -> (ThemeTagger, ThemeTable) in
        let tagger = ThemeTagger(try WordList(grid: try rules.sheet("themes")))
        return (tagger, ThemeTable(records.visits, fields: ["feedback", "problem"], tagger: tagger))
      }
    }
    let surveys = work.add { SurveyAnswers(records) }
    work.run()
    let grading = try graded.value.get()
    let tiers = try ranked.value.get()
    (planInputs, plan) = try planned.value.get()
    standing = Standing(
      grading: grading, referrals: referred.value, tiers: tiers, points: try booked.value.get())
    (tagger, themes) = try tagged.value.get()
    survey = surveys.value
  }

  package var grading: GradingResult { standing.grading }

  /// Every number, for the whole data or split and filtered as `options` say.
  package func report(_ language: Language, _ options: MetricsOptions = MetricsOptions()) -> MetricsReport {
    let (records, settings) = (institution.records, institution.rules.settings)
    var work = Parallel()
    let judgements = work.add {
      Judgements(records, standing: standing, plan: plan, themes: themes, survey: survey, language: language)
    }
    let booked = work.add { records.booked(standing.points, settings: settings) }
    work.run()
    return Metrics.compute(
      records: booked.value, settings: settings, judgements: judgements.value, options: options,
      engagement: institution.engagement)
  }
}

extension HouseRules {
  /// A sheet that ships with the program, or the user's in its place. Throws `E428` where there is none of that name.
  package func sheet(_ name: String) throws -> Grid {
    guard let grid = book.grid(name) else { throw Failure("E428", kind: .rules, [name, ""]) }
    return grid
  }
}

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
    // What does not stand on the grades is found beside them.
    var work = Parallel()
    let standingSlot = work.add {
      Result {
        try Standing(records, engagement: institution.engagement, settings: rules.settings, rules: rules.book)
      }
    }
    let planned = work.add {
      Result {
        (
          holidays: try Holidays(grid: try rules.sheet("holidays")),
          rules: try PlanRule.read(try rules.sheet("visit_plan"), choices: rules.choices)
        )
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
    standing = try standingSlot.value.get()
    let (holidays, planRules) = try planned.value.get()
    let grading = standing.grading
    planInputs = PlanInputs(
      records: records, engagement: institution.engagement,
      intent: (0..<grading.count).map { grading.settled($0) }, tier: standing.tiers.held.texts,
      stage: grading.stage.texts, settings: rules.settings,
      holidays: holidays, back: back, ahead: ahead)
    plan = Planner.plan(planRules, planInputs)
    (tagger, themes) = try tagged.value.get()
    survey = surveys.value
  }

  package var grading: GradingResult { standing.grading }

  /// What the numbers need to know of it.
  package func judgements(_ language: Language) -> Judgements {
    var out = Judgements()
    out.intent = .init(codes: grading.intent.labels.codes, names: grading.intent.labels.names)
    out.valueClass = .init(codes: grading.valueClass.labels.codes, names: grading.valueClass.labels.names)
    out.tier = .init(codes: standing.tiers.held.codes, names: standing.tiers.held.names)
    out.stage = .init(codes: grading.stage.codes, names: grading.stage.names)
    for theme in themes.themes.indices {
      let rows = themes.bits.indices.filter { themes.bits[$0] & 1 << UInt64(theme) != 0 }.map { UInt32($0) }
      if !rows.isEmpty { out.themes.append(.init(key: themes.themes[theme], rows: rows)) }
    }
    for person in grading.people {
      let row = Int(person)
      if let grade = grading.reviewed[row], grading.reviewedBy[row].day != Day.missing {
        let day = Day(rawValue: grading.reviewedBy[row].day)
        out.gradings.append(.init(customer: person, day: day, grade: grade, source: .reviewed))
      }
      for entry in grading.history.entries(of: row) {
        let grade = grading.history.names[Int(entry.grade)]
        out.gradings.append(.init(customer: person, day: entry.day, grade: grade, source: .proposed))
      }
    }
    let assignment = Assignment(institution.records)
    for item in plan.items {
      let rule = plan.rules[Int(item.rule)]
      let state: Judgements.PlannedVisit.State
      switch item.status {
      case .doneInTime: state = .done
      case .doneLate: state = .late
      case .missed: state = .missed
      case .overdue: state = .overdue
      case .notYetDue, .due: state = .notYetDue
      case .optedOut, .heldBack: continue
      }
      out.planned.append(
        .init(
          customer: item.customer, rule: language == .zh ? rule.zh : rule.en,
          staff: assignment.staff(for: item, rule: rule),
          due: item.until, state: state))
    }
    out.answers = survey.answers.map {
      .init(customer: $0.customer, day: $0.day, nps: $0.nps.map(Double.init), csat: $0.csat.map(Double.init))
    }
    return out
  }

  /// Every number, for the whole data or split and filtered as `options` say.
  package func report(_ language: Language, _ options: MetricsOptions = MetricsOptions()) -> MetricsReport {
    Metrics.compute(
      records: institution.records.booked(standing.points, settings: institution.rules.settings),
      settings: institution.rules.settings, judgements: judgements(language),
      options: options, engagement: institution.engagement)
  }
}

extension HouseRules {
  /// A sheet that ships with the program, or the user's in its place. Throws `E428` where there is none of that name.
  package func sheet(_ name: String) throws -> Grid {
    guard let grid = book.grid(name) else { throw Failure("E428", kind: .rules, [name, ""]) }
    return grid
  }
}

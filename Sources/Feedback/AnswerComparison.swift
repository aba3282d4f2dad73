package import CustomerRecords
import Statistics
import Tabular

/// Answers given to a caller against answers the same person gave alone: people are kinder on the phone.
package struct AnswerComparison: Sendable {
  /// People who answered both ways within *90* days.
  package let people: Int
  /// Mean of phone minus questionnaire, in points of the scale; nil under two people.
  package let difference: Double?
  /// 95 % interval by Student's t.
  package let low: Double?
  package let high: Double?

  /// - Parameter recommendation: compare 0–10 answers; false: 1–5.
  package init(
    _ records: Records, _ survey: SurveyAnswers, recommendation: Bool, settings: Settings = .standard,
    within days: Int = 90
  ) {
    let visits = records.visits
    let owners = records.customerRow(of: .visits)
    let dates = visits.days("visit_date")
    let scores = visits.numbers(recommendation ? "nps" : "csat")
    var spoken: [Int32: [(day: Day, score: Double)]] = [:]
    // Answered alone: survey sheets, and visits the log says were questionnaires.
    var alone: [(customer: Int32, day: Day, score: Double)] = []
    let channels = visits.texts("channel")
    let questionnaire = flags(channels, among: settings.words("questionnaire_channels"))
    for row in 0..<visits.count where owners[row] >= 0 {
      guard let score = scores[row], let day = dates[row] else { continue }
      let person = records.person.isEmpty ? owners[row] : records.person[Int(owners[row])]
      if channels.codes[row] != TextPool.none, questionnaire[Int(channels.codes[row])] {
        alone.append((person, day, score))
      } else {
        spoken[person, default: []].append((day, score))
      }
    }
    for answer in survey.answers where answer.customer >= 0 {
      if let score = recommendation ? answer.nps : answer.csat, let day = answer.day {
        alone.append((answer.customer, day, Double(score)))
      }
    }
    var differences: [Int32: (sum: Double, count: Int)] = [:]
    for answer in alone {
      guard let nearest = spoken[answer.customer]?.min(by: { abs($0.day - answer.day) < abs($1.day - answer.day) }),
        abs(nearest.day - answer.day) <= days
      else { continue }
      let before = differences[answer.customer] ?? (0, 0)
      differences[answer.customer] = (before.sum + nearest.score - answer.score, before.count + 1)
    }
    let values = differences.sorted { $0.key < $1.key }.map { $0.value.sum / Double($0.value.count) }
    people = values.count
    difference = values.count >= 2 ? Descriptives.mean(values) : nil
    if values.count >= 2, let mean = Descriptives.mean(values), let deviation = Descriptives.deviation(values) {
      let half = AnswerComparison.t975(values.count - 1) * deviation / Double(values.count).squareRoot()
      low = mean - half
      high = mean + half
    } else {
      low = nil
      high = nil
    }
  }

  /// The 97.5 % point of Student's t by Cornish–Fisher expansion (Abramowitz & Stegun 26.7.5), exact for 1 and 2.
  static func t975(_ freedom: Int) -> Double {
    if freedom == 1 { return 12.706205 }
    if freedom == 2 { return 4.302653 }
    let z = 1.959964
    let n = Double(freedom)
    let (z3, z5, z7) = (z * z * z, z * z * z * z * z, z * z * z * z * z * z * z)
    return z + (z3 + z) / (4 * n) + (5 * z5 + 16 * z3 + 3 * z) / (96 * n * n)
      + (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / (384 * n * n * n)
  }
}

import Grading

extension School {
  func graded() throws -> GradingResult {
    try GradingResult(records, engagement: engagement, settings: settings, rules: rules)
  }
}

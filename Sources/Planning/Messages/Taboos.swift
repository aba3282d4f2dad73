import Tabular

/// What must never be mentioned to a customer: told to the caller, kept out of every message.
package struct Taboos: Sendable {
  /// What is left of each remark when "do not mention" is taken off.
  package let phrases: [String]

  private static let openings = [
    "请不要提及", "请不要提", "请勿提及", "请勿提", "不要提及", "不要提到", "不要提起", "不要提", "不要问起", "不要问", "不要谈", "不要说", "不要", "别提", "别问",
    "勿提及", "勿提", "勿问", "不提", "避免提及", "避免提", "避免谈", "避免", "禁止", "禁提", "忌提", "忌谈", "忌", "please do not mention",
    "do not mention",
    "don't mention", "never mention", "do not ask about", "don't ask about", "do not talk about", "don't talk about",
    "avoid mentioning", "avoid", "no mention of",
  ]
  private static let articles = ["the ", "a ", "an ", "his ", "her ", "their "]

  package init(_ text: String?) {
    guard let text else {
      phrases = []
      return
    }
    phrases = text.split(whereSeparator: { "，,。；;、/|\n".contains($0) }).compactMap { part in
      var phrase = String(part).trimmed.lowercased()
      if let opening = Taboos.openings.first(where: phrase.hasPrefix) {
        phrase = String(phrase.dropFirst(opening.count)).trimmed
      }
      if let article = Taboos.articles.first(where: phrase.hasPrefix) {
        phrase = String(phrase.dropFirst(article.count))
      }
      return phrase.count >= 2 ? phrase : nil
    }
  }

  /// Whether a text mentions any of it.
  package func touch(_ text: String) -> Bool {
    let lower = text.lowercased()
    return phrases.contains { lower.contains($0) }
  }
}

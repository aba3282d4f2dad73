package import Localisation

extension Disclosure {
  /// The count as text: `shown()` where it may be shown, else the word for a hidden figure.
  package func countText(_ language: Language, _ shown: () -> String) -> String {
    showsCount ? shown() : Phrasebook.text("small.hidden", language)
  }

  /// The rate as text: `shown()`, a dash where only the count may be shown, the word for a hidden figure else.
  package func rateText(_ language: Language, _ shown: () -> String) -> String {
    if showsRate { return shown() }
    return showsCount ? "—" : Phrasebook.text("small.hidden", language)
  }

  /// The chip beside a rate of 10–29 people; nil where there is none.
  package func chip(_ language: Language) -> String? {
    self == .smallSample ? Phrasebook.text("small.sample", language) : nil
  }
}

extension SmallNumberPolicy {
  /// The sentence that tells readers of the rule.
  package func note(_ language: Language) -> String {
    Phrasebook.text(hidesCounts ? "small.note" : "small.note.inside", language, [String(small), String(rate)])
  }
}

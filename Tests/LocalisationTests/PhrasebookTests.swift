import Testing

@testable import Localisation

@Suite struct PhrasebookTests {
  @Test func argumentsStandWhereTheirNumbersStand() {
    // What was filled in is not looked at again.
    #expect(Phrasebook.text("page.range", .en, ["a", "{0}", "b", "二"]).contains("{0}"))
    let arguments = ["甲", "b", "", "丁"] + (4..<12).map { "<\($0)>" }
    for key in Phrasebook.keys {
      for language in Language.allCases {
        let pattern = Phrasebook.text(key, language)
        var plain = pattern
        for (i, argument) in arguments.enumerated() {
          plain = plain.split(separator: "{\(i)}", omittingEmptySubsequences: false).joined(separator: argument)
        }
        #expect(Phrasebook.text(key, language, arguments) == plain, "\(key)")
      }
    }
  }

  @Test func anArgumentNobodyGaveLeavesNothing() {
    #expect(!Phrasebook.text("page.range", .zh, ["甲"]).contains("{"))
  }

  @Test func aMissingKeyIsShown() { #expect(Phrasebook.text("no.such.key", .en) == "⟦no.such.key⟧") }
}

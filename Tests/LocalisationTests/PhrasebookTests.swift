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

  @Test func aKeyIsFoundWholeAndInTwoParts() {
    for key in Phrasebook.keys {
      let dot = key.firstIndex(of: ".").map { key.index(after: $0) } ?? key.startIndex
      #expect(
        Phrasebook.has(key)
          && Phrasebook.text(String(key[dot...]), of: String(key[..<dot]), .zh) == Phrasebook.text(key, .zh))
      #expect(!Phrasebook.has(key + "·") && !Phrasebook.has("·" + key))
    }
    #expect(Phrasebook.text("nothing", of: "page.", .en) == "⟦page.nothing⟧")
  }

  @Test func aTableHoldsManyPhrasesAndTheLastOfAKey() {
    var table = PhraseTable()
    var lines = "# remark\tof\ttabs\nno tabs\none\ttab\n\n"
    for i in 0..<9_000 { lines += "key.\(i)\t中 \(i)\ten\\n\(i)\n" }
    lines += "key.7\t后\tlater"
    lines.withUTF8 { table.read($0) }
    #expect(table.keys.count == 9_000)
    #expect(table.find("key.", "8999")?.zh == "中 8999" && table.find("", "key.42")?.en == "en\n42")
    #expect(table.find("key.7", "")?.zh == "后" && table.find("ke", "y.7")?.en == "later")
    #expect(table.find("", "no tabs") == nil && table.find("", "one") == nil && table.find("", "# remark") == nil)
  }
}

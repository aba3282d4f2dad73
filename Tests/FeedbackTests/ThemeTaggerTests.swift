import ByteScanning
import Feedback
import Foundation
import Tabular
import TestSupport
import Testing

@Suite struct ThemeTaggerTests {
  static func list() throws -> WordList {
    let url = Corpus.packageRoot.appending(path: "templates/rules/themes.csv")
    let text = try String(contentsOf: url, encoding: .utf8)
    return try WordList(grid: Grid(template: text, file: "themes.csv", sheet: "themes"))
  }

  @Test(arguments: [
    ("老师很有耐心，孩子喜欢上课", 1), ("老师没有耐心", -1), ("不太满意", -1), ("不是不满意", 1), ("物理课讲得太快，孩子听不懂", -1),
    ("暂无其他问题", 0), ("没有问题", 0), ("费用偏高，续费没有优惠", -1), ("Not good at all", -1), ("Very good, will recommend", 1),
    ("The classic programme", 0), ("家长在开会", 0), ("不，老师很好", 1),
  ])
  func moodHasTheRightSign(text: String, sign: Int) throws {
    let mood = ThemeTagger(try Self.list()).tag(text).mood
    #expect((mood > 0 ? 1 : mood < 0 ? -1 : 0) == sign, "\(text): \(mood)")
  }

  @Test func degreeWeighs() throws {
    let tagger = ThemeTagger(try Self.list())
    #expect(tagger.tag("非常满意").mood > tagger.tag("满意").mood)
    #expect(tagger.tag("有点失望").mood > tagger.tag("失望").mood)
  }

  @Test func themesAreFoundByTheirWords() throws {
    let list = try Self.list()
    let tagging = ThemeTagger(list).tag("班主任反馈及时，但是费用偏高")
    #expect(Set(tagging.themes.map { list.themes[$0] }) == ["教学", "价格"])
    #expect(tagging.matches.allSatisfy { !$0.range.isEmpty })
  }

  @Test func aMisspeltKindNamesItsCell() throws {
    let grid = Grid(template: "kind,theme,words,polarity\n主題,教学,老师,0\n", file: "t.csv", sheet: "t")
    let failure = try #require(throws: Failure.self) { try WordList(grid: grid) }
    #expect(failure.code == "E701")
    #expect(failure.cell == "A2")
  }
}

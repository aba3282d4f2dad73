import ByteScanning
import Feedback
import Foundation
import Tabular
import TestSupport
import Testing

@Suite struct ThemeTaggerTests {
  /// The list that ships, read once for all cases.
  private static let shipped = Result {
    let url = Corpus.packageRoot.appending(path: "templates/rules/themes.csv")
    let text = try String(contentsOf: url, encoding: .utf8)
    return ThemeTagger(try WordList(grid: Grid(template: text, file: "themes.csv", sheet: "themes")))
  }
  static func tagger() throws -> ThemeTagger { try shipped.get() }

  @Test(arguments: [
    ("老师很有耐心，孩子喜欢上课", 1), ("老师没有耐心", -1), ("不太满意", -1), ("不是不满意", 1), ("物理课讲得太快，孩子听不懂", -1),
    ("暂无其他问题", 0), ("没有问题", 0), ("费用偏高，续费没有优惠", -1), ("Not good at all", -1), ("Very good, will recommend", 1),
    ("The classic programme", 0), ("家长在开会", 0), ("不，老师很好", 1),
    // Words that hold a negation or a bad word, and are neither.
    ("不过老师讲得很好", 1), ("不但有耐心，而且专业", 1), ("办了银行卡", 0), ("两家差不多", 0), ("别人家的孩子", 0), ("休息十分钟", 0),
    // Too much of something that is neither good nor bad.
    ("语速有点快", -1), ("作业偏多", -1), ("教室太小", -1), ("不够耐心", -1),
    // A negation reaches over the words between, blame is taken back from near by only.
    ("I don't think she is very helpful", -1), ("She doesn’t explain things well", -1), ("not rude at all", 1),
    ("She doesn't come and is rude", -1), ("Not only patient but also fun", 1), ("没有迟到", 1),
  ])
  func moodHasTheRightSign(text: String, sign: Int) throws {
    let mood = try Self.tagger().tag(text).mood
    #expect((mood > 0 ? 1 : mood < 0 ? -1 : 0) == sign, "\(text): \(mood)")
  }

  @Test func degreeWeighs() throws {
    let tagger = try Self.tagger()
    #expect(tagger.tag("非常满意").mood > tagger.tag("满意").mood)
    #expect(tagger.tag("有点失望").mood > tagger.tag("失望").mood)
  }

  @Test func themesAreFoundByTheirWords() throws {
    let tagger = try Self.tagger()
    let list = tagger.list
    let tagging = tagger.tag("班主任反馈及时，但是费用偏高")
    #expect(Set(tagging.themes.map { list.themes[$0] }) == ["教学", "价格"])
    #expect(tagging.matches.allSatisfy { !$0.range.isEmpty })
  }

  @Test(arguments: [
    ("主題,教学,老师,0", "E701", "A2"), ("情绪,,好,", "E702", "D2"), ("程度,,很,nan", "E702", "D2"), ("主题,,老师,0", "E727", "B2"),
  ])
  func aSpoiledRowNamesItsCell(row: String, code: Failure.Code, cell: String) throws {
    let grid = Grid(template: "kind,theme,words,polarity\n\(row)\n", file: "t.csv", sheet: "t")
    let failure = try #require(throws: Failure.self) { try WordList(grid: grid) }
    #expect(failure.code == code)
    #expect(failure.cell == cell)
  }

  @Test func theShippedListIsLargeAndNoWordIsBothGoodAndBad() throws {
    let list = try Self.tagger().list
    #expect(list.entries.count >= 500)
    for entry in list.entries {
      let signs = Set(
        entry.roles.compactMap { role -> Bool? in
          if case .mood(let polarity) = role { return polarity > 0 }
          return nil
        })
      #expect(signs.count <= 1, "\(entry.word)")
    }
  }
}

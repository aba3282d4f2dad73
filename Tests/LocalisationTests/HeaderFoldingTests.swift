import Localisation
import Testing

@Suite("Folding headers")
struct HeaderFoldingTests {
  @Test(
    "what does not matter is folded away",
    arguments: [
      ("姓名", "姓名"), (" 姓  名 ", "姓名"), ("姓\n名", "姓名"), ("*姓名", "姓名"), ("姓名：", "姓名"), ("Ｎａｍｅ", "name"),
      ("Student_Name", "studentname"), ("e-mail", "email"), ("聯繫電話", "联系电话"), ("客戶編號", "客户编号"),
      ("金额(元)", "金额"), ("金额（万元）", "金额"), ("时长【分钟】", "时长"), ("手机号（必填）", "手机号"), ("金额/元", "金额"),
      ("(姓名)", "姓名"), ("电话/手机", "电话/手机"), ("Phone (mobile)", "phone"),
    ])
  func folds(header: String, key: String) {
    #expect(HeaderFolding.fold(header).key == key)
  }

  @Test(
    "a unit in the header becomes a factor",
    arguments: [
      ("金额(元)", 1.0), ("金额（万元）", 10_000.0), ("金额(千元)", 1000.0), ("金额/万元", 10_000.0), ("时长(分钟)", 1.0), ("时长（小时）", 60.0),
      ("通话时长(秒)", 0.016666666666666666), ("进度(%)", 0.01), ("Amount (RMB)", 1.0), ("Duration (min)", 1.0),
    ])
  func units(header: String, factor: Double) {
    #expect(HeaderFolding.fold(header).unit?.factor == factor)
  }

  @Test("a remark is no unit", arguments: ["满意度(1-5)", "姓名（必填）", "推荐意愿(0-10分)", "电话/手机"])
  func remarks(header: String) {
    #expect(HeaderFolding.fold(header).unit == nil)
  }

  @Test("widths count Chinese characters twice")
  func widths() {
    #expect(DisplayWidth.of("姓名ab") == 6)
    #expect(DisplayWidth.fit("王小明", 4) == "王… ")
    #expect(DisplayWidth.of(DisplayWidth.fit("王小明同学", 7)) == 7)
  }
}

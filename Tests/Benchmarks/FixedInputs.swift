import Foundation
import ReleaseGate
import Tabular
import Workbooks

/// The inputs whose instruction counts are kept in the repository: the same bytes on every machine.
enum FixedInputs {
  static let rows = 20_000

  static func write(to folder: String) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let text = visits()
    try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/visits.csv"))
    // Foundation's number for GB 18030.
    if let chinese = text.data(using: String.Encoding(rawValue: 0x8000_0632)) {
      try chinese.write(to: URL(fileURLWithPath: folder + "/visits.gb.csv"))
    }
    var options = WriteOptions()
    options.force = true
    try Conversion.run(from: folder + "/visits.csv", to: folder + "/visits.xlsx", OpenOptions(), options)
    let small = text.split(separator: "\n").prefix(101).joined(separator: "\n") + "\n"
    try Data(small.utf8).write(to: URL(fileURLWithPath: folder + "/small.csv"))
    try Conversion.run(from: folder + "/small.csv", to: folder + "/small.xlsx", OpenOptions(), options)
  }

  private static func visits() -> String {
    var state: UInt64 = 42
    func next(_ below: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(truncatingIfNeeded: state >> 33) % below
    }
    let channels = ["电话回访", "微信", "门店到访", "短信问卷", "邮件"]
    let words = ["孩子喜欢老师", "希望调整上课时间", "对价格有疑问", "愿意推荐给朋友", "作业偏多", "下学期考虑续费", "接送不便"]
    var text = "回访编号,客户编号,回访日期,渠道,NPS,满意度,成交金额,备注,下次回访日期\n"
    for i in 0..<rows {
      let day = Day(year: 2024, month: 1, day: 1)!.advanced(by: next(720))
      let note = (0...next(4)).map { _ in words[next(words.count)] }.joined(separator: "，")
      let amount = next(2) == 0 ? "" : "\(next(5000)).\(next(9) + 1)"
      let again = next(2) == 0 ? "" : day.advanced(by: 7 + next(90)).description
      text +=
        "V\(100_000 + i),C\(next(rows / 10)),\(day),\(channels[next(5)]),\(next(11)),\(1 + next(5)),\(amount),\(note),\(again)\n"
    }
    return text
  }
}

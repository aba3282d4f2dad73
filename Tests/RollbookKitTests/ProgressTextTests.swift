import ByteScanning
import Localisation
import RollbookKit
import Testing

@Suite struct ProgressTextTests {
  @Test(arguments: [
    (
      WorkMeter.Reading(stage: .reading, files: 3, rows: 1_250_000, bytes: 50, expected: 200), 2.0, Language.zh,
      "读取中 · 3 个文件 · 1,250,000 行 · 每秒 625,000 行 · 约剩 6 秒"
    ),
    (
      WorkMeter.Reading(stage: .reading, files: 1, rows: 999, bytes: 100, expected: 101), 2.0, .en,
      "Reading · files: 1 · rows: 999 · 499 rows/s · <1 s left"
    ),
    (WorkMeter.Reading(stage: .reading, files: 1), 0.1, .zh, "读取中 · 1 个文件"),
    (WorkMeter.Reading(stage: .reading, bytes: 300, expected: 200), 3.0, .zh, "读取中"),
    (WorkMeter.Reading(stage: .working, files: 2, rows: 10), 9.0, .en, "Working · files: 2 · rows: 10"),
    (WorkMeter.Reading(stage: .starting), 0.0, .zh, "准备中"),
    (WorkMeter.Reading(stage: .writing), 5.0, .zh, "写入中"),
  ])
  func saysHowFarItHasCome(reading: WorkMeter.Reading, seconds: Double, language: Language, line: String) {
    #expect(ProgressText.line(reading, seconds: seconds, language) == line)
  }
}

import Foundation
import Planning
import Tabular
import TestSupport
import Testing

@Suite struct CalendarFileTests {
  static let file = CalendarFile(
    name: "周敏的回访", asOf: Day(year: 2026, month: 3, day: 18)!,
    events: [
      CalendarFile.Event(
        uid: "XY00001-3-2026-03-20@rollbook", from: Day(year: 2026, month: 3, day: 20)!,
        until: Day(year: 2026, month: 3, day: 26)!, summary: "结课回访：王（XY00001）；顺便问一问，暑假班的安排、以及接送的时间是否合适，很长的一行要在字与字之间折开",
        description: "第一行\n第二行, 带逗号; 分号 \\ 反斜线", priority: 3)
    ])

  @Test func linesAreFoldedBetweenCharacters() {
    let bytes = Self.file.bytes()
    for line in String(decoding: bytes, as: UTF8.self).components(separatedBy: "\r\n") {
      #expect(line.utf8.count <= 75)
      #expect(!line.contains("\u{FFFD}"))
    }
    #expect(Self.file.bytes() == bytes)
  }

  @Test(.enabled(if: Peer.available(for: "calendar file")))
  func anIndependentParserReadsItBack() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).ics")
    try Data(Self.file.bytes()).write(to: path)
    defer { try? FileManager.default.removeItem(at: path) }
    let script = """
      import sys, icalendar
      c = icalendar.Calendar.from_ical(open(sys.argv[1], 'rb').read())
      for e in c.walk('VEVENT'):
        print(e['UID'], e.decoded('DTSTART'), e.decoded('DTEND'), e['SUMMARY'], repr(str(e['DESCRIPTION'])), sep='|')
      """
    let said = try Peer.python(script, [path.path])
    let event = Self.file.events[0]
    #expect(said.contains("\(event.uid)|2026-03-20|2026-03-27|\(event.summary)|"))
    #expect(said.contains(#"'第一行\n第二行, 带逗号; 分号 \\ 反斜线'"#))
  }
}

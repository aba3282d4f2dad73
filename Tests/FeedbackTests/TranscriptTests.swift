import Feedback
import Testing

@Suite struct TranscriptTests {
  @Test func subRipHasTimesAndSpeakers() {
    let transcript = Transcript(
      "1\r\n00:00:01,000 --> 00:00:04,500\r\n顾问：您好，请问方便吗？\r\n\r\n2\r\n00:00:05,000 --> 00:01:01,000\r\n家长：物理课讲得太快\r\n<i>听不懂</i>\r\n"
    )
    #expect(transcript.lines.count == 3)
    #expect(transcript.lines[0].speaker == "顾问")
    #expect(transcript.lines[1].text == "物理课讲得太快")
    #expect(transcript.lines[2].text == "听不懂")
    #expect(transcript.minutes == 1)
  }

  @Test func webVTTSkipsNotes() throws {
    let transcript = Transcript(
      "WEBVTT\n\nNOTE made by a machine\n\n00:01.000 --> 00:02.000 align:start\n<v Ana>Hello there\n")
    let line = try #require(transcript.lines.first)
    #expect(transcript.lines.count == 1)
    #expect((line.start, line.end) == (1, 2))
    #expect((line.speaker, line.text) == ("Ana", "Hello there"))
  }

  @Test func plainTextIsKeptWhole() {
    let transcript = Transcript("明天 8:30 上课\n42\n好的")
    #expect(transcript.text == "明天 8:30 上课\n42\n好的")
    #expect(transcript.minutes == nil)
  }

  @Test func brokenTimesStayText() {
    #expect(Transcript("00:05 --> 00:01\nhello").text == "00:05 --> 00:01\nhello")
  }
}

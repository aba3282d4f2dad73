import ByteScanning
import CustomerRecords
import Feedback
import Foundation
import Tabular

/// Transcripts of calls (.txt, .srt, .vtt), and recordings where a recogniser is switched on, as contacts.
///
/// Whose call it was stands in the file's name: customer id (or phone), date, member of staff, in any order, separated
/// by `_` or spaces: `XY00012_2026-03-15_周敏.srt`.
struct CallFiles {
  struct Call {
    var file: String
    var customer: Int32
    var day: Day
    var staff: String?
    var content: String
    /// What the customer said, where the transcript tells who speaks.
    var feedback: String?
    var minutes: Double?
  }

  static let endings: Set<String> = ["srt", "vtt"]

  /// Whether a file is one of these; a .txt only where its name names a customer and a date, for it may be a sheet.
  static func isCall(_ path: String, _ finder: CustomerFinder) -> Bool {
    let ending = (path as NSString).pathExtension.lowercased()
    if endings.contains(ending) || Recogniser.endings.contains(ending) { return true }
    return ending == "txt" && parse(path, finder, staff: []).day != nil
      && parse(path, finder, staff: []).customer != nil
  }

  static func isRecording(_ path: String) -> Bool {
    Recogniser.endings.contains((path as NSString).pathExtension.lowercased())
  }

  /// What a file's name tells.
  static func parse(
    _ path: String, _ finder: CustomerFinder, staff: Set<String>
  ) -> (customer: Int32?, day: Day?, staff: String?) {
    let stem = ((path as NSString).lastPathComponent as NSString).deletingPathExtension
    var customer: Int32?
    var day: Day?
    var who: String?
    for word in stem.split(whereSeparator: { "_ 　+＿".contains($0) }).map(String.init) {
      if day == nil, let found = date(word) {
        day = found
      } else if staff.contains(word) {
        who = word
      } else if customer == nil {
        for outcome in [
          finder.find(id: word, phone: nil, name: nil), finder.find(id: nil, phone: word, name: nil),
          finder.find(id: nil, phone: nil, name: word),
        ] {
          if case .customer(let row) = outcome {
            customer = row
            break
          }
        }
      }
    }
    return (customer, day, who)
  }

  private static func date(_ word: String) -> Day? {
    if let day = Day(iso: word) { return day }
    guard word.count == 8, let number = Int(word) else { return nil }
    return Day(year: number / 10_000, month: number / 100 % 100, day: number % 100)
  }

  /// The call of a text.
  static func call(
    _ path: String, _ text: String, customer: Int32, day: Day, staff: String?, people: Set<String>
  ) -> Call {
    let transcript = Transcript(text)
    let speakers = Set(transcript.lines.compactMap(\.speaker))
    // Ours are the staff by name and whoever is called by an office.
    let offices = ["客服", "顾问", "老师", "坐席", "员工", "agent", "staff", "teacher", "consultant", "school"]
    func isOurs(_ name: String) -> Bool {
      people.contains(name) || offices.contains { name.lowercased().contains($0) }
    }
    var said: String?
    if speakers.contains(where: isOurs), speakers.contains(where: { !isOurs($0) }) {
      said = transcript.lines.filter { $0.speaker.map { !isOurs($0) } ?? false }.map(\.text).joined(separator: " ")
    }
    let lines = transcript.lines.map { line in line.speaker.map { "\($0)：\(line.text)" } ?? line.text }
    return Call(
      file: path, customer: customer, day: day, staff: staff ?? speakers.filter(people.contains).sorted().first,
      content: lines.joined(separator: "\n"), feedback: said,
      minutes: transcript.minutes.map { ($0 * 10).rounded() / 10 })
  }
}

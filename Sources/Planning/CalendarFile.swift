package import Tabular

/// Reminders as an iCalendar file (RFC 5545): what Outlook, Google, Apple and Chinese phone calendars take in.
///
/// Calendars live in clouds, so an entry names the surname and the customer's id and nothing else.
package struct CalendarFile: Sendable {
  package struct Event: Sendable {
    /// Stable over runs, so that a second import updates and does not double.
    package var uid: String
    package var from: Day
    /// Last day, inclusive.
    package var until: Day
    package var summary: String
    package var description: String
    /// 1 = most urgent … 9.
    package var priority: Int
    package init(uid: String, from: Day, until: Day, summary: String, description: String, priority: Int) {
      self.uid = uid
      self.from = from
      self.until = until
      self.summary = summary
      self.description = description
      self.priority = priority
    }
  }

  package var name: String
  /// The as-of date stands in for the time of writing: same input, same bytes.
  package var asOf: Day
  package var events: [Event]

  package init(name: String, asOf: Day, events: [Event]) {
    self.name = name
    self.asOf = asOf
    self.events = events
  }

  /// The file: UTF-8, CRLF, lines folded at 75 octets between characters (§3.1), all-day events (§3.6.1).
  package func bytes() -> [UInt8] {
    var out: [UInt8] = []
    func line(_ text: String) {
      var width = 0
      for scalar in text.unicodeScalars {
        let encoded = Array(String(scalar).utf8)
        if width + encoded.count > 75 {
          out += [0x0D, 0x0A, 0x20]
          width = 1
        }
        out += encoded
        width += encoded.count
      }
      out += [0x0D, 0x0A]
    }
    // No METHOD: this is a file to import, not a message of RFC 5546, which would have to name an organiser.
    line("BEGIN:VCALENDAR")
    line("VERSION:2.0")
    line("PRODID:-//rollbook//visit plan//ZH")
    line("CALSCALE:GREGORIAN")
    line("X-WR-CALNAME:" + CalendarFile.escaped(name))
    for event in events {
      line("BEGIN:VEVENT")
      line("UID:" + CalendarFile.escaped(event.uid))
      line("DTSTAMP:" + CalendarFile.compact(asOf) + "T000000Z")
      line("LAST-MODIFIED:" + CalendarFile.compact(asOf) + "T000000Z")
      // A later run replaces the entry of an earlier one (§3.8.7.4).
      line("SEQUENCE:\(max(0, asOf.rawValue))")
      line("DTSTART;VALUE=DATE:" + CalendarFile.compact(event.from))
      // The end of an all-day event is the day after its last.
      line("DTEND;VALUE=DATE:" + CalendarFile.compact(event.until.advanced(by: 1)))
      line("SUMMARY:" + CalendarFile.escaped(event.summary))
      if !event.description.isEmpty { line("DESCRIPTION:" + CalendarFile.escaped(event.description)) }
      line("PRIORITY:\(event.priority)")
      line("TRANSP:TRANSPARENT")
      line("BEGIN:VALARM")
      line("ACTION:DISPLAY")
      line("DESCRIPTION:" + CalendarFile.escaped(event.summary))
      line("TRIGGER:PT9H")
      line("END:VALARM")
      line("END:VEVENT")
    }
    line("END:VCALENDAR")
    return out
  }

  private static func compact(_ day: Day) -> String { day.description.split(separator: "-").joined() }

  /// TEXT values (§3.3.11): backslash, semicolon, comma and line ends escaped; other control characters have no form.
  static func escaped(_ text: String) -> String {
    var out = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\", ";", ",": out.append(contentsOf: ["\\", scalar])
      case "\n": out.append(contentsOf: ["\\", "n"])
      case "\u{0}"..<"\u{20}", "\u{7F}", "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}": break
      default: out.append(scalar)
      }
    }
    return String(out)
  }
}

import Foundation

/// One record of the export log. Never a raw value: who, what for, which fields, how many rows, digests.
package struct LogRecord: Codable, Sendable, Equatable {
  package enum Event: String, Codable, Sendable {
    /// Before the file appears.
    case intent
    /// The file lies where it should and passed its proof.
    case done
    /// Refused or failed; nothing was left behind.
    case failed
  }

  package var event: Event
  /// From 1, over all events.
  package var sequence: Int
  /// For `done` and `failed`: the sequence of the intent.
  package var of: Int?
  /// ISO 8601, from the caller.
  package var time: String
  package var `operator`: String = ""
  package var role: String = ""
  package var recipient: String = ""
  package var purpose: String = ""
  package var legalBasis: String = ""
  package var sources: [String] = []
  package var rules: String = ""
  /// `customers.name=mask` …
  package var fields: [String] = []
  package var rowScope: String = ""
  package var rowsIn: Int = 0
  package var rowsOut: Int = 0
  package var rowsSuppressed: Int = 0
  /// Rows of nobody in the file, beyond `rowsOut`.
  package var markers: Int = 0
  package var suppressedBy: [String: Int] = [:]
  package var k: Int = 0
  package var l: Int = 0
  package var key: String = ""
  package var output: String = ""
  package var outputDigest: String = ""
  /// Digest of the side file with the row marks of this export.
  package var rowMarks: String = ""
  package var expires: String = ""
  package var version: String = ""
  package var note: String = ""
  /// SHA-256 of the record before, hexadecimal; of the first 64 zeros.
  package var previous: String = ""

  package init(event: Event, time: String) {
    self.event = event
    self.time = time
    sequence = 0
  }

  /// One line of JSON with keys in order, without the line end.
  func line() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(self))
  }
}

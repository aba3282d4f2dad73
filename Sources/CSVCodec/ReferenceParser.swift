/// The obvious CSV parser: one byte after the other, records as arrays of byte strings. Too slow for work, simple
/// enough to be believed; tests and fuzzing hold `RecordScanner` against it.
package enum ReferenceParser {
  package struct Result: Equatable, Sendable {
    /// Every record, blank ones too (one empty field).
    package var records: [[[UInt8]]] = []
    /// Places that leave RFC 4180, as `kind@record,column`.
    package var deviations: [String] = []
  }

  package static func parse(_ bytes: [UInt8], delimiter: UInt8) -> Result {
    var result = Result()
    var record: [[UInt8]] = []
    var field: [UInt8] = []
    enum State { case start, plain, quoted, closed, tail }
    var state = State.start
    var i = 0
    func note(_ kind: String) {
      let line = "\(kind)@\(result.records.count),\(record.count)"
      if result.deviations.last != line { result.deviations.append(line) }
    }
    func endField() {
      record.append(field)
      field = []
      state = .start
    }
    func endRecord() {
      endField()
      result.records.append(record)
      record = []
    }
    while i < bytes.count {
      let byte = bytes[i]
      i += 1
      switch state {
      case .quoted:
        if byte != 0x22 {
          field.append(byte)
        } else if i < bytes.count, bytes[i] == 0x22 {
          field.append(0x22)
          i += 1
        } else {
          state = .closed
        }
        continue
      case .start where byte == 0x22:
        state = .quoted
        continue
      default: break
      }
      switch byte {
      case delimiter: endField()
      case 0x0A: endRecord()
      case 0x0D:
        if i < bytes.count, bytes[i] == 0x0A { i += 1 }
        endRecord()
      default:
        if state == .closed {
          note("textAfterQuote")
          state = .tail
        }
        if state == .plain, byte == 0x22 { note("quoteInside") }
        if state == .start { state = .plain }
        field.append(byte)
      }
    }
    if state == .quoted { note("unclosedQuote") }
    if state != .start || !record.isEmpty { endRecord() }
    return result
  }
}

import ByteScanning
import CSVCodec
import FuzzDriver
import Tabular

/// Any text as a number, a date or a moment: what is taken for one gives the text back.
func fuzzScalars(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  let text = String(decoding: bytes, as: UTF8.self)
  if let number = ScalarText.number(bytes.span) {
    precondition(Double(text) == number.value, "number")
    if !number.endsInZero, !text.hasSuffix(".0") {
      var tape = ByteTape()
      tape.append(number: number.value)
      let printed = Array(tape.bytes)
      precondition(Double(String(decoding: printed, as: UTF8.self)) == number.value, "shortest")
    }
  }
  if let day = ScalarText.day(bytes.span) { precondition(Day(rawValue: day).description == text, "day") }
  if let moment = MomentText.dateTime(parsing: text) { _ = MomentText.dateTime(moment) }
  if let duration = MomentText.duration(parsing: text) { _ = MomentText.duration(duration) }
  if count >= 8 {
    let value = bytes.withUnsafeBytes { $0.loadUnaligned(as: Double.self) }
    if value.isFinite {
      var tape = ByteTape()
      tape.append(number: value)
      precondition(Double(String(decoding: Array(tape.bytes), as: UTF8.self)) == value, "round trip")
      _ = MomentText.dateTime(value)
      _ = MomentText.duration(value)
    }
  }
  _ = FormulaGuard.needsGuard(bytes.span)
  _ = FormulaGuard.isGuarded(bytes.span)
  return 0
}

@_cdecl("FuzzScalars_main")
public func entry(_ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> CInt {
  fuzz(count, arguments) { fuzzScalars($0, $1) }
}

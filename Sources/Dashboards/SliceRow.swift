import ByteScanning
import Localisation

/// What the choices of the filter show of one card or figure: `,"churn-months":{"campus-0":[…],"2026-03":[…]`.
struct SliceRow {
  private var json: OutputBuffer
  /// Those that show something, in their order, and where each ends in `json`.
  private var choices: [Int] = []
  private var ends: [Int] = []
  private let start: Int

  init(_ id: String) {
    json = OutputBuffer(capacity: 1024)
    json.append(",")
    Escaper.json(id, into: &json)
    json.append(":{")
    start = json.count
  }

  /// Adds what a choice shows, unless it is there.
  mutating func add(_ choice: Int, of all: [SliceChoice], _ value: (inout OutputBuffer) -> Void) {
    guard choices.last != choice else { return }
    if !choices.isEmpty { json.append(",") }
    Escaper.json(all[choice].id, into: &json)
    json.append(":")
    value(&json)
    choices.append(choice)
    ends.append(json.count)
    // The others are about as long.
    if choices.count == 1 { json.reserve((json.count - start) * 9 / 8 * (all.count - choice - 1) + 64) }
  }

  /// Nothing more comes.
  mutating func close() { json.append("}") }

  /// - Parameter wanted: of the choices, in their order.
  func text(of wanted: [Int]) -> OutputBuffer {
    if wanted == choices { return json }
    return json.withBytes { bytes in
      var out = OutputBuffer(capacity: bytes.count)
      out.append(UnsafeBufferPointer(rebasing: bytes[..<start]))
      for (i, choice) in choices.enumerated() where wanted.contains(choice) {
        if out.count > start { out.append(",") }
        out.append(UnsafeBufferPointer(rebasing: bytes[(i == 0 ? start : ends[i - 1] + 1)..<ends[i]]))
      }
      out.append("}")
      return out
    }
  }
}

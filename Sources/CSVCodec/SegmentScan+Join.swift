import ByteScanning
import Dispatch
import Tabular

extension SegmentScan {
  /// Decodes the lanes that will not be searched again when the next part is joined to them: those of ids and remarks,
  /// which hold nearly all of a file's text.
  mutating func decodeLargeLanes(_ decoder: TextDecoder, dropsGuard: Bool, share: Double) {
    for i in lanes.indices {
      guard case .text(var lane) = lanes[i], !lane.isComplete else { continue }
      lanes[i] = .undecided
      lane.decode(decoder, dropsGuard: dropsGuard, share: share)
      lanes[i] = .text(lane)
    }
  }

  /// Adds what is known of the part of the file that follows; its lanes have been joined already.
  mutating func append(_ other: SegmentScan) {
    for run in 0..<other.origin.runs.count {
      let first = other.origin.runs[run]
      let next = run + 1 < other.origin.runs.count ? Int(other.origin.runs[run + 1].tableRow) : other.rowCount
      origin.append(source: 0, sheetRow: Int(first.sheetRow) + recordCount, count: next - Int(first.tableRow))
    }
    notes.join(other.notes, shift: recordCount)
    rowCount += other.rowCount
    recordCount += other.recordCount
    width = max(width, other.width)
    end = other.end
  }
}

/// What several threads made, each its own part.
final class Parts<Part: Sendable>: @unchecked Sendable {
  // Written once each by its own iteration, read after all ended.
  private var results: [Result<Part, any Error>?]
  private let queue = DispatchQueue(label: "csv.parts")

  init(count: Int) { results = Array(repeating: nil, count: count) }

  func store(_ result: Result<Part, any Error>, at part: Int) { queue.sync { results[part] = result } }

  func take(_ part: Int) throws -> Part {
    guard let result = results[part] else { throw Failure("E312", kind: .internalFault) }
    results[part] = nil
    return try result.get()
  }
}

/// A column's lanes in two parts of a file, to be made one on any thread.
final class Pair: @unchecked Sendable {
  // Touched by one iteration only, and taken after all ended.
  private var lane: ScanLane
  private var other: ScanLane

  init(_ lane: ScanLane, _ other: ScanLane) { (self.lane, self.other) = (lane, other) }

  func join(count: Int, otherCount: Int, _ decoder: TextDecoder, dropsGuard: Bool) {
    if case .text(var a) = lane, case .text(var b) = other, a.isDecoded != b.isDecoded {
      (lane, other) = (.undecided, .undecided)
      a.decode(decoder, dropsGuard: dropsGuard)
      b.decode(decoder, dropsGuard: dropsGuard)
      (lane, other) = (.text(a), .text(b))
    }
    let part = other
    other = .undecided
    lane.join(part, count: count, otherCount: otherCount)
  }

  func take() -> ScanLane {
    defer { lane = .undecided }
    return lane
  }
}

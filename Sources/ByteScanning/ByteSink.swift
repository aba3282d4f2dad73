/// Where finished bytes go as they come: a file, or memory. Called once a chunk, never once a cell.
package protocol ByteSink: AnyObject {
  /// Takes the bytes in order; throws what the medium throws (disk full …).
  func write(_ bytes: UnsafeRawBufferPointer) throws
}

extension ByteSink {
  package func write(_ bytes: [UInt8]) throws { try bytes.withUnsafeBytes { try write($0) } }
}

/// Keeps everything written in memory.
package final class MemorySink: ByteSink {
  package private(set) var bytes: [UInt8]

  /// - Parameter room: zero bytes in front, for whoever wraps what is written without copying it.
  package init(room: Int = 0) { bytes = [UInt8](repeating: 0, count: room) }

  /// Gives the bytes away: the sink is empty afterwards, and nothing is copied when they are changed.
  package func take() -> [UInt8] {
    defer { bytes = [] }
    return bytes
  }

  package func write(_ more: UnsafeRawBufferPointer) { bytes.append(contentsOf: more) }
}

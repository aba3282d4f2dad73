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
  package private(set) var bytes: [UInt8] = []

  package init() {}

  package func write(_ more: UnsafeRawBufferPointer) { bytes.append(contentsOf: more) }
}

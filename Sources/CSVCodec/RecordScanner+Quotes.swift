extension RecordScanner {
  /// Closes up a quoted field: doubled quotes become one, and what follows the closing quote is joined to it.
  static func close(_ fixup: Fixup, in buffer: inout [UInt8], _ batch: inout RecordBatch) {
    var bytes = buffer.mutableSpan
    var write = fixup.open + 1
    var read = fixup.open + 1
    while read < fixup.close {
      let byte = bytes[read]
      bytes[write] = byte
      write += 1
      read += byte == 0x22 && read + 1 < fixup.close && bytes[read + 1] == 0x22 ? 2 : 1
    }
    read = fixup.close + 1
    while read < fixup.tailEnd {
      bytes[write] = bytes[read]
      write += 1
      read += 1
    }
    batch.ends[fixup.field] = UInt32(truncatingIfNeeded: write)
  }
}

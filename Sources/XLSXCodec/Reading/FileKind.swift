import ByteScanning

/// What a file that is no zip archive is, by its first bytes, so that the message can say what to do.
enum FileKind {
  /// The failure that fits a file which should have been a workbook.
  static func failure(_ bytes: UnsafeBufferPointer<UInt8>) -> Failure {
    func starts(_ magic: [UInt8]) -> Bool { bytes.starts(with: magic) }
    func startsText(_ text: StaticString) -> Bool {
      let head = bytes.drop { $0 == 0x20 || $0 == 9 || $0 == 10 || $0 == 13 || $0 == 0xEF || $0 == 0xBB || $0 == 0xBF }
      return head.prefix(text.utf8CodeUnitCount).elementsEqual(
        UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
      ) { $0 | 0x20 == $1 | 0x20 }
    }
    if starts([0x1F, 0x8B]) { return Failure("E229", ["gzip"]) }
    if starts([0x25, 0x50, 0x44, 0x46]) { return Failure("E229", ["PDF"]) }
    if starts([0x52, 0x61, 0x72, 0x21]) { return Failure("E229", ["RAR"]) }
    if starts([0x37, 0x7A, 0xBC, 0xAF]) { return Failure("E229", ["7-Zip"]) }
    if startsText("<html") || startsText("<!doctype html") || startsText("<table") { return Failure("E229", ["HTML"]) }
    if startsText("<?xml") { return Failure("E229", ["XML"]) }
    return Failure("E200")
  }
}

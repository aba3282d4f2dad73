import ByteScanning

/// What a file that is no zip archive is, by its first bytes, so that the message can say what to do.
enum FileKind {
  /// The failure that fits a file which should have been a workbook.
  static func failure(_ bytes: UnsafeBufferPointer<UInt8>) -> Failure {
    if isCompound(bytes) { return compound(bytes) }
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

  /// An OLE2 compound file ([MS-CFB] §2.2): an encrypted workbook, or one of Excel 97–2003.
  static func isCompound(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1])
  }

  /// Says which kind of compound file it is by the stream names in its directory.
  private static func compound(_ bytes: UnsafeBufferPointer<UInt8>) -> Failure {
    guard let start = bytes.baseAddress else { return Failure("E228") }
    let end = start + bytes.count
    func holds(_ name: StaticString) -> Bool { ByteSearch.find(name, start, end) != nil }
    // Directory names are UTF-16LE.
    if holds("E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0") { return Failure("E226") }
    if holds("W\0o\0r\0k\0b\0o\0o\0k\0\0\0") || holds("B\0o\0o\0k\0\0\0") { return Failure("E227") }
    return Failure("E228")
  }
}

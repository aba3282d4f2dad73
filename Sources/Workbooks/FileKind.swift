import CSVCodec

/// What a file is by its first bytes; names lie.
enum FileKind: Equatable {
  case zip
  /// The container of old Office files, and of encrypted new ones.
  case compound
  /// Something that is no sheet, with a word for it.
  case other(String)
  case text
  /// Named like a workbook, and neither one nor text.
  case binary
  /// Named like a workbook of today, and plain text.
  case misnamed
  case empty

  init(_ source: ByteSource, path: String) throws {
    let head = try source.bytes(0..<min(source.count, 512))
    func starts(_ bytes: [UInt8]) -> Bool { head.starts(with: bytes) }
    if head.isEmpty {
      self = .empty
    } else if starts([0x50, 0x4B, 0x03, 0x04]) || starts([0x50, 0x4B, 0x05, 0x06]) {
      self = .zip
    } else if starts([0xD0, 0xCF, 0x11, 0xE0]) {
      self = .compound
    } else if let word = FileKind.foreign.first(where: { starts($0.bytes) })?.word {
      self = .other(word)
    } else if FileKind.bookEndings.contains(Path.ending(of: path)) {
      if let word = FileKind.markup(head) {
        self = .other(word)
      } else {
        let isBinary = head.contains { $0 < 0x09 || $0 > 0x0D && $0 < 0x20 }
        // Many systems hand out text as `.xls`, and Excel opens it; as `.xlsx` Excel refuses it, for good reason.
        self = isBinary ? .binary : ["xls", "et"].contains(Path.ending(of: path)) ? .text : .misnamed
      }
    } else {
      self = .text
    }
  }

  static let bookEndings: Set<String> = ["xls", "xlsx", "xlsm", "xlsb", "xltx", "et"]

  private static let foreign: [(bytes: [UInt8], word: String)] = [
    (Array("%PDF-".utf8), "PDF"), ([0x89, 0x50, 0x4E, 0x47], "PNG"), ([0xFF, 0xD8, 0xFF, 0xE0], "JPEG"),
    ([0xFF, 0xD8, 0xFF, 0xE1], "JPEG"), ([0x1F, 0x8B, 0x08], "gzip"), (Array("{\\rtf".utf8), "RTF"),
    (Array("Rar!".utf8), "RAR"), ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "7-Zip"),
    (Array("SQLite format 3".utf8), "SQLite"),
    ([0x09, 0x08, 0x08, 0x00, 0x00, 0x00, 0x05, 0x00], "XLS"), ([0x09, 0x04, 0x06, 0x00], "XLS"),
  ]

  /// Web pages and XML tables that systems hand out as "Excel".
  private static func markup(_ head: [UInt8]) -> String? {
    let text = String(decoding: head.drop { [0xEF, 0xBB, 0xBF, 0x20, 0x09, 0x0D, 0x0A].contains($0) }, as: UTF8.self)
      .lowercased()
    if text.hasPrefix("<!doctype html") || text.hasPrefix("<html") || text.hasPrefix("<table")
      || text.hasPrefix("<meta")
    {
      return "HTML"
    }
    return text.hasPrefix("<?xml") ? "XML" : nil
  }
}

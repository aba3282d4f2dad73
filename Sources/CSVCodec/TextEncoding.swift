/// How the bytes of a text file stand for characters.
///
/// All but UTF-16 keep ASCII as it is and never use a byte below 0x30 inside a longer character, so commas,
/// semicolons, tabs, quotes and line ends can be found in the raw bytes (`isTransparent(to:)`).
package enum TextEncoding: String, Sendable, CaseIterable, Hashable {
  case utf8 = "UTF-8"
  case utf16LittleEndian = "UTF-16LE"
  case utf16BigEndian = "UTF-16BE"
  /// GB 18030-2005; covers GBK and GB 2312.
  case gb18030 = "GB18030"
  /// Big5 with the Hong Kong supplement.
  case big5 = "Big5"
  case windows1252 = "Windows-1252"
  /// Code page 932.
  case shiftJIS = "Shift_JIS"
  /// Code page 949; covers EUC-KR.
  case korean = "EUC-KR"

  /// The encoding people mean by a word such as `gbk`, `utf8`, `cp1252`, `ANSI`; nil for an unknown word.
  package init?(named word: String) {
    let key = String(word.lowercased().filter { $0.isLetter || $0.isNumber })
    switch key {
    case "utf8", "utf8sig", "utf8bom", "unicode11utf8", "ascii", "usascii": self = .utf8
    case "utf16", "utf16le", "unicode", "ucs2", "ucs2le": self = .utf16LittleEndian
    case "utf16be", "ucs2be": self = .utf16BigEndian
    case "gb18030", "gbk", "gb2312", "cp936", "936", "windows936", "ms936", "ansi", "euccn": self = .gb18030
    case "big5", "big5hkscs", "cp950", "950", "windows950", "ms950", "big5eten": self = .big5
    case "windows1252", "cp1252", "1252", "latin1", "iso88591", "l1", "westerneuropean": self = .windows1252
    case "shiftjis", "sjis", "cp932", "932", "windows31j", "ms932", "ms932shiftjis": self = .shiftJIS
    case "euckr", "cp949", "949", "uhc", "windows949", "ksc5601", "ksx1001": self = .korean
    default: return nil
    }
  }

  /// Words `--encoding` takes, for messages.
  package static let words = "utf-8, utf-16, utf-16be, gb18030, gbk, big5, windows-1252, shift_jis, euc-kr"

  /// Whether `separator` can be found in the raw bytes without decoding them first.
  package func isTransparent(to separator: UInt8) -> Bool {
    switch self {
    case .utf8, .windows1252: return separator < 0x80
    case .utf16LittleEndian, .utf16BigEndian: return false
    // Trail bytes start at 0x40; a `|` (0x7C) may be half of a character.
    case .gb18030, .big5, .shiftJIS, .korean: return separator < 0x40
    }
  }

  var isUTF16: Bool { self == .utf16LittleEndian || self == .utf16BigEndian }
}

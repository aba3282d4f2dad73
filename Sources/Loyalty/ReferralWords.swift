import Tabular

/// What the referrer cells of an institution could mean, and whether a text of the customers sheet is among it.
///
/// Nearly every text is not: that is seen from its bytes, without making a `String` of it.
struct ReferralWords {
  /// The three ways to read a cell.
  enum Reading {
    case id, name, phone

    /// The cell as it is compared.
    func key(_ cell: String) -> String {
      switch self {
      case .id: return cell.trimmed.lowercased()
      case .name: return ReferralWords.name(cell)
      case .phone: return ReferralWords.digits(cell)
      }
    }
  }

  private var words: Set<String> = []
  /// The same, to be found by bytes.
  private var pool = TextPool()
  private var index = TextIndex()
  /// Length and value of the phones.
  private var phones: Set<Int> = []
  /// Some word holds an ideograph that may equal another one (U+F900…FAFF, U+2F800…): bytes tell nothing then.
  private var hasLookalikes = false

  init(_ cells: [String]) {
    for cell in cells {
      for reading in [Reading.id, .name, .phone] {
        let word = reading.key(cell)
        guard !word.isEmpty, words.insert(word).inserted else { continue }
        _ = index.intern(word, in: &pool)
        if word.unicodeScalars.contains(where: { (0xF900...0xFAFF).contains($0.value) || $0.value > 0xFFFF }) {
          hasLookalikes = true
        }
        if reading == .phone, let value = Int(word) { phones.insert(ReferralWords.code(word.utf8.count, value)) }
      }
    }
  }

  var isEmpty: Bool { words.isEmpty }

  func contains(_ key: String) -> Bool { words.contains(key) }

  /// True where the text, read so, is certainly no word of these; false = look closer.
  func rulesOut(_ text: UnsafeBufferPointer<UInt8>, _ reading: Reading) -> Bool {
    if reading == .phone { return rulesOutPhone(text) }
    if hasLookalikes || text.isEmpty || text.count > 64 { return false }
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: text.count) { lower in
      var i = 0
      while i < text.count {
        let byte = text[i]
        switch byte {
        case 0x41...0x5A: lower[i] = byte | 0x20
        case 0x61...0x7A: lower[i] = byte
        // The whole ideographs: three bytes that are no other's spelling, no blank and no bracket.
        case 0xE4...0xE9:
          guard i + 2 < text.count else { return false }
          lower[i] = byte
          lower[i + 1] = text[i + 1]
          lower[i + 2] = text[i + 2]
          i += 2
        case 0x21...0x7E where reading == .id: lower[i] = byte
        default: return false
        }
        i += 1
      }
      return index.find(UnsafeBufferPointer(lower), in: pool) == nil
    }
  }

  private func rulesOutPhone(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var (count, value) = (0, 0)
    for byte in text {
      if byte >= 0x80 { return false }
      guard (0x30...0x39).contains(byte) else { continue }
      count += 1
      value = (value * 10 + Int(byte - 0x30)) % 100_000_000_000
    }
    return count < 7 || !phones.contains(ReferralWords.code(min(count, 11), value))
  }

  private static func code(_ count: Int, _ value: Int) -> Int { count * 1_000_000_000_000 + value }

  /// A name without blanks, digits, brackets and what stands in them.
  private static func name(_ cell: String) -> String {
    var out = ""
    var depth = 0
    for character in cell.lowercased() {
      let isASCII = character.isASCII
      switch character {
      case "(", "（", "[", "【": depth += 1
      case ")", "）", "]", "】":
        // A bracket nobody opened stays with the name, as anything else does.
        if depth == 0 { out.append(character) }
        depth = max(0, depth - 1)
      default:
        if depth == 0, !character.isWhitespace,
          !(isASCII && (character.isNumber || character == "+" || character == "-"))
        {
          out.append(character)
        }
      }
    }
    return out
  }

  /// The last eleven digits of a number of at least seven; empty for anything shorter.
  private static func digits(_ cell: String) -> String {
    var digits: [UInt8] = []
    for scalar in cell.unicodeScalars {
      switch scalar.value {
      case 0x30...0x39: digits.append(UInt8(scalar.value))
      case 0xFF10...0xFF19: digits.append(UInt8(scalar.value - 0xFEE0))
      default: break
      }
    }
    return digits.count < 7 ? "" : String(decoding: digits.suffix(11), as: UTF8.self)
  }
}

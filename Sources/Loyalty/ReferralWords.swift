import ByteScanning
import Tabular

/// What the referrer cells of an institution could mean, and whether a text of the customers sheet is among it.
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

  /// A referrer cell as words, -1 for a reading that leaves nothing of it.
  struct Cell {
    var isBlank = false
    var id: Int32 = -1
    var name: Int32 = -1
    var phone: Int32 = -1
  }

  private var words = WordNumbers()
  /// By length and value.
  private var phones: [Int: Int32] = [:]
  /// By text of the referrer column.
  private(set) var cells: [Cell] = []

  init(_ referrers: TextPool) {
    cells.reserveCapacity(referrers.count)
    for code in 0..<UInt32(referrers.count) {
      let cell = referrers.withBytes(code) { addPlain($0) } ?? add(referrers.string(code))
      cells.append(cell)
    }
  }

  /// A name or a number as most cells hold one: letters, digits and ideographs. nil for anything else.
  private mutating func addPlain(_ text: UnsafeBufferPointer<UInt8>) -> Cell? {
    ReferralWords.withPlain(text) { lower, name, digits in
      if name.count + digits.count < lower.count { return nil }
      var cell = Cell(id: words.add(plain: lower))
      if !name.isEmpty { cell.name = words.add(plain: name) }
      if digits.count >= 7 { cell.phone = add(phone: String(decoding: digits.suffix(11), as: UTF8.self)) }
      return cell
    }
  }

  private mutating func add(_ text: String) -> Cell {
    let (id, name, phone) = (Reading.id.key(text), Reading.name.key(text), Reading.phone.key(text))
    return Cell(
      isBlank: text.trimmed.isEmpty, id: id.isEmpty ? -1 : words.add(id), name: name.isEmpty ? -1 : words.add(name),
      phone: phone.isEmpty ? -1 : add(phone: phone))
  }

  private mutating func add(phone: String) -> Int32 {
    let number = words.add(phone)
    if let value = Int(phone) { phones[ReferralWords.code(phone.utf8.count, value)] = number }
    return number
  }

  var count: Int { words.count }

  /// The number of the word a text is, read so; -1 where it is none.
  func find(_ text: UnsafeBufferPointer<UInt8>, _ reading: Reading) -> Int32 {
    let known: Int32? =
      switch reading {
      case .phone: findPhone(text)
      case .id: ReferralWords.withPlain(text) { lower, _, _ in words.find(plain: lower) }
      case .name:
        ReferralWords.withPlain(text) { lower, name, digits in
          name.count + digits.count < lower.count ? nil : words.find(plain: name)
        }
      }
    return known ?? find(reading.key(String(decoding: text, as: UTF8.self)))
  }

  func find(_ key: String) -> Int32 { key.isEmpty ? -1 : words.find(key) }

  private func findPhone(_ text: UnsafeBufferPointer<UInt8>) -> Int32? {
    var (count, value) = (0, 0)
    for byte in text {
      if byte >= 0x80 { return nil }
      guard (0x30...0x39).contains(byte) else { continue }
      count += 1
      value = (value * 10 + Int(byte - 0x30)) % 100_000_000_000
    }
    return count < 7 ? -1 : phones[ReferralWords.code(min(count, 11), value)] ?? -1
  }

  private static func code(_ count: Int, _ value: Int) -> Int { count * 1_000_000_000_000 + value }

  /// A plain text in lower case, its letters and ideographs, and its digits; nil where it is not plain, or long.
  private static func withPlain<T>(
    _ text: UnsafeBufferPointer<UInt8>,
    _ use: (
      _ lower: UnsafeBufferPointer<UInt8>, _ name: UnsafeBufferPointer<UInt8>,
      _ digits: Slice<UnsafeMutableBufferPointer<UInt8>>
    ) -> T?
  ) -> T? {
    if text.isEmpty || text.count > 64 || !WordNumbers.isPlain(text) { return nil }
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 3 * 64) { bytes in
      var (names, digits) = (64, 128)
      for (i, byte) in text.enumerated() {
        let isUpper = (0x41...0x5A).contains(byte)
        let lower = isUpper ? byte | 0x20 : byte
        bytes[i] = lower
        if (0x30...0x39).contains(byte) {
          bytes[digits] = byte
          digits += 1
        } else if byte >= 0x80 || (0x61...0x7A).contains(lower) {
          bytes[names] = lower
          names += 1
        }
      }
      return use(
        UnsafeBufferPointer(rebasing: bytes[..<text.count]), UnsafeBufferPointer(rebasing: bytes[64..<names]),
        bytes[128..<digits])
    }
  }

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

import Cryptography
import ReleaseGate
import Tabular

/// Tokens that stand for values: the same value gives the same token for one recipient, purpose and epoch, and nobody
/// without the master key can compute or join them (privacy.md "Tokens").
package struct Tokenizer: Sendable {
  private let key: [UInt8]
  /// First 8 hexadecimal digits of SHA-256 of the derived key: names the key in the log without giving it away.
  package let keyID: String

  /// K = HKDF-SHA256(master, no salt, info = recipient ‖ 0 ‖ purpose ‖ 0 ‖ epoch, 32 bytes).
  package init(master: [UInt8], recipient: String, purpose: String, epoch: String) throws {
    let info = Array(recipient.utf8) + [0] + Array(purpose.utf8) + [0] + Array(epoch.utf8)
    key = try KeyDerivation.hkdf(master: master, info: info, length: 32)
    keyID = String(Hex.string(try Digest.of(key)).prefix(8))
  }

  /// First 16 characters of Base32(HMAC-SHA256(K, field ‖ 0 ‖ value)); `value` is canonical, `field` without table.
  package func token(field: String, value: String) throws -> String {
    let code = try MessageAuthentication.code(of: Array(field.utf8) + [0] + Array(value.utf8), key: key)
    return Base32.string(code, limit: 16)
  }

  /// A 64-bit number that belongs to `value` under this key: for row order and date shifts.
  func number(_ label: String, _ value: String) -> UInt64 {
    guard let code = try? MessageAuthentication.code(of: Array(label.utf8) + [0] + Array(value.utf8), key: key) else {
      return 0
    }
    return code.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }

  func makeCoder() throws -> MessageAuthentication { try MessageAuthentication(key: key) }
}

/// RFC 4648 §6, upper case, no padding.
package enum Base32 {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)

  package static func string(_ bytes: some Sequence<UInt8>, limit: Int = .max) -> String {
    var out: [UInt8] = []
    append(bytes, limit: limit, to: &out)
    return String(decoding: out, as: UTF8.self)
  }

  /// Appends at most `limit` characters.
  static func append(_ bytes: some Sequence<UInt8>, limit: Int, to out: inout [UInt8]) {
    var left = limit
    var buffer: UInt32 = 0
    var bits = 0
    for byte in bytes {
      buffer = buffer << 8 | UInt32(byte)
      bits += 8
      while bits >= 5 {
        if left == 0 { return }
        left -= 1
        out.append(alphabet[Int(buffer >> (bits - 5)) & 31])
        bits -= 5
      }
      buffer &= (1 << bits) - 1
    }
    if bits > 0, left > 0 { out.append(alphabet[Int(buffer << (5 - bits)) & 31]) }
  }
}

/// The form a value is tokenised in: phones as E.164, numbers as written, everything else NFKC.
enum CanonicalValue {
  static func text(_ value: String, isPhone: Bool) -> String {
    var value = value
    return value.withUTF8 { text($0, isPhone: isPhone) }
  }

  static func text(_ bytes: UnsafeBufferPointer<UInt8>, isPhone: Bool) -> String {
    let canonical = Canonical.text(bytes)
    if !isPhone { return canonical }
    var masker = Masker(.phone)
    var tail = 0
    var copy = canonical
    let shape = copy.withUTF8 { masker.readPhone($0, extensionDigits: &tail) }
    let digits = String(decoding: masker.digits, as: UTF8.self)
    switch shape {
    case .mobile: return "+86" + digits
    case .landline: return digits.hasPrefix("0") ? "+86" + digits.dropFirst() : digits
    case .foreign: return "+" + digits
    case .damaged, .unknown: return canonical
    }
  }
}

/// Tokens in place of a column's values.
struct TokenKernel: ColumnKernel {
  let name = "token"
  let mayKeepValues = false
  let tokenizer: Tokenizer
  /// The field's name without its table: `customer_id` joins the partner's sheets.
  let field: String
  let isPhone: Bool

  func apply(_ column: Column, rows: [UInt32], of table: Table) -> Column {
    guard let coder = try? tokenizer.makeCoder() else { return .missing(rows: column.count) }
    var message = Array(field.utf8) + [0]
    let prefix = message.count
    return column.rewrittenTexts { bytes, out in
      let value = CanonicalValue.text(bytes, isPhone: isPhone)
      if value.isEmpty { return false }
      message.removeLast(message.count - prefix)
      message.append(contentsOf: value.utf8)
      Base32.append(coder.code(of: message), limit: 16, to: &out)
      return true
    }
  }
}

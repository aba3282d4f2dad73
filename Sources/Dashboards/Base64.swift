import ByteScanning

/// Bytes as text of 64 characters (RFC 4648 §4).
enum Base64 {
  /// The characters of `count` bytes.
  static func length(_ count: Int) -> Int { (count + 2) / 3 * 4 }

  static func append(_ bytes: [UInt8], to out: inout OutputBuffer) {
    alphabet.withUnsafeBufferPointer { alphabet in
      bytes.withUnsafeBufferPointer { bytes in
        out.write(length(bytes.count)) { to in
          var (i, at) = (0, 0)
          func put(_ word: UInt32, _ characters: Int) {
            for place in 0..<4 {
              to[at + place] =
                place < characters ? alphabet[Int(word >> UInt32(18 - 6 * place) & 63)] : UInt8(ascii: "=")
            }
            at += 4
          }
          while i + 3 <= bytes.count {
            put(UInt32(bytes[i]) << 16 | UInt32(bytes[i + 1]) << 8 | UInt32(bytes[i + 2]), 4)
            i += 3
          }
          switch bytes.count - i {
          case 1: put(UInt32(bytes[i]) << 16, 2)
          case 2: put(UInt32(bytes[i]) << 16 | UInt32(bytes[i + 1]) << 8, 3)
          default: break
          }
          return at
        }
      }
    }
  }

  static func text(_ bytes: [UInt8]) -> String {
    var out = OutputBuffer()
    append(bytes, to: &out)
    return out.withBytes { String(decoding: $0, as: UTF8.self) }
  }

  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
}

import ByteScanning

/// Bytes as text of 64 characters (RFC 4648 §4).
enum Base64 {
  /// The characters of `count` bytes.
  static func length(_ count: Int) -> Int { (count + 2) / 3 * 4 }

  static func append(_ bytes: [UInt8], to out: inout OutputBuffer) {
    let whole = bytes.count / 3 * 3
    pairs.withUnsafeBufferPointer { pairs in
      bytes.withUnsafeBufferPointer { bytes in
        out.write(length(bytes.count)) { to in
          var at = UnsafeMutableRawPointer(to)
          func put(_ word: UInt32) {
            at.storeBytes(of: pairs[Int(word >> 12)], as: UInt16.self)
            (at + 2).storeBytes(of: pairs[Int(word & 4095)], as: UInt16.self)
            at += 4
          }
          for i in stride(from: 0, to: whole, by: 3) {
            put(UInt32(bytes[i]) << 16 | UInt32(bytes[i + 1]) << 8 | UInt32(bytes[i + 2]))
          }
          let rest = bytes.count - whole
          if rest > 0 {
            put(UInt32(bytes[whole]) << 16 | (rest > 1 ? UInt32(bytes[whole + 1]) << 8 : 0))
            let filled = UInt8(ascii: "=")
            (at - 1).storeBytes(of: filled, as: UInt8.self)
            if rest == 1 { (at - 2).storeBytes(of: filled, as: UInt8.self) }
          }
          return length(bytes.count)
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

  /// The two characters of twelve bits, the first at the lower address.
  private static let pairs: [UInt16] = (0..<4096).map {
    UInt16(littleEndian: UInt16(alphabet[$0 >> 6]) | UInt16(alphabet[$0 & 63]) << 8)
  }
}

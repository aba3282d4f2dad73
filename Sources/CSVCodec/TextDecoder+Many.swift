import ByteScanning

extension TextDecoder {
  /// Many texts of a two-byte code page at once.
  struct Decoded {
    var bytes: [UInt8]
    var ends: [UInt32]
    /// Codes of texts with broken places.
    var broken: [UInt32] = []
  }

  /// Texts that lie one behind the other as UTF-8, eight bytes of ASCII or one character a step; nil for encodings that
  /// are not made of two-byte characters.
  ///
  /// - Parameter share: how many times as much memory to reserve.
  func decode(_ bytes: Span<UInt8>, ends: Span<UInt32>, share: Double) -> Decoded? {
    guard let table else { return nil }
    var made = Decoded(bytes: [], ends: [])
    made.ends.reserveLarge(Int(Double(ends.count) * share))
    // A character of two bytes becomes one of three.
    made.bytes.reserveLarge(Int(Double(bytes.count) * 1.5 * share))
    let isKorean = encoding == .korean
    var block: [UInt8] = []
    var code = 0
    var start = 0
    // Stretches of texts go through a block that stays in the cache.
    while code < ends.count {
      let first = code
      let from = start
      while code < ends.count, Int(ends[code]) - from < Self.stretch || code == first {
        start = Int(ends[code])
        code += 1
      }
      let needed = 3 * (start - from) + 8
      if block.count < needed { block = [UInt8](repeating: 0, count: needed) }
      var write = 0
      bytes.withUnsafeBufferPointer { raw in
        table.entries.withUnsafeBufferPointer { entries in
          block.withUnsafeMutableBytes { out in
            var i = from
            for text in first..<code {
              let end = Int(ends[text])
              while i < end {
                let lead = raw[i]
                if lead < 0x80 {
                  if i &+ 8 <= end {
                    let word = UnsafeRawPointer(raw.baseAddress! + i).loadUnaligned(as: UInt64.self)
                    if word & 0x8080_8080_8080_8080 == 0 {
                      out.storeBytes(of: word, toByteOffset: write, as: UInt64.self)
                      write &+= 8
                      i &+= 8
                      continue
                    }
                  }
                  out[write] = lead
                  write &+= 1
                  i &+= 1
                  continue
                }
                if i &+ 1 < end {
                  let entry = entries[Int(lead) << 8 | Int(raw[i &+ 1])]
                  if entry != 0, !isKorean || lead != 0xA4 {
                    out.storeBytes(of: entry, toByteOffset: write, as: UInt32.self)
                    write &+= entry >= 0x100_0000 ? 4 : entry >= 0x1_0000 ? 3 : entry >= 0x100 ? 2 : 1
                    i &+= 2
                    continue
                  }
                }
                let (codes, taken) = odd(bytes.extracting(..<end), at: i, table)
                if codes.0 == 0xFFFD, made.broken.last != UInt32(text) { made.broken.append(UInt32(text)) }
                var short: [UInt8] = []
                TextDecoder.append(codePoint: codes.0, to: &short)
                if codes.1 != 0 { TextDecoder.append(codePoint: codes.1, to: &short) }
                for byte in short {
                  out[write] = byte
                  write += 1
                }
                i += taken
              }
              made.ends.append(UInt32(truncatingIfNeeded: made.bytes.count &+ write))
            }
          }
        }
      }
      block.withUnsafeBufferPointer { made.bytes.append(contentsOf: $0[..<write]) }
    }
    return made
  }

  private static let stretch = 1 << 14
}

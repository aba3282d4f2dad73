import ByteScanning

/// Decoding into memory that is there already: for many texts one behind the other.
extension TextDecoder {
  /// Whether texts can become UTF-8 as they come, in one pass. (UTF-8 itself is copied and checked.)
  var decodesAtOnce: Bool { encoding == .utf8 || table != nil }

  /// How many times as long as it was a text may become.
  var growth: Int { encoding == .utf8 ? 1 : 3 }

  /// Bytes behind the end of a text that may be written.
  static let slack = 16

  /// Decodes a stretch of a two-byte code page: runs of ASCII up to eight bytes a step, common characters two a step.
  ///
  /// - Parameters:
  ///   - out: has room for `growth` times the stretch, and `slack`, from `start` on.
  ///   - broken: the broken places are added.
  /// - Returns: the number of bytes written.
  @inline(__always)
  func decode(
    _ bytes: Span<UInt8>, _ stretch: Range<Int>, into out: inout MutableRawSpan, at start: Int, _ broken: inout Int
  ) -> Int {
    guard let table else { return 0 }
    let entries = table.entries.span
    let raw = bytes.bytes
    let isKorean = encoding == .korean
    let end = stretch.upperBound
    var i = stretch.lowerBound
    var write = start
    while i < end {
      if i &+ 8 <= end {
        let word = raw.unsafeLoadUnaligned(fromByteOffset: i, as: UInt64.self)
        let high = word & 0x8080_8080_8080_8080
        if high & 0x80 == 0 {
          out.storeBytes(of: word, toByteOffset: write, as: UInt64.self)
          let run = high == 0 ? 8 : high.trailingZeroBitCount &>> 3
          write &+= run
          i &+= run
          continue
        }
        if high & 0x80_0000 != 0, !isKorean {
          let first = entries[Int(UInt16(truncatingIfNeeded: word).byteSwapped)]
          let second = entries[Int(UInt16(truncatingIfNeeded: word &>> 16).byteSwapped)]
          // Three bytes of UTF-8 each, as nearly all are.
          if first &- 0x1_0000 < 0xFF_0000, second &- 0x1_0000 < 0xFF_0000 {
            out.storeBytes(of: UInt64(first) | UInt64(second) &<< 24, toByteOffset: write, as: UInt64.self)
            write &+= 6
            i &+= 4
            continue
          }
        }
      }
      let lead = bytes[i]
      if lead < 0x80 {
        out.storeBytes(of: lead, toByteOffset: write, as: UInt8.self)
        write &+= 1
        i &+= 1
        continue
      }
      if i &+ 1 < end {
        let entry = entries[Int(lead) &<< 8 | Int(bytes[i &+ 1])]
        if entry != 0, !isKorean || lead != 0xA4 {
          out.storeBytes(of: entry, toByteOffset: write, as: UInt32.self)
          write &+= entry >= 0x100_0000 ? 4 : entry >= 0x1_0000 ? 3 : entry >= 0x100 ? 2 : 1
          i &+= 2
          continue
        }
      }
      let (codes, taken) = odd(bytes.extracting(..<end), at: i, table)
      if codes.0 == 0xFFFD { broken += 1 }
      var short: [UInt8] = []
      TextDecoder.append(codePoint: codes.0, to: &short)
      if codes.1 != 0 { TextDecoder.append(codePoint: codes.1, to: &short) }
      for byte in short {
        out.storeBytes(of: byte, toByteOffset: write, as: UInt8.self)
        write &+= 1
      }
      i &+= taken
    }
    return write &- start
  }
}

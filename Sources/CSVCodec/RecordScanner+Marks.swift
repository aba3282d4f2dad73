import CVectorBits

extension RecordScanner {
  /// Which of 64 bytes are a separator, a quote or a line end: bit `i` stands for byte `i`. Simple are those without
  /// quotes and carriage returns.
  @inline(__always)
  func marks(_ raw: RawSpan, at base: Int) -> (all: UInt64, isSimple: Bool) {
    let separators = SIMD16<UInt8>(repeating: delimiter)
    let feeds = SIMD16<UInt8>(repeating: 0x0A)
    let returns = SIMD16<UInt8>(repeating: 0x0D)
    let quotes = SIMD16<UInt8>(repeating: 0x22)
    var odd = SIMD2<UInt64>()
    @inline(__always) func hits(_ quarter: Int) -> UInt64 {
      let block = raw.unsafeLoadUnaligned(fromByteOffset: base &+ 16 &* quarter, as: SIMD16<UInt8>.self)
      let rare = (block .== returns) .| (block .== quotes)
      let hit = (block .== separators) .| (block .== feeds) .| rare
      odd |= unsafeBitCast(rare, to: SIMD2<UInt64>.self)
      return vector_top_bits(unsafeBitCast(hit, to: SIMD16<UInt8>.self))
    }
    let all = hits(0) | hits(1) &<< 16 | hits(2) &<< 32 | hits(3) &<< 48
    return (all, odd[0] | odd[1] == 0)
  }
}

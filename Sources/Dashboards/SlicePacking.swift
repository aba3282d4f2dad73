package import ByteScanning

/// How what the filter swaps in is packed: in parts, of which pages share most, that make one gzip member (RFC 1952).
/// It comes from the room that may import the compressor.
package struct SlicePacking: Sendable {
  /// A run of bytes packed so that it can stand before and behind others, its checksum and its size.
  package typealias Part = (bytes: [UInt8], crc: UInt32, size: Int)

  /// Each run by itself.
  let parts: @Sendable ([OutputBuffer]) throws(Failure) -> [Part]
  /// The runs one behind the other, as the page holds them.
  let joined: @Sendable ([Part]) -> [UInt8]
  /// Bytes of the whole, where those of the parts are so many.
  let length: @Sendable (Int) -> Int

  package init(
    parts: @escaping @Sendable ([OutputBuffer]) throws(Failure) -> [Part],
    joined: @escaping @Sendable ([Part]) -> [UInt8],
    length: @escaping @Sendable (Int) -> Int
  ) {
    self.parts = parts
    self.joined = joined
    self.length = length
  }
}

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Fixed strings in runs of bytes.
enum ByteSearch {
  /// Where `needle` first stands between two pointers. Looks for its rarest letter in the markup of sheets, then
  /// compares.
  static func find(
    _ needle: StaticString, _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
  ) -> UnsafePointer<UInt8>? {
    let count = needle.utf8CodeUnitCount
    let text = needle.utf8Start
    var rare = 0
    for i in 0..<count where text[i] == UInt8(ascii: "h") || text[i] == UInt8(ascii: "w") { rare = i }
    var p = start
    while end - p >= count {
      guard let hit = memchr(p + rare, Int32(text[rare]), end - p - count + 1) else { return nil }
      let found = UnsafePointer(hit.assumingMemoryBound(to: UInt8.self)) - rare
      if memcmp(found, text, count) == 0 { return found }
      p = found + 1
    }
    return nil
  }

  /// Whether `needle` stands at `p`; reads no further than the first byte that differs.
  @inline(__always)
  static func starts(_ needle: StaticString, _ p: UnsafePointer<UInt8>) -> Bool {
    let count = needle.utf8CodeUnitCount
    let text = needle.utf8Start
    for i in 0..<count where p[i] != text[i] { return false }
    return true
  }
}

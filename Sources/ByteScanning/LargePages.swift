#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Memory that will be filled from end to end: asked of the system in its largest pages, where it has them.
///
/// A gigabyte of small pages costs a quarter of a million faults; on virtual machines those took longer than reading
/// the file did.
package enum LargePages {
  /// Below this, small pages waste less.
  @usableFromInline static let threshold = 2 << 20
  private static let size = 2 << 20
  /// One small page.
  private static let margin = 4 << 10

  /// So many bytes and a little more: as many as fill whole large pages with what is kept beside them. The system puts
  /// only such pieces where a large page begins.
  @usableFromInline static func rounded(_ count: Int) -> Int {
    (count + margin + size - 1) / size * size - margin
  }

  /// Asks for large pages behind `count` bytes from `start`. A hint: nothing depends on it.
  package static func advise(_ start: UnsafeMutableRawPointer, count: Int) {
    #if os(Linux)
      // Whole large pages only: what lies beside belongs to others, the words that tell how long a piece of memory is
      // aside.
      let first = (UInt(bitPattern: start) + UInt(size - margin)) & ~UInt(size - 1)
      let end = (UInt(bitPattern: start) + UInt(count + margin)) & ~UInt(size - 1)
      guard end > first, let base = UnsafeMutableRawPointer(bitPattern: first) else { return }
      // 14 = MADV_HUGEPAGE.
      madvise(base, Int(end - first), 14)
    #endif
  }
}

extension Array where Element: BitwiseCopyable {
  /// Reserves room for `wanted` elements, in large pages where that is much memory.
  package mutating func reserveLarge(_ wanted: Int) {
    if wanted <= capacity { return }
    let bytes = wanted * MemoryLayout<Element>.stride
    if bytes < LargePages.threshold {
      reserveCapacity(wanted)
      return
    }
    // Asked for before anything is moved there: the first touch decides.
    var larger: [Element] = []
    larger.reserveCapacity(LargePages.rounded(bytes) / MemoryLayout<Element>.stride)
    larger.withUnsafeMutableBufferPointer { buffer in
      if let base = buffer.baseAddress {
        LargePages.advise(UnsafeMutableRawPointer(base), count: LargePages.rounded(bytes))
      }
    }
    larger.append(contentsOf: self)
    self = larger
  }
}

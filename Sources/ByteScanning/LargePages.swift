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
  @usableFromInline static let threshold = 4 << 20
  private static let size = 2 << 20

  /// Asks for large pages behind `count` bytes from `start`. A hint: nothing depends on it.
  package static func advise(_ start: UnsafeMutableRawPointer, count: Int) {
    #if os(Linux)
      // Whole large pages only: what lies beside belongs to others.
      let first = (UInt(bitPattern: start) + UInt(size - 1)) & ~UInt(size - 1)
      let end = (UInt(bitPattern: start) + UInt(count)) & ~UInt(size - 1)
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
    larger.reserveCapacity(wanted)
    larger.withUnsafeMutableBufferPointer { buffer in
      if let base = buffer.baseAddress { LargePages.advise(UnsafeMutableRawPointer(base), count: bytes) }
    }
    larger.append(contentsOf: self)
    self = larger
  }
}

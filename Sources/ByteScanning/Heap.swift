import CHeap

/// How the C library's heap takes memory from the system.
package enum Heap {
  /// A run takes tens or hundreds of megabytes and is over within a second: taking them in a few large steps, and giving
  /// nothing back in between, saves most of the system calls and every fifth page fault.
  ///
  /// Arrays of several megabytes are still taken and given back one by one, so that the heap does not fill with the gaps
  /// they would leave.
  package static func growInLargeSteps() {
    // Other C libraries have no such words.
    #if canImport(Glibc)
      let megabyte: Int32 = 1 << 20
      mallopt(M_TOP_PAD, 48 * megabyte)
      mallopt(M_TRIM_THRESHOLD, 1_024 * megabyte)
      mallopt(M_MMAP_THRESHOLD, 4 * megabyte)
    #endif
  }
}

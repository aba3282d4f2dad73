import ByteScanning

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A whole file in memory, for containers that cannot be read in pieces.
enum FileBytes {
  /// Throws E214 where the file cannot be read, E213 where it is bigger than `limit`.
  static func read(_ path: String, upTo limit: Int) throws(Failure) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0 { throw Failure("E214", [String(cString: strerror(errno))]) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw Failure("E214", [String(cString: strerror(errno))]) }
    if Int(status.st_size) > limit { throw Failure("E213", [String(limit)]) }
    var failed = false
    let bytes = [UInt8](unsafeUninitializedCapacity: Int(status.st_size)) { buffer, count in
      while count < buffer.count {
        let n = pread(descriptor, buffer.baseAddress! + count, buffer.count - count, off_t(count))
        if n < 0 && errno == EINTR { continue }
        failed = n < 0
        if n <= 0 { break }
        count += n
      }
    }
    if failed { throw Failure("E214", [String(cString: strerror(errno))]) }
    return bytes
  }
}

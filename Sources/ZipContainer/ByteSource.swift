import ByteScanning

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The bytes of an archive: a file opened read-only, or an array.
///
/// Files are read with `pread`, not mapped: a file that another program cuts short gives an error here, and would
/// kill the process if it were mapped.
final class ByteSource: Sendable {
  private enum Store: Sendable {
    case file(Int32)
    case bytes([UInt8])
  }

  private let store: Store
  let count: Int

  init(bytes: [UInt8]) {
    store = .bytes(bytes)
    count = bytes.count
  }

  init(path: String) throws(Failure) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0 { throw Failure("E214", [String(cString: strerror(errno))]) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      let reason = String(cString: strerror(errno))
      close(descriptor)
      throw Failure("E214", [reason])
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw Failure("E214", [String(cString: strerror(status.st_mode & S_IFMT == S_IFDIR ? EISDIR : EINVAL))])
    }
    store = .file(descriptor)
    count = Int(status.st_size)
  }

  deinit { if case .file(let descriptor) = store { close(descriptor) } }

  /// Fills `buffer` from `offset` on; gives how many bytes there were.
  func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(Failure) -> Int {
    guard offset >= 0, offset < count, let base = buffer.baseAddress else { return 0 }
    let wanted = min(buffer.count, count - offset)
    switch store {
    case .bytes(let bytes):
      bytes.withUnsafeBytes { base.copyMemory(from: $0.baseAddress! + offset, byteCount: wanted) }
      return wanted
    case .file(let descriptor):
      var done = 0
      while done < wanted {
        let n = pread(descriptor, base + done, wanted - done, off_t(offset + done))
        if n < 0 && errno == EINTR { continue }
        if n < 0 { throw Failure("E214", [String(cString: strerror(errno))]) }
        if n == 0 { break }
        done += n
      }
      return done
    }
  }

  /// Exactly `count` bytes from `offset` on, or nil where the file ends before.
  func bytes(at offset: Int, count: Int) throws(Failure) -> [UInt8]? {
    guard offset >= 0, count >= 0, count <= self.count, offset <= self.count - count else { return nil }
    var failure: Failure?
    let out = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      do throws(Failure) {
        filled = try read(at: offset, into: UnsafeMutableRawBufferPointer(buffer))
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return out.count == count ? out : nil
  }
}

extension [UInt8] {
  /// Little-endian numbers of the zip format; the caller has checked the bounds.
  func u16(_ at: Int) -> Int { Int(self[at]) | Int(self[at + 1]) << 8 }
  func u32(_ at: Int) -> Int { u16(at) | u16(at + 2) << 16 }
  /// 64 bits that must fit a file offset; more gives a number no file has.
  func u64(_ at: Int) -> Int {
    let high = u32(at + 4)
    return high > 0x3FFF_FFFF ? Int.max / 4 : u32(at) | high << 32
  }
}

import ByteScanning

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The bytes of one text file: on disk, read a piece at a time, or in memory.
///
/// Files are read, not mapped: a file that another program cuts short while it is read must end the text early, not
/// the process.
package struct ByteSource: Sendable {
  private enum Store: Sendable {
    case file(OpenFile)
    case memory([UInt8])
  }
  private let store: Store
  package let count: Int

  package init(_ bytes: [UInt8]) {
    store = .memory(bytes)
    count = bytes.count
  }

  /// Opens a file read-only. Throws `E312` where it cannot be read.
  package init(path: String) throws {
    let file = try OpenFile(path: path)
    store = .file(file)
    count = file.size
  }

  /// Fills `target` from `offset` on as far as there are bytes; gives how many came.
  func read(at offset: Int, into target: UnsafeMutableRawBufferPointer) throws -> Int {
    switch store {
    case .memory(let bytes):
      let length = max(0, min(target.count, bytes.count - offset))
      bytes.withUnsafeBytes { target.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[offset..<offset + length])) }
      return length
    case .file(let file): return try file.read(at: offset, into: target)
    }
  }

  /// The bytes of a range, fewer at the end of the file.
  package func bytes(_ range: Range<Int>) throws -> [UInt8] {
    try [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
      count = try read(at: range.lowerBound, into: UnsafeMutableRawBufferPointer(buffer))
    }
  }
}

/// An open file descriptor, closed when nobody holds it any longer.
private final class OpenFile: Sendable {
  private let descriptor: Int32
  let size: Int
  private let path: String

  init(path: String) throws {
    self.path = path
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Failure("E312", file: path, [String(cString: strerror(errno))]) }
    var info = stat()
    guard fstat(descriptor, &info) == 0, info.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw Failure("E312", file: path, ["not a regular file"])
    }
    size = Int(info.st_size)
  }

  deinit { close(descriptor) }

  func read(at offset: Int, into target: UnsafeMutableRawBufferPointer) throws -> Int {
    var done = 0
    while done < target.count {
      let got = pread(descriptor, target.baseAddress! + done, target.count - done, off_t(offset + done))
      if got < 0 {
        if errno == EINTR { continue }
        throw Failure("E312", file: path, [String(cString: strerror(errno))])
      }
      if got == 0 { break }
      done += got
    }
    return done
  }
}

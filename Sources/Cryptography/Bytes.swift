/// Lends the bytes of any sequence as one run: in place where it is contiguous, else through a copy.
@inline(__always)
func withRun<R>(of bytes: some Sequence<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) throws -> R) rethrows -> R {
  if let result = try bytes.withContiguousStorageIfAvailable(body) { return result }
  return try Array(bytes).withUnsafeBufferPointer(body)
}

import ByteScanning
import FuzzDriver
import ZipContainer

/// Any bytes: an archive is refused with a coded failure or gives its entries, within its limits.
func fuzzZip(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  var limits = ZipLimits()
  limits.entryBytes = 8 << 20
  guard let archive = try? ZipArchive(bytes: bytes, limits: limits) else { return 0 }
  for entry in archive.entries.prefix(64) { _ = try? archive.bytes(of: entry) }
  return 0
}

@_cdecl("FuzzZip_main")
public func entry(_ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> CInt {
  fuzz(count, arguments) { fuzzZip($0, $1) }
}

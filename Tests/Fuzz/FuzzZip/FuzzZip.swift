import ByteScanning
import ZipContainer

/// Any bytes: an archive is refused with a coded failure or gives its entries, within its limits.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  var limits = ZipLimits()
  limits.entryBytes = 8 << 20
  guard let archive = try? ZipArchive(bytes: bytes, limits: limits) else { return 0 }
  for entry in archive.entries.prefix(64) { _ = try? archive.bytes(of: entry) }
  return 0
}

@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
  _ test: @convention(c) (UnsafePointer<UInt8>, Int) -> CInt
) -> CInt

/// SwiftPM gives every executable's entry this name; libFuzzer's own `main` never gets a turn.
@_cdecl("FuzzZip_main")
public func entry(_ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> CInt {
  var count = count
  var arguments = arguments
  return runDriver(&count, &arguments) { fuzz($0, $1) }
}

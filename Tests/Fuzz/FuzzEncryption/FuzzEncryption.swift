import ByteScanning
import FuzzDriver
import XLSXCodec

/// Protected workbooks of any bytes are opened or refused with a code; nothing else may happen.
///
/// The first byte picks the password: none, a fixed one, one that is no text.
func fuzzEncryption(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  guard count > 0 else { return 0 }
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  let passwords: [[UInt8]] = [[], Array("password".utf8), [0xFF]]
  do {
    let opened = try EncryptedPackage.decrypt(Array(bytes.dropFirst()), password: passwords[Int(bytes[0]) % 3])
    precondition(opened.count <= bytes.count, "a package is no larger than its container")
  } catch {
    let known = ["E226", "E227", "E228", "E251", "E252", "E253"]
    precondition(known.contains(error.code.rawValue), "a coded refusal")
  }
  return 0
}

@_cdecl("FuzzEncryption_main")
public func entry(_ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> CInt {
  fuzz(count, arguments) { fuzzEncryption($0, $1) }
}

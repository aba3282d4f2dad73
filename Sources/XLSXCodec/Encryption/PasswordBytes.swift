/// A password as ECMA-376 hashes it: UTF-16, low byte first, no terminator.
enum PasswordBytes {
  /// nil where the bytes are no UTF-8: then no password can be meant by them.
  static func utf16(_ password: [UInt8]) -> [UInt8]? {
    guard let text = String(validating: password, as: UTF8.self) else { return nil }
    var out: [UInt8] = []
    for unit in text.utf16 { out.append16(Int(unit)) }
    return out
  }
}
